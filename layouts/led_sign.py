"""A small sign in a corner of LED pages, to whoever cares for the board: words there would be read by all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from layouts.led import LedPage
from layouts.led_drawing import AMBER

_SIGN = ("#####", "#..##", "#.#.#", "##..#", "#####")
"""A box, struck through."""
_SIDE = len(_SIGN)
_CLEAR = 1
"""Dark dots between the sign and what a page says."""


def signed(pages: Sequence[LedPage]) -> tuple[LedPage, ...]:
    """The pages with a struck box in one corner of all; as they are where none is free, or one runs."""
    if not pages or any(page.scroll_px for page in pages):
        return tuple(pages)
    right, low = pages[0].width - _SIDE, pages[0].height - _SIDE
    corners = ((right, low), (right, 0), (0, low), (0, 0))
    place = next((at for at in corners if all(_is_free(page, *at) for page in pages)), None)
    return tuple(pages) if place is None else tuple(_signed(page, *place) for page in pages)


def _is_free(page: LedPage, x: int, y: int) -> bool:
    rows = page.rows[max(0, y - _CLEAR) : y + _SIDE + _CLEAR]
    return not any(any(row[max(0, x - _CLEAR) : x + _SIDE + _CLEAR]) for row in rows)


def _signed(page: LedPage, x: int, y: int) -> LedPage:
    rows = [bytearray(row) for row in page.rows]
    for row, line in zip(rows[y:], _SIGN, strict=False):
        row[x : x + _SIDE] = (AMBER if dot == "#" else 0 for dot in line)
    return replace(page, rows=tuple(map(bytes, rows)))
