"""An editor approves what was shown to them, and nothing else, whatever lies in the feed beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from feed_world import HOUR, World, notice, program

from playlists.errors import FeedError
from playlists.feed.publishing.approvals import standing
from playlists.feed.publishing.approve import approve, waiting
from playlists.feed.publishing.publish import publish
from playlists.feed.raw import digest, encoded
from playlists.program import Item

GOOD, NEW, FORGED = notice("a", "Piscine fermée"), notice("b", "Marché"), notice("z", "Achetez ceci")


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path).begin("marie", "paul", needed=2)
    for editor in ("marie", "paul"):
        made.publish(program("totem-1", [GOOD]), editor=editor)
    return made


def approved(world: World, item: Item, editor: str = "paul") -> bool:
    return digest(encoded(item)) in set[str]().union(*standing(world.repository)[editor].values())


def approves(world: World, *campaigns: str) -> dict[str, int]:
    repository = world.repository
    left = approve(repository, "paul", dict.fromkeys(campaigns))
    repository.save(world.keyring, world.now, {"what": "approved"})
    return left


def test_what_stands_beside_the_newest_edition_is_not_approved_with_it(world: World) -> None:
    """Stolen online keys can put any edition there; nobody is shown what it says."""
    forged, shown = (world.think(program("totem-1", items)) for items in ([FORGED], [GOOD, NEW]))
    files = {**forged.packed.files, **shown.packed.files}
    (before,), (after,) = forged.heads.values(), shown.heads.values()
    head = msgspec.structs.replace(after, editions=(before.editions[-1], after.editions[-1]))
    stolen = msgspec.structs.replace(
        shown,
        heads={"totem-1": head},
        packed=msgspec.structs.replace(shown.packed, files=files),
        said=standing(world.repository)["marie"],
    )
    publish(world.repository, stolen, world.source, world.keyring, now=world.now)
    assert [told.name for told in waiting(world.repository, "paul")] == ["b"]
    approves(world, "une")
    assert approved(world, NEW)
    assert not approved(world, FORGED)


def test_what_plays_until_the_newest_edition_does_stays_approved(world: World) -> None:
    world.publish(program("totem-1", [NEW]), at=world.now + HOUR)
    assert approves(world, "une") == {}
    assert world.texts() == [["Piscine fermée"], ["Marché"]]


@pytest.mark.parametrize(
    "act",
    [
        lambda world: waiting(world.repository, "paul"),
        lambda world: approves(world, "une"),
    ],
    ids=["lists", "approves"],
)
def test_a_program_that_was_changed_in_the_folder_has_nobody_sign_what_it_says(
    world: World, act: Callable[[World], object]
) -> None:
    for file in (world.feed / "programs").iterdir():
        file.write_bytes(file.read_bytes().replace("Piscine fermée".encode(), b"Achetez ceci"))
    with pytest.raises(FeedError, match="is not what its name promises"):
        act(world)


def test_two_items_that_differ_in_their_end_alone_are_both_shown(world: World) -> None:
    soon = msgspec.structs.replace(NEW, closes=world.now + HOUR)
    late = msgspec.structs.replace(NEW, closes=world.now + timedelta(days=9))
    world.publish(program("totem-1", [soon]), program("totem-2", [late]))
    told = {one.until for one in waiting(world.repository, "paul") if one.campaign == "une"}
    assert told == {"2026-11-25T13:00:00+00:00", "2026-12-04T12:00:00+00:00"}


def test_what_this_version_cannot_show_is_told_before_it_is_approved(world: World) -> None:
    edit = world.think(program("totem-1", [NEW]))
    (data,) = edit.packed.files.values()
    (head,) = edit.heads.values()
    newer = data.replace(b'"type":"card","card"', b'"type":"hologram","card"', 1)
    assert newer != data
    file = world.feed / "programs" / digest(newer)
    file.write_bytes(newer)
    edition = msgspec.structs.replace(head.editions[-1], program=file.name, bytes=len(newer))
    other = msgspec.structs.replace(head, editions=(edition,))
    publish(
        world.repository,
        msgspec.structs.replace(edit, heads={"totem-1": other}),
        world.source,
        world.keyring,
        now=world.now,
    )
    with pytest.raises(FeedError, match="cannot be read by this version"):
        waiting(world.repository, "paul")
