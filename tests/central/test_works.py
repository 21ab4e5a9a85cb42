"""Central as a whole in this process: what it does again and again, over a real feed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from central_process import feed, publish
from feed_world import World, notice, program
from whole_central import whole

from central.alarming.delivery import Memory, Target
from central.alarming.messages import Kind
from central.outlook import Outlook
from central.standing import Refusal, State
from central.store.keys import enrol
from central.store.store import Store
from central.works import Telling, Works
from device_profiles.identity import DeviceKey
from playlists.feed.tree import METADATA, SNAPSHOT


@pytest.fixture
def world(tmp_path: Path) -> World:
    return feed(tmp_path)


@pytest.fixture
def works(tmp_path: Path, world: World) -> Iterator[Works]:
    """Central over that feed."""
    store = Store.open(f"sqlite:///{tmp_path}/central.db")
    yield whole(world, store, lambda: world.now + timedelta(seconds=1))
    store.close()


def test_a_feed_that_came_in_the_wrong_order_is_taken_over_once_it_is_whole(
    tmp_path: Path,
    world: World,
    works: Works,
    expect_log: Callable[[str], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    before = works.service.reader.roll.version
    publish(world, "Bonsoir")
    (newest,) = (world.feed / METADATA).glob(f"{before + 1}.{SNAPSHOT}.json")
    late = newest.rename(tmp_path / newest.name)
    expect_log("the feed is not taken over")
    for _ in range(3):
        asyncio.run(works._looks())
    assert sum("the feed is not taken over" in line for line in caplog.messages) == 1, (
        "not every five seconds"
    )
    assert [reason.code for reason in works.service.own()] == ["feed"]
    late.rename(newest)
    asyncio.run(works._looks())
    assert works.service.reader.roll.version == before + 1
    assert works.service.own() == ()


@pytest.mark.parametrize("code", ["silent", "refused"])
def test_a_restart_tells_nobody_that_a_silence_is_over_nor_that_it_is_new(
    tmp_path: Path, world: World, code: str
) -> None:
    sent, memory, now = list[str](), Memory(), world.now + timedelta(seconds=1)

    def keep(told: Memory) -> None:
        nonlocal memory
        memory = told

    def start() -> tuple[Store, Target, Works]:
        store = Store.open(f"sqlite:///{tmp_path}/central.db")
        target = Target("t", lambda message: sent.append(message.kind))
        telling = Telling((target,), "en", memory, keep)
        return store, target, whole(world, store, lambda: now, telling)

    async def listen(works: Works, seconds: int) -> list[str]:
        nonlocal now
        for _ in range(0, seconds, 10):
            if code == "refused" and seconds > 100:
                works.service.put_refused("kiosk-001", Refusal("untimely", now, now))
            await works._looks()
            now += timedelta(seconds=10)
        return [alarm.id for alarm in works._watch.lasting if alarm.code == code]

    store, target, works = start()
    key = DeviceKey.make().public
    asyncio.run(store.write(partial(enrol, device="kiosk-001", public=key, at=now)))
    asyncio.run(works._keys())
    before = asyncio.run(listen(works, 300))
    target.settle()
    store.close()
    store, target, works = start()
    during, after = asyncio.run(listen(works, 60)), asyncio.run(listen(works, 100))
    target.settle()
    store.close()
    assert len(before) == 1
    assert before == during == after
    assert sent == [Kind.NEW]


def test_while_the_feed_is_read_and_devices_are_looked_at_reports_are_answered(
    world: World, works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of thousands of devices both take long: neither is done in one go in the thread that answers."""
    monkeypatch.setattr("central.service._TURN", 1)
    two = (program(device, (notice("a", "Bonsoir"),)) for device in ("kiosk-001", "kiosk-002"))
    assert world.publish(*two)
    looked: list[int] = []
    reader, look = works.service.reader, works.service._look

    async def go() -> None:
        turns, loop = 0, asyncio.get_running_loop()

        def answer() -> None:
            nonlocal turns
            turns += 1
            loop.call_soon(answer)

        def slow(at: datetime) -> bool:
            loop.call_soon_threadsafe(answered.set)
            assert answered.wait(30)
            return read(at)

        def seen(device: str, at: datetime) -> None:
            looked.append(turns)
            look(device, at)

        answered, read = threading.Event(), reader.refresh
        monkeypatch.setattr(reader, "refresh", slow)
        monkeypatch.setattr(works.service, "_look", seen)
        answer()
        await works._news(1)

    asyncio.run(go())
    assert len(looked) == len(works.service.members) == 2
    assert len(set(looked)) == len(looked)


def test_a_device_that_the_feed_names_since_a_moment_can_be_asked_about_before_it_was_looked_at(
    world: World, works: Works
) -> None:
    """The feed is read in a thread; what is asked meanwhile must not break what asks."""
    two = (program(device, (notice("a", "Bonsoir"),)) for device in ("kiosk-001", "kiosk-002"))
    assert world.publish(*two)
    assert works.service._reread()
    outlook = Outlook(works.service, works._watch, world.feed)

    async def ask() -> None:
        await works._watch.look()
        assert [line.device for line in (await outlook.fleet()).devices] == ["kiosk-001"]
        device = await outlook.device("kiosk-002")
        assert device is not None
        assert device.line.state is State.NOT_ENROLLED
        assert (await outlook.where("a")).shown == ()

    asyncio.run(ask())
    works.service.look_all()
    assert [line.device for line in works.service.lines()] == ["kiosk-001", "kiosk-002"]
