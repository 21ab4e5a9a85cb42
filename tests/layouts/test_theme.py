"""Every derived palette is legible, whatever colours a city asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layouts.legibility import MIN_CONTRAST, contrast, luminance
from layouts.theme import Palette, derive

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def text_pairs(palette: Palette) -> list[tuple[str, str]]:
    grounds = (palette.background, palette.surface)
    inks = (palette.text, palette.quiet, *palette.category_inks.values())
    return [
        *((ink, ground) for ink in inks for ground in grounds),
        (palette.on_accent, palette.accent),
        (palette.on_ticker, palette.ticker),
        *((palette.on_categories[name], ground) for name, ground in palette.categories.items()),
    ]


@given(COLOURS, COLOURS, COLOURS)
def test_any_colours_give_text_of_enough_contrast(background: str, accent: str, hue: str) -> None:
    theme = derive(background=background, accent=accent, categories={"culture": hue, "own": hue})
    for palette in (theme.day, theme.night):
        assert min(contrast(ink, ground) for ink, ground in text_pairs(palette)) >= MIN_CONTRAST


@given(COLOURS)
def test_night_is_never_brighter_than_day(background: str) -> None:
    theme = derive(background=background, accent=None, categories=None)
    assert luminance(theme.night.background) <= luminance(theme.day.background) + 1e-3
    assert luminance(theme.night.surface) <= luminance(theme.day.surface) + 1e-3


def test_only_alert_is_red() -> None:
    day = derive(background=None, accent=None, categories=None).day
    reds = [
        name
        for name, colour in day.categories.items()
        if int(colour[1:3], 16) > 2 * max(int(colour[3:5], 16), int(colour[5:7], 16))
    ]
    assert reds == ["alert"]


def test_what_is_no_colour_is_refused() -> None:
    with pytest.raises(ValueError, match="write it as #rrggbb"):
        derive(background="teal", accent=None, categories=None)
