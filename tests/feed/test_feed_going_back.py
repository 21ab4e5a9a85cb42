"""Going back to an earlier publication, in a folder where somebody changed the files of before."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from feed_world import World, notice, program

from playlists.errors import FeedError
from playlists.feed.publishing.history import history, rollback
from playlists.feed.tree import PUBLICATION

TEXTS = ("Un", "Deux", "Trois")


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path).begin("marie")
    for text in TEXTS:
        made.publish(program("totem-1", [notice("a", text)]))
    return made


def replaced(world: World, name: str, by: str) -> None:
    """Put one file of the metadata in the place of another."""
    shutil.copy(world.feed / "metadata" / by, world.feed / "metadata" / name)


def test_history_ends_where_what_was_before_cannot_be_read(world: World) -> None:
    (world.feed / "metadata" / "2.snapshot.json").write_bytes(b"{")
    assert [one.number for one in history(world.repository)] == [4, 3]
    with pytest.raises(FeedError, match="publication 2 is not in this feed"):
        rollback(world.repository, 2, "marie")


def test_another_publication_in_the_place_of_one_is_not_taken_for_it(world: World) -> None:
    replaced(world, "3.snapshot.json", by="2.snapshot.json")
    with pytest.raises(FeedError, match="publication 3 is not in this feed"):
        rollback(world.repository, 3, "marie")


@pytest.mark.parametrize("other", ["2.approved-marie.json", "3.snapshot.json"])
def test_what_an_editor_said_another_time_is_not_taken_for_what_they_said_then(
    world: World, other: str
) -> None:
    replaced(world, "3.approved-marie.json", by=other)
    with pytest.raises(FeedError, match="publication 3 can no longer be verified"):
        rollback(world.repository, 3, "marie")


def test_a_note_that_means_nothing_hides_no_other(world: World) -> None:
    repository = world.repository
    repository.edit("alerts")
    repository.save(world.keyring, world.now, {"what": "x"})
    odd = world.repository
    odd.edit("alerts")
    odd.save(world.keyring, world.now, {"at": "never", "what": "odd"})
    assert world.repository.chain.snapshot.unrecognized_fields[PUBLICATION]["at"] == "never"
    assert [one.number for one in history(world.repository)] == [5, 4, 3, 2]
