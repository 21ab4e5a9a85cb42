"""The most that the preview holds: pictures in bytes, the rest by number."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Units are in the names.

    `page_bytes` bounds the painted pages of all scenes, `canvas_bytes` the images they are put together in.
    Of films in view, `films_open` are open at once, each with the frame it gave last. Of `media_known`
    files it is remembered what was made of them, or why nothing can be.
    """

    page_bytes: int = 128 * 2**20
    canvas_bytes: int = 64 * 2**20
    films_open: int = 4
    media_known: int = 8_192
