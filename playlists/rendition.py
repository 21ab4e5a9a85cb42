"""A prepared picture or film, as programs name it."""

from __future__ import annotations

import msgspec


class Rendition(msgspec.Struct, frozen=True, kw_only=True):
    """A prepared picture or film: an object of the store, with its size in pixels and bytes."""

    object: str
    bytes: int
    width: int
    height: int
