"""Whoever publishes dies between any two names on the disk, or finds no room: the feed holds, and goes on."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from feed_world import HOUR, World, notice, program

from playlists.feed.publishing import repository as repositories
from playlists.feed.publishing.authority import rotate
from playlists.feed.publishing.repository import Repository
from playlists.feed.trust import verify

UN, DEUX = program("totem-1", [notice("a", "Un")]), program("totem-1", [notice("a", "Deux")])
ROTATED = ["root-1", "targets", "snapshot", "timestamp", "devices", "approved-marie", "alerts"]


class KilledError(BaseException):
    """The process is gone."""


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path).begin("marie", "paul")
    made.publish(UN)
    return made


def rotated(world: World, name: str) -> Repository:
    repository = world.repository
    rotate(repository, world.keyring, name)
    return repository


def dies_at(step: int, monkeypatch: pytest.MonkeyPatch, change: Callable[[], object]) -> bool:
    """Do something, and die instead of the renaming of that number; whether there were so many."""
    renames, rename = iter(range(step)), Path.replace

    def dying(self: Path, target: Any) -> Path:
        if next(renames, None) is None:
            raise KilledError
        return rename(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", dying)
        try:
            change()
        except KilledError:
            return True
    return False


@pytest.mark.parametrize("name", ROTATED)
def test_a_kill_at_any_step_of_changing_a_key_leaves_a_feed_that_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    step, dies = 0, True
    while dies:
        (tmp_path / str(step)).mkdir()
        world = World(tmp_path / str(step)).begin("marie", "paul")
        world.publish(UN)
        repository = rotated(world, name)
        change = lambda r=repository, w=world: r.save(w.keyring, w.now, {"what": "rotated"})  # noqa: E731
        dies = dies_at(step, monkeypatch, change)
        assert world.texts() == [["Un"]]
        world.publish(DEUX)
        assert world.texts() == [["Deux"]]
        step += 1
    assert step > 2


@pytest.mark.parametrize("name", ["targets", "snapshot", "timestamp"])
def test_who_has_not_got_a_new_root_yet_understands_what_is_signed_under_it(world: World, name: str) -> None:
    rotated(world, name).save(world.keyring, world.now, {"what": "rotated"})
    trusted = verify(lambda role, v: None if role == "root" else world.read(role, v), world.anchor, "totem-1")
    assert trusted.head


def test_a_key_is_changed_also_where_the_old_one_is_gone(world: World) -> None:
    (world.folder / "keys" / "timestamp").unlink()
    rotated(world, "timestamp").save(world.keyring, world.now, {"what": "rotated"})
    world.publish(DEUX)
    assert world.texts() == [["Deux"]]


@pytest.mark.parametrize("room", range(4))
def test_a_disk_that_is_full_leaves_the_feed_as_it_was(
    world: World, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    before = sorted(world.feed.rglob("*"))
    repository, syncs, fsync = rotated(world, "targets"), iter(range(room)), os.fsync

    def full(descriptor: int) -> None:
        if next(syncs, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        repository.save(world.keyring, world.now, {"what": "rotated"})
    monkeypatch.undo()
    assert not list(world.feed.rglob(".part-*"))
    assert room > 1 or sorted(world.feed.rglob("*")) == before
    world.publish(DEUX)
    assert world.texts() == [["Deux"]]


def test_what_who_died_left_half_written_goes_with_a_later_publication(world: World) -> None:
    old: list[Path] = []
    new: list[Path] = []
    for folder in ("metadata", "programs", "approvals", "objects"):
        (world.feed / folder).mkdir(exist_ok=True)
        for name, files, age in (("old", old, 25 * HOUR), ("new", new, HOUR)):
            file = world.feed / folder / f".part-{name}"
            file.write_bytes(b"half")
            os.utime(file, times=((world.now - age).timestamp(),) * 2)
            files.append(file)
    world.publish(DEUX)
    assert [file for file in (*old, *new) if file.exists()] == new


def test_of_what_changes_quickly_only_the_newest_versions_stay(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.warn("a")
    monkeypatch.setattr(repositories, "KEPT", 3)
    for name in "bcdef":
        world.warn(name)
    left = sorted(file.name for file in (world.feed / "metadata").glob("*.alerts.json"))
    assert left == ["5.alerts.json", "6.alerts.json", "7.alerts.json"]
    assert (world.feed / "metadata" / "1.snapshot.json").exists(), "the history"


def test_a_kill_at_any_step_of_making_a_key_hinders_no_later_change(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync
    for step in range(4):
        syncs = iter(range(step))

        def dying(descriptor: int, syncs: Iterator[int] = syncs) -> None:
            if next(syncs, None) is None:
                raise KilledError
            fsync(descriptor)

        monkeypatch.setattr(os, "fsync", dying)
        with pytest.raises(KilledError):
            rotated(world, "timestamp")
        monkeypatch.undo()
        assert all(file.stat().st_size for file in (world.folder / "keys").iterdir())
    rotated(world, "timestamp").save(world.keyring, world.now, {"what": "rotated"})
    world.publish(DEUX)
    assert world.texts() == [["Deux"]]
