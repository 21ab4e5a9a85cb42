"""When somebody plugs headphones in: by what is plugged now, and what was so at the first look. Pure.

What has been there from the beginning is the loudspeaker of the box, whatever it is plugged into: it brings
nobody.
"""

from __future__ import annotations

import msgspec

_SOCKET, _ALWAYS_THERE = " Jack", "Phantom Jack"
_WORN = ("Headphone", "Headset")


class Ears(msgspec.Struct, frozen=True):
    """What is plugged, by its name, and what of that came since it was looked first."""

    there: frozenset[str]
    came: frozenset[str] = frozenset()

    @property
    def wears(self) -> bool:
        """Whether somebody listens by headphones of their own."""
        return bool(self.came)


def listened(ears: Ears, there: frozenset[str]) -> Ears:
    """The same with what is plugged now."""
    return Ears(there, (ears.came & there) | (there - ears.there))


def is_socket(control: str) -> bool:
    """Whether a control of a sound card tells of headphones: « Headphone Jack », « Front Headphone Jack ».

    A phantom jack is one whose plug the hardware cannot see: it is always said to be there.
    """
    is_seen = control.endswith(_SOCKET) and not control.endswith(_ALWAYS_THERE)
    return is_seen and any(word in control for word in _WORN)
