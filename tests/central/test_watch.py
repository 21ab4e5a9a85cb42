"""Alarms ring whether they can be kept or not, and what people do with one counts once it is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from central_process import feed
from msgspec.structs import replace
from whole_central import forget, whole

from central.answers import Audit
from central.outlook import Outlook
from central.standing import Alarm
from central.store import notes
from central.store.store import Store
from central.watch import Watch
from central.works import Telling, Works


class Central:
    """A whole central with an alarm, whose store can be made to refuse."""

    def __init__(self, works: Works, store: Store, at: list[datetime], patch: pytest.MonkeyPatch) -> None:
        self.works, self.store, self._at, self._patch = works, store, at, patch

    @property
    def watch(self) -> Watch:
        return self.works._watch

    def look(self) -> None:
        asyncio.run(self.watch.look(self.works.service.own()))

    def later(self, span: timedelta) -> None:
        self._at[0] += span
        asyncio.run(self.works._devices())

    def full(self) -> None:
        async def write(_: object) -> None:
            raise OSError(28, "No space left on device")

        self._patch.setattr(self.store, "write", write)

    def room(self) -> None:
        self._patch.undo()

    @property
    def kept(self) -> dict[str, Alarm]:
        """The alarms as a central that starts now finds them."""
        return {alarm.id: alarm for alarm in Watch(self.works.service, lambda *_: None).lasting}


@pytest.fixture
def told() -> list[tuple[str, ...]]:
    return []


@pytest.fixture
def central(tmp_path: Path, told: list[tuple[str, ...]]) -> Iterator[Central]:
    world, store = feed(tmp_path), Store.open(f"sqlite:///{tmp_path}/central.db")
    at = [world.now + timedelta(seconds=1)]
    works = whole(world, store, lambda: at[0], Telling((), "en", None, forget))
    works._watch._told = lambda alarms, _: told.append(tuple(alarm.code for alarm in alarms))
    works.service.put_enrolled("kiosk-001", at[0])
    with pytest.MonkeyPatch.context() as patch:
        one = Central(works, store, at, patch)
        one.later(timedelta(minutes=10))
        yield one
    store.close()


def entry(central: Central) -> Audit:
    at = central.works.service.clock()
    return Audit(at=at, who="ada", address="127.0.0.1", action="acknowledge", subject="")


def test_an_alarm_rings_though_it_cannot_be_kept_and_is_kept_when_it_can(
    central: Central, told: list[tuple[str, ...]]
) -> None:
    central.full()
    with pytest.raises(OSError, match="No space"):
        central.look()
    assert told == [("silent",)]
    central.room()
    assert central.kept == {}
    central.look()
    assert central.kept == {alarm.id: alarm for alarm in central.watch.lasting}


Act = Callable[[Central, str], Awaitable[Alarm | None]]
ACTS: dict[str, Act] = {
    "acknowledge": lambda one, alarm: one.watch.acknowledge(alarm, entry(one)),
    "snooze": lambda one, alarm: one.watch.snooze(
        alarm, one.works.service.clock() + timedelta(hours=1), entry(one)
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_what_is_done_with_an_alarm_and_cannot_be_kept_is_not_done(central: Central, act: str) -> None:
    central.look()
    (alarm,) = central.watch.lasting
    central.full()

    async def go() -> None:
        await ACTS[act](central, alarm.id)

    with pytest.raises(OSError, match="No space"):
        asyncio.run(go())
    assert central.watch.lasting == (alarm,)
    central.room()
    asyncio.run(go())
    assert central.watch.lasting != (alarm,)
    assert central.kept == {alarm.id: central.watch.lasting[0]}


def test_an_account_of_long_ago_names_the_alarms_of_then_and_no_others(central: Central) -> None:
    """They are kept for 13 months; a list of what ended shows 30 days."""
    central.look()
    (alarm,) = central.watch.lasting
    day, zone = alarm.since.date(), timedelta(days=1)
    gone = [
        replace(alarm, id=f"{days}", since=alarm.since - days * zone, ended=alarm.since - (days - 1) * zone)
        for days in (40, 60, 80)
    ]
    asyncio.run(central.store.write(partial(notes.keep_alarms, given=gone)))
    outlook = Outlook(central.works.service, central.watch, Path())
    then = asyncio.run(outlook.account(day - 65 * zone, day - 55 * zone))
    assert [one.id for one in then.alarms] == ["60"]
    until_now = asyncio.run(outlook.account(day - 65 * zone, day))
    assert {one.id for one in until_now.alarms} == {"60", "40", alarm.id}


def test_by_night_today_is_the_day_that_is_on_the_screens(central: Central) -> None:
    outlook = Outlook(central.works.service, central.watch, Path())
    zone = ZoneInfo(central.works.service.days.time_zone)
    night = datetime(2026, 11, 28, 2, tzinfo=zone)
    central._at[0] = night.astimezone(UTC)
    assert outlook.today() == date(2026, 11, 27)
    central._at[0] += timedelta(hours=2)
    assert outlook.today() == date(2026, 11, 28)


def test_a_look_in_the_instant_of_an_acknowledgement_knows_of_it(central: Central) -> None:
    central.look()
    (alarm,) = central.watch.lasting
    central.later(timedelta(days=2))

    async def go() -> None:
        await asyncio.gather(
            central.watch.acknowledge(alarm.id, entry(central)),
            central.watch.look(central.works.service.own()),
        )

    asyncio.run(go())
    (now,) = central.watch.lasting
    assert (now.acknowledged_by, now.severity) == ("ada", alarm.severity), "it is not louder: somebody has it"
    assert central.kept == {alarm.id: now}
