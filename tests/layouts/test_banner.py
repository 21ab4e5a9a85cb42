"""Without a picture, the headline of an upright page stands on the colour of its category."""

from __future__ import annotations

import msgspec
import pytest
from composing import box, frame_of, lines

from layouts.card import Card, Words
from layouts.compose import compose
from layouts.family import CAP_HEIGHT
from layouts.layout import Rect
from layouts.legibility import contrast
from layouts.page import Page, Panel

WORDS = Words(language="fr", headline="Donnez votre avis", body="Une idée, une question ?")
CARD = Card(kind="notice", category="democracy", words=(WORDS,))
HOMES = (("touch-19", "kiosk-touch"), ("kiosk", "kiosk-upper"), ("totem", "poster"))


def field(page: Page) -> Panel:
    return next(mark for mark in page.marks if isinstance(mark, Panel))


def holds(rect: Rect, part: Rect) -> bool:
    return rect.x <= part.x and part.right <= rect.right and rect.y <= part.y and part.bottom <= rect.bottom


@pytest.mark.parametrize(("family", "layout"), HOMES)
def test_the_headline_stands_on_the_field_and_the_rest_below(family: str, layout: str) -> None:
    frame = frame_of(family, layout)
    page = compose(CARD, frame)[0]
    ground = field(page)
    assert ground.colour == frame.palette.categories["democracy"]
    largest = max(line.size for line in lines(page))
    headline = [line for line in lines(page) if line.size == largest]
    assert " ".join(line.text for line in headline) == WORDS.headline
    assert all(holds(ground.rect, box(line)) for line in headline)
    assert all(contrast(line.colour, ground.colour) >= 4.5 for line in headline)
    body = next(line for line in lines(page) if line.text.startswith("Une"))
    assert body.baseline - body.size * CAP_HEIGHT > ground.rect.bottom


@pytest.mark.parametrize(("family", "layout"), HOMES)
def test_a_headline_alone_and_a_figure_keep_the_plain_field(family: str, layout: str) -> None:
    for words in (
        msgspec.structs.replace(WORDS, body=""),
        msgspec.structs.replace(WORDS, figure="112"),
    ):
        page = compose(msgspec.structs.replace(CARD, words=(words,)), frame_of(family, layout))[0]
        headline = next(line for line in lines(page) if line.text.startswith("Donnez"))
        assert not holds(field(page).rect, box(headline))
