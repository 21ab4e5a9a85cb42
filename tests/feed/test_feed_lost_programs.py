"""Programs that have gone from the feed's folder, or are damaged there: all can still publish and warn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from feed_world import HOUR, NOW, World, alert, notice, program

from playlists.errors import FeedError, LostError
from playlists.feed import wire
from playlists.feed.alerts import Area, Circle
from playlists.feed.publishing.alerts import reached
from playlists.feed.publishing.approve import waiting
from playlists.feed.publishing.publish import publish

ONE, TWO = program("totem-1", [notice("a", "Piscine fermée")]), program("totem-2", [notice("a", "Marché")])
NANTES = Area(circles=(Circle(latitude=47.2, longitude=-1.55, km=5),))


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path).begin("marie", "paul")
    assert made.publish(ONE, TWO)
    return made


def lose(world: World, words: str) -> Path:
    """Take away the program that says this."""
    (found,) = (file for file in (world.feed / "programs").iterdir() if words.encode() in file.read_bytes())
    found.unlink()
    return found


def damage(world: World, words: str) -> Path:
    """Turn a bit of it over."""
    file = lose(world, words)
    file.write_bytes(b"{")
    return file


@pytest.mark.parametrize("happens", [lose, damage])
def test_a_publication_brings_it_anew_and_says_of_which_devices(
    world: World, happens: Callable[[World, str], Path]
) -> None:
    file = happens(world, "Piscine")
    with pytest.raises(FeedError):
        world.texts("totem-1")
    edit = world.think(ONE, TWO)
    assert edit.lost == ("totem-1",)
    assert not publish(world.repository, edit, world.source, world.keyring, now=world.now), (
        "nothing is said anew"
    )
    assert b"Piscine" in file.read_bytes()
    assert world.think(ONE, TWO).lost == ()
    assert world.texts("totem-1")


def test_what_is_new_takes_the_place_of_what_nobody_can_read(world: World) -> None:
    lose(world, "Piscine")
    new = program("totem-1", [notice("a", "Piscine ouverte")])
    assert world.publish(new, TWO)
    assert world.texts("totem-1") == [["Piscine ouverte"]]
    assert world.think(new, TWO).lost == ()


def test_what_begins_later_leaves_no_device_without_a_program_meanwhile(world: World) -> None:
    new = program("totem-1", [notice("a", "Piscine ouverte")])
    file = lose(world, "Piscine")
    with pytest.raises(LostError, match="totem-1 plays now"):
        world.think(new, TWO, at=NOW + HOUR)
    assert world.publish(ONE, TWO, editor="paul")
    assert file.exists()
    assert world.publish(new, TWO, at=NOW + HOUR)
    assert world.texts("totem-1") == [["Piscine fermée"], ["Piscine ouverte"]]


def test_nobody_signs_what_it_said_there(world: World) -> None:
    file = lose(world, "Piscine")
    file.write_bytes(wire.pack(program("totem-1", [notice("a", "Achetez ceci")]), {}))
    with pytest.raises(LostError, match="publish again"):
        waiting(world.repository, "paul")
    assert world.publish(ONE, TWO, editor="paul")
    assert waiting(world.repository, "paul") == ()
    assert b"Achetez" not in b"".join(one.read_bytes() for one in (world.feed / "programs").iterdir())


def test_an_alert_is_raised_all_the_same_and_tells_who_is_not_known(world: World) -> None:
    lose(world, "Piscine")
    found = reached(world.repository, alert(NOW, area=NANTES), NOW)
    assert ([one.devices for one in found.kinds], found.unread) == ([("totem-2",)], ("totem-1",))
    lose(world, "Marché")
    found = reached(world.repository, alert(NOW, area=NANTES), NOW)
    assert (found.kinds, found.unread) == ((), ("totem-1", "totem-2"))


@pytest.mark.parametrize(
    ("area", "may"),
    [
        (Area(everywhere=True), True),
        (Area(profiles=("table",)), True),
        (Area(devices=("totem-1",)), True),
        (Area(devices=("totem-2",)), False),
        (Area(circles=(Circle(latitude=48.86, longitude=2.35, km=5),)), False),
    ],
)
def test_of_what_is_lost_those_are_told_that_an_alert_may_cover(world: World, area: Area, may: bool) -> None:
    """What is a profile's nobody can know any more."""
    lose(world, "Piscine")
    assert bool(reached(world.repository, alert(NOW, area=area), NOW).unread) is may


def test_what_only_a_newer_version_can_read_is_not_lost(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older Parvis puts nothing of its own in its place."""
    monkeypatch.setattr(wire, "FORMAT", wire.FORMAT - 1)
    with pytest.raises(FeedError, match="this version reads format 0"):
        world.think(ONE, TWO)
