"""Colour roles of a layout, as the palette of the hour fills them."""

from __future__ import annotations

from layouts.theme import Palette


def ground_of(palette: Palette, role: str) -> str:
    """The colour of the ground `role`: "background", "surface", "ticker" or "accent"."""
    return {
        "background": palette.background,
        "surface": palette.surface,
        "ticker": palette.ticker,
        "accent": palette.accent,
    }[role]


def ink_on(palette: Palette, role: str) -> str:
    """The colour of text on the ground `role`."""
    return {"ticker": palette.on_ticker, "accent": palette.on_accent}.get(role, palette.text)


def quiet_on(palette: Palette, role: str) -> str:
    """The colour of lesser text on the ground `role`."""
    return palette.quiet if role in ("background", "surface") else ink_on(palette, role)
