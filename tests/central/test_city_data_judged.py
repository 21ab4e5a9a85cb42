"""Devices with city data are judged by the data that they have; sources that are down are alarms."""

from __future__ import annotations

from datetime import timedelta

from beats import SECOND, beat, duty, with_feed
from programs import a_program, an_item, utc

from central.alarming.alarms import raised
from central.judging.city import City
from central.judging.expected import judge
from central.standing import Reason, Verdict
from playlists.documents import AGES, Availability, Batch, State
from playlists.living import filled
from playlists.program import Item, LiveContent, Program

AT = utc(2026, 11, 18, 12) + 4 * SECOND
MINUTE = timedelta(minutes=1)
ITEMS = [an_item("a", 10), an_item("b", 10), an_item("c", 10)]
LIVE = Item(
    id="parking",
    content=LiveContent(source="parkings", headlines=(("fr", "Où se garer ?"),)),
    pages_ms=(10_000,),
)
WITH_DATA = a_program([*ITEMS, LIVE])
WITHOUT_DATA = filled(WITH_DATA, ())


def city(version: int, age: timedelta) -> City:
    """City data that were fetched so long ago; they leave the glass after an hour."""
    free = Availability(id="1", name="Commerce", free=132, state=State.OPEN)
    found = Batch(source="parkings", fetched=AT - age, ages=AGES[Availability], documents=(free,))
    return City(version=version, batches=(found,), since=AT - age)


def live_verdicts(shown: Program, has: int | None, *cities: City) -> set[Verdict]:
    """What central makes of a device that shows a program and has the data of a version, over two minutes."""
    found = set()
    for seconds in range(0, 120, 5):
        at = AT + seconds * SECOND
        told = with_feed(beat(shown, at), live=has)
        found.add(judge(told, at, duty(WITH_DATA, cities=cities)).screens[0].verdict)
    return found


def test_a_device_that_leaves_out_what_has_no_fresh_data_is_right() -> None:
    stale, fresh = city(3, timedelta(hours=2)), city(4, timedelta(minutes=1))
    assert live_verdicts(WITHOUT_DATA, 3, stale) == {Verdict.RIGHT}
    assert live_verdicts(WITHOUT_DATA, None, fresh) == {Verdict.RIGHT}, "it has none at all"
    assert live_verdicts(WITHOUT_DATA, 3, fresh, stale) == {Verdict.RIGHT}, "it has not got the newest yet"
    assert live_verdicts(WITH_DATA, 4, fresh, stale) == {Verdict.RIGHT}
    assert live_verdicts(WITHOUT_DATA, 4, fresh, stale) == {Verdict.RIGHT}, "a moment ago it was"


def test_a_device_that_shows_what_is_too_old_or_leaves_out_what_is_fresh_is_wrong() -> None:
    stale, fresh = city(3, timedelta(hours=2)), city(4, timedelta(minutes=1))
    assert Verdict.WRONG_ITEM in live_verdicts(WITH_DATA, 3, stale)
    assert Verdict.WRONG_ITEM in live_verdicts(WITHOUT_DATA, 4, fresh)
    assert Verdict.WRONG_ITEM in live_verdicts(WITH_DATA, None, fresh)


def test_of_a_device_with_data_that_central_does_not_know_nothing_is_known() -> None:
    fresh = city(4, timedelta(minutes=1))
    assert live_verdicts(WITHOUT_DATA, 2, fresh) <= {Verdict.RIGHT, Verdict.UNKNOWN}
    assert live_verdicts(WITH_DATA, 2, fresh) == {Verdict.RIGHT}


def test_each_source_of_city_data_that_is_down_is_one_alarm_that_names_it() -> None:
    own = [
        Reason(code="source", item=name, detail="Elle répond par une page.", since=AT)
        for name in ("piscines", "tan")
    ]
    pools, trams = sorted(raised((), (), AT, own=own), key=lambda one: one.subject)
    assert [(one.scope, one.subject, one.screens) for one in (pools, trams)] == [
        ("source", "piscines", ()),
        ("source", "tan", ()),
    ]
    later = raised([pools, trams], (), AT + MINUTE, own=own[:1])
    assert [(one.subject, one.ended is None) for one in later] == [("piscines", True), ("tan", False)]
