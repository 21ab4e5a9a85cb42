"""Alerts come to the device at the next poll, whatever becomes of the rest, and never older than before."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from agent_world import DEVICE, MB, QUICK, Device, device, noise, notice, picture, playing
from erring_server import Request
from msgspec.structs import replace

from player.agent.outcome import Accepted, DiskFault, Incomplete, Rejected, Unchanged, Unreached
from player.standing import Bulletin
from player.state import State
from playlists.durable import put
from playlists.feed.tree import ALERTS

HOUR = timedelta(hours=1)


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Device]:
    with playing(tmp_path, "Marché") as made:
        yield made


def warned(one: Device) -> list[str]:
    """The alerts that stand on the device, verified as a stage that has just started does it."""
    return ids(one.state, one.world.anchor)


def ids(state: State, anchor: bytes) -> list[str]:
    standing = Bulletin(state.dispatch(ALERTS), anchor).look()
    assert standing.trouble == ""
    return [alert.id for alert in standing.alerts]


def test_what_is_raised_and_lifted_is_known_after_one_poll_and_costs_no_generation(one: Device) -> None:
    assert warned(one) == []
    one.world.warn()
    assert one.cycle() == Unchanged(generation=1)
    assert warned(one) == ["crue"]
    assert one.status.quick["alerts"].version == 2
    one.world.lift("crue")
    one.cycle()
    assert warned(one) == []


def test_while_nothing_is_new_a_poll_asks_for_no_more_than_before(one: Device) -> None:
    one.world.warn()
    one.cycle()
    for _ in range(2):
        one.cycle()
        assert [asked.path for asked in one.server.log] == ["metadata/2.root.json", "metadata/timestamp.json"]
        one.restarted()


def test_it_comes_while_a_film_is_still_being_fetched(tmp_path: Path) -> None:
    with device(tmp_path, limits=replace(QUICK, attempt_s=30.0, poll_s=0.1)) as one:
        seen: list[list[str]] = []
        data = noise(MB)

        def drip(request: Request) -> None:
            """Begin the film; go on only when the alert is on the device."""
            request.head(200, length=len(data))
            request.send(data[:1000])
            one.world.warn()
            for _ in range(200):
                request.wait(0.05)
                seen.append(ids(one.state, one.world.anchor))
                if seen[-1]:
                    break
            request.send(data[1000:])

        one.server.err("objects/", drip, times=1)
        one.publish(notice("a", "Marché"), picture("p", one.world.source, data))
        assert one.cycle() == Accepted(generation=1, fetched=1)
        assert seen[0] == []
        assert seen[-1] == ["crue"]


def test_it_comes_where_the_program_is_refused_or_cannot_be_had(one: Device) -> None:
    one.publish(notice("a", "Autre"))
    one.world.warn()
    one.server.err("programs/", lambda request: request.answer(404, b""))
    assert isinstance(one.cycle(), Unreached)
    assert warned(one) == ["crue"]
    one.world.warn("vent")
    one.server.err("approved-marie", lambda request: request.answer(200, b"{}"))
    one.publish(notice("a", "Encore"))
    assert isinstance(one.cycle(), Rejected)
    assert warned(one) == ["crue", "vent"]
    assert one.texts() == [["Marché"]]


def test_it_comes_where_objects_are_missing(one: Device) -> None:
    one.server.err("objects/", lambda request: request.answer(404, b""))
    one.show(noise(1000))
    assert isinstance(one.cycle(), Incomplete)
    one.world.warn()
    assert isinstance(one.cycle(), Incomplete)
    assert warned(one) == ["crue"]


def test_no_back_off_delays_it(tmp_path: Path) -> None:
    """A film cannot be had, so the agent asks for it less and less; an alert comes at the next look."""
    with device(tmp_path, limits=replace(QUICK, poll_s=0.05)) as one:
        one.server.err("objects/", lambda request: request.answer(404, b""))
        one.show(noise(1000))
        cycles: list[str] = []
        waiting = threading.Event()

        def heard(status: object) -> None:
            cycles.append(str(status))
            if len(cycles) > 5:
                waiting.set()

        thread = threading.Thread(target=one.agent.run, args=(lambda: one.world.now, heard))
        thread.start()
        assert waiting.wait(60)
        before = len(cycles)
        one.world.warn()
        for _ in range(150):
            if ids(one.state, one.world.anchor):
                break
            threading.Event().wait(0.01)
        assert ids(one.state, one.world.anchor) == ["crue"]
        assert len(cycles) == before, "no cycle was needed for it: the next one is 3 s away"
        one.agent.end()
        thread.join(30)


def test_the_feed_is_asked_for_all_as_soon_as_it_answers_again(tmp_path: Path) -> None:
    with device(tmp_path, limits=replace(QUICK, poll_s=0.05)) as one:
        one.publish(notice("a", "Marché"))
        one.server.err("timestamp", lambda request: request.answer(500, b""))
        done = threading.Event()
        kinds: list[str] = []

        def heard(status: object) -> None:
            kinds.append(status.kind)  # type: ignore[attr-defined]
            if len(kinds) == 6:
                one.server.faults.clear()
            if kinds[-1] == "accepted":
                done.set()

        thread = threading.Thread(target=one.agent.run, args=(lambda: one.world.now, heard))
        thread.start()
        assert done.wait(20), "a back-off of 3 s and more had begun"
        one.agent.end()
        thread.join(30)
    assert kinds.count("unreached") < 8


def test_where_a_server_asks_for_patience_it_has_it(tmp_path: Path) -> None:
    with device(tmp_path, limits=replace(QUICK, poll_s=0.02)) as one:
        one.server.err("timestamp", lambda request: request.answer(429, b"", {"Retry-After": "3600"}))
        asked = threading.Event()
        thread = threading.Thread(target=one.agent.run, args=(lambda: one.world.now, lambda _: asked.set()))
        thread.start()
        assert asked.wait(20)
        one.server.over.wait(0.5)
        assert len(one.server.asked("timestamp")) == 1
        one.agent.end()
        thread.join(30)


def test_an_old_word_is_not_accepted_and_asked_for_once(one: Device) -> None:
    """The alerts' signature is over, the timestamp's is not: a device that was away learns nothing old."""
    one.world.warn()
    late = 49 * HOUR
    assert one.cycle(late) == Unchanged(generation=1)
    assert warned(one) == []
    assert one.status.quick["alerts"].version == 1
    assert one.status.quick["alerts"].trouble == "", "nothing on it can be in force"
    one.cycle(late)
    assert not one.server.asked("alerts")
    one.world.now += late
    one.world.lift("crue")
    one.world.warn("vent")
    one.cycle()
    assert warned(one) == ["vent"]
    assert one.status.quick["alerts"].version == 4


def test_a_server_that_goes_back_raises_nothing_again(one: Device, tmp_path: Path) -> None:
    one.world.warn()
    one.cycle()
    shutil.copytree(one.world.feed, tmp_path / "old")
    one.world.lift("crue")
    one.cycle()
    one.server.folder = tmp_path / "old"
    assert isinstance(one.cycle(), Rejected)
    assert warned(one) == []
    for name in ("timestamp.json", "snapshot.json", "alerts.json"):
        (one.state.trusted / name).write_bytes(b"\0" * 300)
    one.restarted()
    assert isinstance(one.cycle(), Rejected), "what the disk lost comes back from the dispatch"
    assert warned(one) == []


@pytest.mark.parametrize("damage", [b"", b"\0" * 4000, b"{}"])
def test_a_damaged_dispatch_is_mended_at_the_next_poll(one: Device, damage: bytes) -> None:
    one.world.warn()
    one.cycle()
    put(one.state.dispatch(ALERTS), damage)
    one.cycle()
    assert warned(one) == ["crue"]
    put(one.state.dispatch(ALERTS), damage)
    one.restarted()
    one.cycle()
    assert warned(one) == ["crue"]


def test_a_disk_that_refuses_is_told_and_the_alert_comes_when_it_no_longer_does(
    one: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    from player.agent import courier

    def refuse(*_: object, **__: object) -> None:
        raise OSError(5, "no")

    one.world.warn()
    with monkeypatch.context() as patch:
        patch.setattr(courier, "put", refuse)
        assert isinstance(one.cycle(), DiskFault)
    assert warned(one) == []
    one.cycle()
    assert warned(one) == ["crue"]


def test_kill_9_between_any_two_steps_leaves_what_was_known_or_what_is_new(tmp_path: Path) -> None:
    with device(tmp_path) as one:
        one.world.now = datetime.now(UTC).replace(microsecond=0)
        one.world.repository.renew(one.world.keyring, one.world.now)
        one.publish(notice("a", "Marché"))
        assert run(one, 10_000) == 0
        deaths, known = 0, list[str]()
        for calls in range(1, 14, 2):
            name = f"a{calls}"
            if known:
                one.world.lift(*known)
            one.world.warn(name)
            deaths += run(one, calls) == -signal.SIGKILL
            assert warned(one) in (known, [name])
            known = [name]
            assert run(one, 10_000) == 0
            assert warned(one) == [name]
        assert 3 <= deaths < 7


def run(one: Device, calls: int) -> int:
    """A cycle of an agent that dies at its n-th fsync."""
    root = str(one.world.folder / "keys" / "root.json")
    dying = str(Path(__file__).with_name("dying_agent.py"))
    common = ("--state", str(one.state.root), "--device", DEVICE, "--root", root, "--feed", one.server.url)
    process = subprocess.run(  # noqa: S603
        [sys.executable, dying, str(calls), "agent", *common, "--once"],
        capture_output=True,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
        timeout=60,
        check=False,
    )
    return process.returncode


def test_a_program_that_cannot_be_had_is_asked_for_less_and_less(tmp_path: Path) -> None:
    """The metadata come at every look; that is no reason to ask for all the rest as often."""
    with device(tmp_path, limits=replace(QUICK, poll_s=0.05)) as one:
        one.publish(notice("a", "Marché"))
        one.server.err("programs/", lambda request: request.answer(404, b""))
        asked = threading.Event()

        def heard(_: object) -> None:
            if len(one.server.asked("programs/")) >= 5:
                asked.set()

        thread = threading.Thread(target=one.agent.run, args=(lambda: one.world.now, heard))
        thread.start()
        assert asked.wait(60)
        before = len(one.server.asked("timestamp"))
        for _ in range(600):
            if len(one.server.asked("timestamp")) >= before + 5:
                break
            threading.Event().wait(0.01)
        assert len(one.server.asked("programs/")) <= 6
        one.agent.end()
        thread.join(30)
