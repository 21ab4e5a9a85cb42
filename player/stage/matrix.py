"""LED matrices: their pages, kept for the cards asked for last, and how these stand at an instant.

Bitmap type is loaded at the first use: a device without a matrix starts a tenth of a second earlier.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from device_profiles.profile import Screen
from layouts.card import Card

if TYPE_CHECKING:
    from layouts.led import LedPage


@lru_cache(maxsize=64)
def matrix_pages(card: Card, screen: Screen) -> tuple[LedPage, ...]:
    """The pages that say `card` on the matrix `screen`."""
    from layouts.led import led_pages

    return led_pages(card, screen)


def signed_pages(card: Card, screen: Screen) -> tuple[LedPage, ...]:
    """The same with a small sign to whoever cares for the device."""
    from layouts.led_sign import signed

    return signed(matrix_pages(card, screen))


def scrolled(page: LedPage, elapsed_ms: int) -> int:
    """How many dots a page has scrolled `elapsed_ms` after it came on."""
    from layouts.led import offset_px

    return offset_px(page, elapsed_ms)


def dark_ms() -> int:
    """How long a matrix is dark between two pages, in milliseconds."""
    from layouts.led import DARK_MS

    return DARK_MS
