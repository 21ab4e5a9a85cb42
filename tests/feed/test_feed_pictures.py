"""How pages look, beside what editors approve: what travels, what is kept, what a thief can do with it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from feed_world import HOUR, World, headlines, notice, picture, program

from device_profiles.profile import Colour
from device_profiles.sight import Sight, sight
from playlists.feed import naming, wire
from playlists.feed.approval import approved_by
from playlists.feed.publishing.album import Album, Drawn
from playlists.feed.publishing.approvals import everything, standing
from playlists.feed.publishing.pages import Page
from playlists.feed.tree import OBJECTS, PROGRAMS
from playlists.program import Film, Item, Program, Rendition, TickerText


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path).begin()


def album(world: World, painter: str = "painter-1") -> Album:
    return Album(world.folder / "pictures", painter, world.source)


def look(page: Page) -> Sight:
    """A sight for each page that differs from all others."""
    return sight(hashlib.sha256(page.digest).digest() * 25 + b"\0" * 16)


def draw(made: Album, *programs: Program) -> list[str]:
    """Draw what is missing; returns the names of what was drawn."""
    missing = made.missing(programs)
    for page in missing:
        seen = None if isinstance(page.item.content, Film) else look(page)
        made.add(page, Drawn(sight=seen, thumbnail=b"thumbnail " + page.digest))
    made.save()
    return [page.item.id for page in missing]


def publish(world: World, *programs: Program) -> Album:
    made = album(world)
    draw(made, *programs)
    world.publish(*programs, album=made)
    return made


def film(name: str, world: World) -> Item:
    rendition = Rendition(object=world.source.put(b"film"), bytes=4, width=1920, height=1080)
    return Item(id=name, content=Film(rendition=rendition, length_ms=5000, frame_ms=40), pages_ms=(5000,))


def test_a_device_is_told_how_each_page_looks(world: World) -> None:
    items = (notice("une#1", "Piscine fermée"), picture("photo", world.source, b"pixels"))
    publish(world, program("totem-1", items))
    (part,) = world.parts()
    for name in ("une#1", "photo"):
        pages = part.pictures.find("main", "full/main/une", name)
        assert pages is not None
        found = pages.page(0, night=False)
        assert found is not None
        assert found.sight is not None
        assert pages.page(1, night=False) is None
    assert part.pictures.painter == "painter-1"


def test_thumbnails_lie_in_the_feed_and_no_device_fetches_them(world: World) -> None:
    publish(world, program("totem-1", [notice("a", "Un")]))
    (file,) = (world.feed / OBJECTS).glob("*/*")
    assert file.read_bytes().startswith(b"thumbnail")
    assert naming.objects(world.parts()[0].program) == {}


def test_what_moves_has_a_thumbnail_and_nothing_to_be_known_by(world: World) -> None:
    line = Item(id="line", content=TickerText(text="Bonjour", width=90, scrolls=True), pages_ms=(5000,))
    publish(world, program("totem-1", [film("film", world), line]))
    pictures = world.parts()[0].pictures
    pages = pictures.find("main", "full/main/une", "film")
    assert pages is not None
    assert pages.day[0].sight is None
    assert pages.day[0].bytes > 0
    assert pictures.find("main", "full/main/une", "line") is None


def test_pictures_are_no_part_of_what_editors_approve(world: World) -> None:
    shown = program("totem-1", [notice("a", "Un")])
    world.publish(shown)
    before = standing(world.repository)
    publish(world, shown)
    assert standing(world.repository) == before
    assert world.parts()[0].pictures.find("main", "full/main/une", "a") is not None
    assert world.parts()[0].refused == ()


def test_a_program_that_was_published_without_pictures_is_read(world: World) -> None:
    world.publish(program("totem-1", [notice("a", "Un")]))
    (file,) = (world.feed / PROGRAMS).iterdir()
    old = json.loads(file.read_bytes())
    del old["painter"]
    for screen in old["screens"]:
        del screen["pictures"]
    read = wire.read(json.dumps(old).encode())
    assert read.painter == ""
    head = world.trusted().head
    assert head is not None
    agreed = approved_by(everything(standing(world.repository)), 1)
    unpacked = wire.unpack(wire.read(file.read_bytes()), "totem-1", head, agreed.__contains__)
    assert unpacked.pictures.find("main", "full/main/une", "a") is None


def test_only_what_is_new_is_drawn(world: World) -> None:
    one = picture("photo", world.source, b"pixels")
    items = (notice("a", "Un"), one)
    assert draw(album(world), program("totem-1", items), program("totem-2", items)) == ["a", "photo"]
    longer = msgspec.structs.replace(one, pages_ms=(20_000,))
    assert draw(album(world), program("totem-1", (notice("a", "Deux"), longer))) == ["a"]
    assert draw(album(world, "painter-2"), program("totem-1", (notice("a", "Deux"), longer))) == ["a"]


def test_a_thumbnail_that_has_gone_is_drawn_again(world: World) -> None:
    shown = program("totem-1", [notice("a", "Un")])
    draw(album(world), shown)
    (file,) = world.source.root.glob("*/*")
    file.unlink()
    assert draw(album(world), shown) == ["a"]


def test_a_damaged_memory_of_pictures_counts_as_none(world: World) -> None:
    shown = program("totem-1", [notice("a", "Un")])
    draw(album(world), shown)
    (world.folder / "pictures").write_bytes(b"\xff" * 40)
    assert draw(album(world), shown) == ["a"]


def test_an_unchanged_workspace_with_pictures_changes_nothing(world: World) -> None:
    shown = program("totem-1", [notice("a", "Un")])
    publish(world, shown)
    before = {file: file.read_bytes() for file in world.feed.rglob("*") if file.is_file()}
    world.now += HOUR
    made = album(world)
    assert draw(made, shown) == []
    assert not world.publish(shown, album=made)
    assert {file: file.read_bytes() for file in world.feed.rglob("*") if file.is_file()} == before


def test_a_page_that_could_not_be_drawn_leaves_its_item_without(world: World) -> None:
    shown = program("totem-1", [notice("a", "Un"), notice("b", "Deux")])
    made = album(world)
    first, _ = made.missing([shown])
    made.add(first, Drawn(sight=look(first), thumbnail=b"thumbnail"))
    world.publish(shown, album=made)
    pictures = world.parts()[0].pictures
    assert pictures.find("main", "full/main/une", "a") is not None
    assert pictures.find("main", "full/main/une", "b") is None


def test_outdoors_cards_are_drawn_by_night_too(world: World) -> None:
    shown = program("totem-1", [notice("a", "Un"), picture("photo", world.source, b"pixels")])
    screen = msgspec.structs.replace(shown.screens[0].screen, outdoors=True)
    part = msgspec.structs.replace(shown.screens[0], screen=screen)
    publish(world, msgspec.structs.replace(shown, screens=(part,)))
    pictures = world.parts()[0].pictures
    card, still = (pictures.find("main", "full/main/une", name) for name in ("a", "photo"))
    assert card is not None
    assert still is not None
    assert card.page(0, night=True) != card.page(0, night=False)
    assert still.page(0, night=True) is None, "a photo is the same by night"


def test_a_matrix_has_the_same_picture_by_day_and_by_night(world: World) -> None:
    shown = program("totem-1", [notice("a", "Un")])
    screen = msgspec.structs.replace(shown.screens[0].screen, outdoors=True, colour=Colour.MONO)
    part = msgspec.structs.replace(shown.screens[0], screen=screen)
    board = msgspec.structs.replace(shown, screens=(part,))
    assert draw(album(world), board) == ["a"]
    publish(world, board)
    pages = world.parts()[0].pictures.find("main", "full/main/une", "a")
    assert pages is not None
    assert pages.page(0, night=True) == pages.page(0, night=False)


@pytest.mark.parametrize(
    "forged",
    [
        {"a": [[["f" * 64, "ff00ff", "e" * 64, 9]]]},
        {"a": [[["zz", "ff00ff", "e" * 64, 9]]]},
        {"a": [[["f" * 64, "", "../../etc", 9]]]},
        {"a": 5},
        [],
    ],
)
def test_forged_pictures_say_nothing_and_stop_nothing(world: World, forged: Any) -> None:
    publish(world, program("totem-1", [notice("a", "Un")]))
    found = wire.read((world.feed / PROGRAMS / world.parts()[0].sha256).read_bytes())
    raw = msgspec.Raw(msgspec.json.encode(forged))
    (screen,) = (msgspec.structs.replace(one, pictures={"full/main/une": raw}) for one in found.screens)
    head = world.trusted().head
    assert head is not None
    agreed = approved_by(everything(standing(world.repository)), 1)
    lying = wire.unpack(
        msgspec.structs.replace(found, screens=(screen,)), "totem-1", head, agreed.__contains__
    )
    assert headlines(lying.program) == ["Un"]
    assert lying.refused == ()
    pages = lying.pictures.find("main", "full/main/une", "a")
    assert pages is None or pages.day[0].hash == "f" * 64
