"""How a page should look, by what was published with its program."""

from __future__ import annotations

import msgspec
import pytest
from stage_world import FULL, Shelf, program, screen, screen_program

from layouts.card import Card, Words
from player.edition import painter
from player.stage.expected import expected
from player.stage.props import PageKey, page_key
from playlists.feed.pictures import Pages, Picture, Pictures
from playlists.program import CardContent, Item, Program


def card(item: str, headline: str) -> Item:
    words = (Words(language="fr", headline=headline),)
    return Item(id=item, content=CardContent(card=Card(kind="notice", words=words)), pages_ms=(8000,))


def picture(number: int) -> Picture:
    return Picture(f"{number:064x}", "102030", "ab" * 32, 100)


@pytest.fixture
def shown(shelf: Shelf) -> Program:
    items = (shelf.picture("red", "#ff0000"), card("a", "Piscine fermée"))
    return program(screen_program(FULL, screen(), main=items))


@pytest.fixture
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("objects"))


def pictures(edition: str) -> Pictures:
    items = {"red": Pages((picture(1),)), "a": Pages((picture(2),), (picture(3),))}
    return Pictures(edition, {"main": {"main": msgspec.Raw(msgspec.json.encode(items))}})


def key(shown: Program, item: str, *, night: bool = False) -> PageKey:
    (part,) = shown.screens
    found = next(one for one in part.playlists["main"].items if one.id == item)
    return page_key(part.screen, FULL.zones[0], item, found.content, 0, night=night)


@pytest.mark.parametrize(("item", "night", "number"), [("red", False, 1), ("a", False, 2), ("a", True, 3)])
def test_each_page_has_its_picture(shown: Program, item: str, *, night: bool, number: int) -> None:
    found = expected(pictures(painter()), shown, "main", key(shown, item, night=night))
    assert found == picture(number)


def test_cards_of_another_edition_of_the_painters_are_not_compared(shown: Program) -> None:
    other = pictures("0123456789abcdef")
    assert expected(other, shown, "main", key(shown, "a")) is None
    assert expected(other, shown, "main", key(shown, "red")) == picture(1)


def test_a_page_that_the_program_does_not_hold_has_none(shown: Program) -> None:
    foreign = msgspec.structs.replace(key(shown, "a"), content=card("a", "Autre chose").content)
    assert expected(pictures(painter()), shown, "main", foreign) is None
    assert expected(pictures(painter()), shown, "other", key(shown, "a")) is None
    moved = msgspec.structs.replace(FULL.zones[0], x=0.5, width=0.5)
    elsewhere = msgspec.structs.replace(key(shown, "a"), zone=moved)
    assert expected(pictures(painter()), shown, "main", elsewhere) is None
