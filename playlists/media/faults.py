"""The faults that a decoder finds, inside the worker, in words that follow a file's name."""

from __future__ import annotations


class FaultError(Exception):
    """A file that cannot be shown. The message is a cause such as `is cut off: save it again`."""


CUT_OFF = "is cut off or damaged: export or copy it again"
DAMAGED = "is damaged, so it may look wrong in places: export or copy it again"
BOMB = "holds a colour profile or texts that unpack without bound: save it again without them"
EMPTY = "is empty (0 bytes): copy it again"
UNKNOWN = (
    "is no picture, film or PDF that Parvis knows: "
    "give JPEG, PNG, WebP, AVIF, GIF, SVG, PDF, MP4, MOV, WebM or MKV"
)
