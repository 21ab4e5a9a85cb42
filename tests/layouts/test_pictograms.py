"""Every pictogram that a card may show is there and can be drawn."""

import pytest

from layouts.card import Card, Words
from layouts.compose.kinds import TELLERS
from layouts.compose.labels import label, pictogram, pictograms
from layouts.layout import Rect
from layouts.page import Page, Pictogram
from layouts.theme import CATEGORIES
from player.stage.paint import paint


@pytest.mark.parametrize("name", sorted(pictograms()))
def test_it_leaves_ink_in_its_colour(name: str) -> None:
    mark = Pictogram(Rect(0, 0, 48, 48), name, "#ff0000")
    image = paint(Page(width=48, height=48, background="#000000", marks=(mark,)), None)
    reds = [image.pixelColor(x, y).red() for x in range(48) for y in range(48)]
    assert 60 < sum(red > 128 for red in reds) < 1600


def test_every_category_has_a_word_and_a_drawing() -> None:
    for category in CATEGORIES:
        for kind, tell in TELLERS.items():
            story = tell(Card(kind=kind, category=category, words=()), Words(language="fr"))
            assert story.pictogram in pictograms()
            assert story.label
        assert label(category, "en")


def test_a_drawing_that_does_not_exist_is_never_asked_for() -> None:
    card = Card(kind="notice", words=(), category="culture", pictogram="../fonts/secret")
    assert pictogram(card, "info-circle") == "music"
    assert label("petite-enfance", "fr") == "Petite enfance"
