"""What a thief of keys, a full disk and a foreign authority can do to a device: nothing that is seen."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from agent_world import DEVICE, MB, QUICK, Device, device, forge, noise, notice, picture, program
from feed_world import World

from player.agent.agent import Agent
from player.agent.outcome import Accepted, DiskFault, DiskFull, Outcome, Rejected, Unchanged
from player.agent.web import WebSource
from player.state import State
from playlists.feed.publishing.publish import publish
from playlists.program import Item, Rendition, Stills

GOOD = (notice("a", "Piscine fermée"), notice("b", "Marché"))


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Device]:
    with device(tmp_path) as made:
        made.publish(*GOOD)
        made.cycle()
        yield made


def test_stolen_online_keys_say_nothing_and_fetch_nothing(one: Device) -> None:
    advertisement = noise(MB)
    forge(one.world, program(DEVICE, [GOOD[1], picture("x", one.world.source, advertisement), GOOD[0]]))
    assert one.cycle() == Accepted(generation=2, fetched=0)
    assert one.texts() == [["Marché", "Piscine fermée"]]
    assert not one.server.asked("objects/"), "nor do they fill the disk"


def test_stolen_online_keys_cannot_empty_a_screen_of_its_theme(one: Device) -> None:
    forge(one.world, msgspec.structs.replace(program(DEVICE, GOOD), logo="Autre ville"))
    outcome = one.cycle()
    assert isinstance(outcome, Rejected)
    assert "not approved" in outcome.why
    assert one.texts() == [["Piscine fermée", "Marché"]]


@pytest.mark.parametrize("name", ["../../../outside", "a" * 63, "A" * 64, ""])
def test_an_object_is_named_by_its_hash_or_the_program_is_refused(one: Device, name: str) -> None:
    page = Rendition(object=name, bytes=4, width=4, height=4)
    item = Item(id="p", content=Stills(pages=(page,)), pages_ms=(8000,))
    forged = program(DEVICE, [item])
    edit = one.world.think(forged)
    unpublished = msgspec.structs.replace(edit, packed=msgspec.structs.replace(edit.packed, objects={}))
    publish(one.world.repository, unpublished, one.world.source, one.world.keyring, now=one.world.now)
    outcome = one.cycle()
    assert isinstance(outcome, Rejected)
    assert "is no SHA-256" in outcome.why
    assert not one.server.asked("objects|outside")


def test_another_feed_with_keys_of_its_own_is_refused(one: Device, tmp_path: Path) -> None:
    other = World(tmp_path / "other").begin("eve")
    other.publish(program(DEVICE, [notice("a", "Achetez ceci")]), editor="eve")
    one.server.folder = other.feed
    assert isinstance(one.cycle(), Rejected)
    one.state.trusted.rename(tmp_path / "lost")
    one.restarted()
    assert isinstance(one.cycle(), Rejected)
    assert one.texts() == [["Piscine fermée", "Marché"]]


def test_without_room_nothing_is_begun_and_it_is_said(one: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    one.show(noise(3 * MB))
    usage = shutil.disk_usage(one.state.root)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=2 * MB))
    outcome = one.cycle()
    assert outcome == DiskFull(needed=3 * MB + 4096 + QUICK.spare_bytes, free=2 * MB)
    assert not one.server.asked("objects/")
    assert one.status.fault
    assert one.status.fault.kind == "diskfull"
    assert one.texts() == [["Piscine fermée", "Marché"]]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_disk_that_refuses_at_any_moment_of_a_sync_leaves_all_in_order(
    one: Device, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Each time one call later, until a whole cycle passes."""
    sync, left = os.fsync, [0]

    def refuse(descriptor: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(number, os.strerror(number))
        sync(descriptor)

    one.publish(notice("a", "Après"), picture("p", one.world.source, noise(MB)))
    seen: list[Outcome] = []
    for allowed in range(200):
        left[0] = allowed
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", refuse)
            seen.append(one.cycle())
        one.require_sound()
        if isinstance(seen[-1], Accepted | Unchanged):
            break
        assert isinstance(seen[-1], DiskFull if number == errno.ENOSPC else DiskFault)
    assert len(seen) > 10
    assert one.texts() == [["Après"]]


def test_a_stick_brings_what_the_network_does_not(one: Device, tmp_path: Path) -> None:
    name = one.show(noise(20 * MB))
    stick = tmp_path / "stick"
    agent = Agent(one.state, one.world.anchor, DEVICE, QUICK, web=None, stick=stick)
    said: list[str] = []
    agent.cycle(one.world.now, lambda status: said.append(status.feed))
    assert said == [""], "no feed is in reach, and that is told"
    shutil.copytree(one.world.feed, stick)
    part = one.state.incoming / f"{name}.part"
    part.parent.mkdir(exist_ok=True)
    part.write_bytes(noise(20 * MB)[: 5 * MB])
    assert agent.cycle(one.world.now, lambda status: said.append(status.feed)) == Accepted(
        generation=2, fetched=1
    )
    assert said == ["", str(stick)]
    one.require_sound()


def test_a_stick_is_believed_no_more_than_a_server(one: Device, tmp_path: Path) -> None:
    name = one.show(noise(3000))
    stick = tmp_path / "stick"
    shutil.copytree(one.world.feed, stick)
    (stick / "objects" / name[:2] / name).write_bytes(noise(3000, 5))
    agent = Agent(one.state, one.world.anchor, DEVICE, QUICK, web=None, stick=stick)
    assert not isinstance(agent.cycle(one.world.now, lambda _: None), Accepted)
    one.require_sound()
    assert one.texts() == [["Piscine fermée", "Marché"]]


def test_a_proxy_is_asked_and_the_environment_is_not(
    one: Device, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert one.cycle() == Unchanged(generation=1)
    web = WebSource("http://feed.invalid", QUICK, proxy=one.server.url)
    agent = Agent(State(tmp_path / "other"), one.world.anchor, DEVICE, QUICK, web=web)
    one.server.log.clear()
    agent.cycle(one.world.now, lambda _: None)
    web.close()
    assert "http://feed.invalid/metadata/2.root.json" in {asked.path for asked in one.server.log}
