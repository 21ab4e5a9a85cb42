"""The pages of an LED matrix, kept for the cards that were asked for last."""

from __future__ import annotations

from functools import lru_cache

from device_profiles.profile import Screen
from layouts.card import Card
from layouts.led import LedPage, led_pages


@lru_cache(maxsize=64)
def matrix_pages(card: Card, screen: Screen) -> tuple[LedPage, ...]:
    """The pages that say `card` on the matrix `screen`."""
    return led_pages(card, screen)
