"""A bad sector under a file of the state, or of a stick: it is as good as gone, and all else goes on."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from agent_world import DEVICE, MB, Device, device, noise, notice
from bad_sectors import BadSectors

from player.agent.agent import Agent
from player.agent.outcome import Accepted, DiskFault, Unchanged, Unreached
from player.state import LATEST
from playlists.durable import put

PICTURE = noise(3000)


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Device]:
    with device(tmp_path) as made:
        yield made


@pytest.fixture
def bad(monkeypatch: pytest.MonkeyPatch) -> Iterator[BadSectors]:
    made = BadSectors(monkeypatch)
    yield made
    made.end()


def scrub(one: Device) -> None:
    """Read the whole store again, as the agent does in idle time."""
    while not one.agent._scrub.step(one.agent._wanted(), MB):
        pass


def told(one: Device, name: str) -> None:
    """Let the stage say that it could not show an object; the agent's next cycle reads it again."""
    put(one.state.status / "stage.json", b'{"missing":["%s"]}' % name.encode())


@pytest.mark.parametrize("found", [lambda one, _: scrub(one), told], ids=["in idle time", "by the stage"])
def test_an_object_that_cannot_be_read_any_more_is_fetched_anew(
    one: Device, bad: BadSectors, found: Callable[[Device, str], None]
) -> None:
    name = one.show(PICTURE)
    one.cycle()
    bad.under(one.object(name))
    found(one, name)
    assert one.cycle() == Unchanged(generation=1, repaired=1)
    assert one.object(name).read_bytes() == PICTURE
    assert one.status.bad == {name: 1}


def test_what_a_read_only_disk_keeps_though_it_cannot_be_read_is_not_read_each_cycle(
    one: Device, bad: BadSectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = one.show(PICTURE)
    one.cycle()
    bad.under(one.object(name))
    told(one, name)

    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(Path, "unlink", refuse)
    for _ in range(3):
        assert one.cycle() == Unchanged(generation=1)
    assert one.status.bad == {name: 1}


@pytest.mark.parametrize("file", ["timestamp.json", "snapshot.json", "targets.json", "approved-marie.json"])
def test_metadata_that_cannot_be_read_any_more_are_written_anew(
    one: Device, bad: BadSectors, file: str
) -> None:
    one.show(PICTURE)
    one.cycle()
    bad.under(one.state.trusted / file)
    one.publish(notice("a", "Marché"))
    assert one.cycle() == Accepted(generation=2, fetched=0)
    assert one.texts() == [["Marché"]]


def test_neither_program_nor_alert_waits_for_a_generation_that_cannot_be_read(
    one: Device, bad: BadSectors
) -> None:
    one.show(PICTURE)
    one.cycle()
    bad.under(one.state.generations / LATEST / "metadata" / "timestamp.json")
    one.publish(notice("a", "Marché"))
    one.world.warn()
    assert one.restarted_cycle() == Accepted(generation=2, fetched=0)
    assert one.texts() == [["Marché"]]
    assert one.status.quick["alerts"].version == 2


def test_what_came_of_an_object_and_cannot_be_read_any_more_is_begun_anew(
    one: Device, bad: BadSectors
) -> None:
    name = one.show(PICTURE)
    part = one.agent._syncer.store.part(name)
    put(part, PICTURE[:2000])
    bad.under(part)
    assert isinstance(one.cycle(), DiskFault)
    assert one.cycle() == Accepted(generation=1, fetched=1)
    assert one.object(name).read_bytes() == PICTURE


def test_a_stick_that_cannot_be_read_is_told_and_the_feed_on_the_web_is_followed(
    one: Device, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick, stat = tmp_path / "stick", os.stat
    stick.mkdir()

    def failing(path: Any, *args: Any, **kwargs: Any) -> os.stat_result:
        if str(path).startswith(str(stick)):
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        return stat(path, *args, **kwargs)

    monkeypatch.setattr(os, "stat", failing)
    one.publish(notice("a", "Marché"))
    alone = Agent(one.state, one.world.anchor, DEVICE, one.limits, web=None, stick=stick)
    outcome = alone.cycle(one.world.now, lambda _: None)
    assert isinstance(outcome, Unreached)
    both = Agent(one.state, one.world.anchor, DEVICE, one.limits, web=one.web, stick=stick)
    assert both.cycle(one.world.now, lambda _: None) == Accepted(generation=1, fetched=0)
