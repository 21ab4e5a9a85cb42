"""What central does again and again goes on whatever fails, and what goes on failing is told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from central_process import feed, publish
from feed_world import World
from whole_central import forget, whole

from central.alarming.delivery import Memory, Target
from central.errors import CentralError, StoreError
from central.rhythm import PATIENCE, Rhythm
from central.standing import Alarm
from central.store.store import Store
from central.works import Telling, Works
from parvis.central import _while
from playlists.feed.tree import METADATA


def full_disk() -> OSError:
    return OSError(28, "No space left on device")


class Clock:
    """A clock that is moved by hand."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def world(tmp_path: Path) -> World:
    return feed(tmp_path)


@pytest.fixture
def clock(world: World) -> Clock:
    return Clock(world.now + timedelta(seconds=1))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path}/central.db")
    yield opened
    opened.close()


def central(
    world: World, store: Store, clock: Clock, told: Callable[[Memory], None], *targets: Target
) -> Works:
    return whole(world, store, clock, Telling(targets, "en", None, told))


@pytest.mark.parametrize("error", [full_disk(), StoreError("it cannot be read"), ValueError("none of ours")])
def test_whatever_fails_it_is_done_again_and_logged_once_until_it_works(
    error: Exception, clock: Clock, expect_log: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    expect_log("central.rhythm: sums: ")
    done = asyncio.Event()
    outcomes = iter([error, error, KeyError("another"), error, None, error, None])

    async def work() -> None:
        outcome = next(outcomes, None)
        if outcome is not None:
            raise outcome
        if len(caplog.records) >= 3:
            done.set()

    async def go() -> None:
        task = asyncio.create_task(Rhythm(clock).every(0.0, "sums", work))
        await asyncio.wait_for(done.wait(), 30)
        task.cancel()

    asyncio.run(go())
    known = isinstance(error, CentralError)
    traced = [record.exc_info is not None for record in caplog.records]
    assert traced == [not known, True, not known]


def test_what_has_failed_for_a_while_is_told_until_it_works(
    clock: Clock, expect_log: Callable[[str], None]
) -> None:
    expect_log("central.rhythm: (sums|keys): ")
    rhythm, begun = Rhythm(clock), clock.at

    async def fails() -> None:
        raise StoreError("disk I/O error\n[SQL: SELECT secret]")

    async def works() -> None:
        pass

    asyncio.run(rhythm.once("sums", fails))
    clock.at += PATIENCE / 2
    asyncio.run(rhythm.once("keys", fails))
    assert rhythm.own() == ()
    clock.at += PATIENCE
    (reason,) = rhythm.own()
    assert (reason.code, reason.since) == ("central", begun)
    assert reason.detail == "keys: StoreError disk I/O error; sums: StoreError disk I/O error"
    asyncio.run(rhythm.once("sums", works))
    (reason,) = rhythm.own()
    assert reason.detail == "keys: StoreError disk I/O error"
    asyncio.run(rhythm.once("keys", works))
    assert rhythm.own() == ()


def test_a_feed_that_cannot_be_read_ends_nothing_and_central_starts_beside_it(
    world: World,
    store: Store,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    expect_log: Callable[[str], None],
) -> None:
    expect_log("the feed is not taken over: .* cannot be read")
    before = central(world, store, clock, forget)
    publish(world, "Bonsoir")
    newest = world.feed / METADATA / f"{before.service.reader.roll.version + 1}.snapshot.json"
    newest.unlink()
    newest.mkdir()

    async def go(works: Works) -> None:
        told, tell = asyncio.Event(), works._tell

        def heard(alarms: tuple[Alarm, ...], at: datetime) -> None:
            tell(alarms, at)
            if [alarm for alarm in alarms if alarm.code == "feed"]:
                told.set()

        async def serve() -> None:
            await asyncio.wait_for(told.wait(), 30)

        monkeypatch.setattr(works._watch, "_told", heard)
        await _while(serve(), *works.tasks)

    asyncio.run(go(before))
    asyncio.run(go(central(world, store, clock, forget)))


def test_what_was_told_and_cannot_be_kept_is_logged_once_told_and_kept_later(
    world: World,
    store: Store,
    clock: Clock,
    expect_log: Callable[[str], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    expect_log(r"central.rhythm: told\.json: .*No space left")
    full, kept, sent = True, list[Memory](), list[str]()

    def keep(memory: Memory) -> None:
        if full:
            raise full_disk()
        kept.append(memory)

    target = Target("t", lambda message: sent.append(message.title))
    works = central(world, store, clock, keep, target)
    works.service.put_enrolled("kiosk-001", clock.at)
    for _ in range(40):
        clock.at += timedelta(seconds=10)
        asyncio.run(works._looks())
    found = {alarm.code: alarm for alarm in works._watch.lasting}
    assert "told.json: OSError [Errno 28]" in found["central"].detail
    assert len([record for record in caplog.records if record.name == "central.rhythm"]) == 1
    full = False
    for _ in range(2):
        asyncio.run(works._looks())
    target.settle()
    assert kept[-1] == works._delivery.memory
    assert "central" not in {alarm.code for alarm in works._watch.lasting}
    assert any("Central does not do all of its work" in title for title in sent)


def test_devices_that_cannot_be_looked_at_leave_the_alarms_alive(
    world: World,
    store: Store,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    expect_log: Callable[[str], None],
) -> None:
    expect_log("central.rhythm: devices: ")
    works = central(world, store, clock, forget)

    async def fails() -> None:
        raise full_disk()

    monkeypatch.setattr(works.service, "follow", fails)
    asyncio.run(works._looks())
    clock.at += PATIENCE
    asyncio.run(works._looks())
    assert [alarm.code for alarm in works._watch.lasting] == ["central"]
