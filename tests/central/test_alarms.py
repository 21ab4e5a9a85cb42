"""Alarms: one a cause, the same whatever the order of reports, carried on while it lasts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from programs import utc

from central.alarming.alarms import raised
from central.alarming.causes import Case
from central.judging.devices import Standing
from central.standing import Alarm, Reason, Severity, State

AT = utc(2026, 11, 18, 12)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def fleet(count: int = 100) -> list[Case]:
    """Kiosks at Commerce (14) and elsewhere, every other one on a tram line, and some boards. All well."""
    return [
        Case(
            device=f"kiosk-{n:03}" if n < 80 else f"board-{n:03}",
            place="Commerce" if n < 14 else f"Rue {n // 2}",
            family="kiosk" if n < 80 else "led-board",
            groups=("tram-1",) if n % 2 and n < 80 else (),
            standing=Standing(state=State.WELL),
        )
        for n in range(count)
    ]


def ill(case: Case, *reasons: Reason, state: State = State.WRONG) -> Case:
    return Case(
        device=case.device,
        place=case.place,
        family=case.family,
        groups=case.groups,
        standing=Standing(state=state, reasons=reasons),
    )


def silent(case: Case, since: datetime = AT) -> Case:
    return ill(case, Reason(code="silent", since=since), state=State.SILENT)


def with_(cases: Iterable[Case], change: dict[int, Case]) -> list[Case]:
    return [change.get(number, case) for number, case in enumerate(cases)]


def told(alarms: Iterable[Alarm]) -> list[tuple[str, str, str, int]]:
    return [(one.code, one.scope, one.subject, len(one.screens)) for one in alarms if one.ended is None]


def test_all_well_is_no_alarm() -> None:
    assert raised((), fleet(), AT) == ()


def test_a_place_that_falls_silent_is_one_alarm_with_its_screens() -> None:
    cases = fleet()
    dead = {n: silent(cases[n], AT + timedelta(seconds=4 * n)) for n in range(14)}
    (alarm,) = raised((), with_(cases, dead), AT + 3 * MINUTE)
    assert (alarm.code, alarm.scope, alarm.subject) == ("silent", "place", "Commerce")
    assert alarm.screens == tuple(f"kiosk-{n:03}" for n in range(14))
    assert (alarm.since, alarm.severity) == (AT, Severity.SEVERE)


def test_a_glass_that_is_wrong_by_the_clock_is_one_alarm_of_the_clock() -> None:
    cases, by_clock = fleet(), Reason(code="black", screen="main", by="clock", since=AT)
    both = ill(cases[20], by_clock, Reason(code="clock", since=AT))
    alone = ill(cases[60], by_clock)
    found = told(raised((), with_(cases, {20: both, 60: alone}), AT + MINUTE))
    assert sorted(found) == [("black", "device", "kiosk-060", 1), ("clock", "device", "kiosk-020", 1)]


def test_what_falls_silent_at_another_time_has_another_cause() -> None:
    cases = fleet()
    dead = {0: silent(cases[0], AT - 24 * HOUR)} | {n: silent(cases[n]) for n in range(1, 14)}
    found = sorted(told(raised((), with_(cases, dead), AT + 2 * MINUTE)))
    assert found == [("silent", "device", "kiosk-000", 1), ("silent", "place", "Commerce", 13)]


@pytest.mark.parametrize(
    ("dead", "scope", "subject"),
    [
        (range(1, 80, 2), "group", "tram-1"),
        (range(80), "family", "kiosk"),
        (range(100), "fleet", ""),
        (range(85), "fleet", ""),
    ],
)
def test_a_group_a_family_and_the_fleet_are_one_alarm(dead: range, scope: str, subject: str) -> None:
    cases = fleet()
    alarms = raised((), with_(cases, {n: silent(cases[n]) for n in dead}), AT + 2 * MINUTE)
    assert told(alarms) == [("silent", scope, subject, len(dead))]


def test_here_and_there_are_alarms_of_their_own() -> None:
    cases = fleet()
    alarms = raised((), with_(cases, {n: silent(cases[n]) for n in (20, 40, 60)}), AT + 2 * MINUTE)
    assert {(one.scope, one.severity) for one in alarms} == {("device", Severity.MAJOR)}
    assert len(alarms) == 3


def test_very_many_of_a_family_here_and_there_are_one_alarm_too() -> None:
    cases = [replace_place(case, f"Rue {n}") for n, case in enumerate(fleet(80))]
    bad = {n: ill(cases[n], Reason(code="frozen", screen="upper", since=AT)) for n in range(0, 80, 5)}
    assert told(raised((), with_(cases, bad), AT)) == [("frozen", "family", "kiosk", 16)]
    del bad[0], bad[5]
    assert len(raised((), with_(cases, bad), AT)) == 14


def replace_place(case: Case, place: str) -> Case:
    return Case(device=case.device, place=place, family=case.family, standing=case.standing)


def test_one_bad_film_is_one_alarm_of_the_object_wherever_it_is() -> None:
    cases = fleet()
    bad = {
        n: ill(
            cases[n],
            Reason(code="quarantine", screen="upper", item="film", object="f" * 64, since=AT),
            state=State.DEGRADED,
        )
        for n in (1, 22, 50, 71)
    }
    (alarm,) = raised((), with_(cases, bad), AT)
    assert (alarm.code, alarm.scope, alarm.subject) == ("quarantine", "object", "f" * 64)
    assert (alarm.detail, alarm.screens[0]) == ("film", "kiosk-001/upper")


def test_an_item_that_cannot_be_decoded_anywhere_is_one_alarm_of_the_item() -> None:
    cases = fleet()
    bad = {n: ill(cases[n], Reason(code="quarantine", item="carte#3", since=AT)) for n in (1, 22)}
    assert told(raised((), with_(cases, bad), AT)) == [("quarantine", "item", "carte#3", 2)]


def test_devices_out_of_service_and_not_enrolled_ring_nobody_and_count_for_nothing() -> None:
    cases = fleet()
    out = {n: ill(cases[n], Reason(code="out_of_service"), state=State.OUT_OF_SERVICE) for n in range(10)} | {
        n: silent(cases[n]) for n in (10, 11, 12)
    }
    assert told(raised((), with_(cases, out), AT)) == [("silent", "place", "Commerce", 3)]


def test_an_alarm_goes_on_under_its_name_with_who_takes_care_of_it() -> None:
    cases = fleet()
    (first,) = raised((), with_(cases, {20: silent(cases[20])}), AT + 2 * MINUTE)
    taken = replace(first, acknowledged_by="anne", acknowledged_at=AT, snoozed_until=AT + HOUR)
    (second,) = raised([taken], with_(cases, {20: silent(cases[20])}), AT + 9 * HOUR)
    assert second == taken, "and nothing escalates that somebody takes care of"


def test_a_figure_that_changes_with_each_report_is_no_news() -> None:
    cases = fleet()
    hot, hotter = (
        with_(cases, {20: ill(cases[20], Reason(code="temperature", detail=told, since=AT))})
        for told in ("88 °C", "91 °C")
    )
    first = raised((), hot, AT)
    assert raised(first, hotter, AT + MINUTE) == first


def test_an_alarm_ends_by_itself_and_a_link_that_flaps_brings_the_same_one_back() -> None:
    cases = fleet()
    (first,) = raised((), with_(cases, {20: silent(cases[20])}), AT)
    (ended,) = raised([first], cases, AT + MINUTE)
    assert (ended.id, ended.ended) == (first.id, AT + MINUTE)
    later = silent(cases[20], AT + 5 * MINUTE)
    (again,) = raised([ended], with_(cases, {20: later}), AT + 7 * MINUTE)
    assert (again.id, again.since, again.ended) == (first.id, AT, None)
    (other,) = raised([ended], with_(cases, {20: later}), AT + 12 * MINUTE)
    assert other.id != first.id
    assert raised([ended], cases, AT + 2 * MINUTE) == (), "what has ended is told once"


def test_the_alarm_of_the_first_device_becomes_that_of_its_place_and_grows_louder() -> None:
    cases = fleet()
    (first,) = raised((), with_(cases, {0: silent(cases[0])}), AT + 90 * MINUTE / 60)
    dead = {n: silent(cases[n], AT + timedelta(seconds=n)) for n in range(14)}
    (grown,) = raised([first], with_(cases, dead), AT + 2 * MINUTE)
    assert (grown.id, grown.scope, len(grown.screens)) == (first.id, "place", 14)
    assert (first.severity, grown.severity, grown.escalated_at) == (
        Severity.MAJOR,
        Severity.SEVERE,
        AT + 2 * MINUTE,
    )


def test_what_was_one_cause_stays_one_while_some_of_it_is_left() -> None:
    cases = fleet()
    (alarm,) = raised((), with_(cases, {n: silent(cases[n]) for n in range(14)}), AT)
    (left,) = raised([alarm], with_(cases, {n: silent(cases[n]) for n in (3, 9)}), AT + MINUTE)
    assert (left.id, left.scope, left.screens) == (alarm.id, "place", ("kiosk-003", "kiosk-009"))
    assert left.severity is Severity.SEVERE, "it does not grow quieter while it lasts"


@pytest.mark.parametrize(
    ("code", "after", "severity"),
    [
        ("disk", 23 * HOUR, Severity.MINOR),
        ("disk", 24 * HOUR, Severity.MAJOR),
        ("silent", 1.9 * HOUR, Severity.MAJOR),
        ("silent", 2 * HOUR, Severity.SEVERE),
        ("alert", 0 * HOUR, Severity.SEVERE),
    ],
)
def test_what_nobody_takes_care_of_grows_louder_once(code: str, after: timedelta, severity: Severity) -> None:
    cases = fleet()
    bad = with_(cases, {20: ill(cases[20], Reason(code=code, since=AT))})
    first = raised((), bad, AT)
    (alarm,) = raised(first, bad, AT + after)
    assert alarm.severity is severity
    (later,) = raised([alarm], bad, AT + after + 100 * HOUR)
    assert later.escalated_at is not None
    assert raised([later], bad, AT + 500 * HOUR) == (later,)


def test_a_snoozed_alarm_does_not_grow_louder_before_its_time() -> None:
    cases = fleet()
    bad = with_(cases, {20: silent(cases[20])})
    (alarm,) = raised((), bad, AT)
    quiet = replace(alarm, snoozed_until=AT + 5 * HOUR)
    assert raised([quiet], bad, AT + 4 * HOUR) == (quiet,)
    assert raised([quiet], bad, AT + 5 * HOUR)[0].severity is Severity.SEVERE


def test_what_is_wrong_with_central_itself_is_an_alarm_without_screens() -> None:
    own = [Reason(code="feed", detail="the feed’s metadata do not hold", since=AT)]
    (alarm,) = raised((), fleet(), AT, own=own)
    assert (alarm.scope, alarm.screens, alarm.detail) == ("fleet", (), own[0].detail)
    assert raised([alarm], fleet(), AT + MINUTE, own=own) == (alarm,)
    assert raised([alarm], fleet(), AT + MINUTE)[0].ended == AT + MINUTE


CODES = ("silent", "frozen", "quarantine", "wrong_picture", "disk")


@st.composite
def bad_days(draw: st.DrawFn) -> list[Case]:
    """A fleet with any troubles."""
    cases = fleet(60)
    for number in draw(st.lists(st.integers(0, 59), max_size=60)):
        reasons = draw(
            st.lists(
                st.builds(
                    Reason,
                    code=st.sampled_from(CODES),
                    screen=st.sampled_from(["", "upper", "touch"]),
                    item=st.sampled_from(["", "film", "carte#1"]),
                    object=st.sampled_from([None, "f" * 64, "e" * 64]),
                    since=st.integers(0, 300).map(lambda s: AT + timedelta(seconds=s)),
                ),
                min_size=1,
                max_size=4,
            )
        )
        cases[number] = ill(cases[number], *reasons)
    return cases


@given(bad_days(), bad_days(), st.randoms(use_true_random=False))
def test_no_screen_is_named_by_two_alarms_of_one_code_and_the_order_does_not_matter(
    first: list[Case], second: list[Case], chance: object
) -> None:
    before = raised((), first, AT)
    after = raised(before, second, AT + MINUTE)
    for cases, alarms in ((first, before), (second, after)):
        lasting = [alarm for alarm in alarms if alarm.ended is None]
        named = Counter((alarm.code, screen) for alarm in lasting for screen in alarm.screens)
        assert set(named.values()) <= {1}
        due = {
            (reason.code, f"{case.device}/{reason.screen}" if reason.screen else case.device)
            for case in cases
            for reason in case.standing.reasons
        }
        assert set(named) == due, "and every trouble is in one"
        assert len({alarm.id for alarm in alarms}) == len(alarms)
    shuffled, mixed = second[:], list(before)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert raised(mixed, shuffled, AT + MINUTE) == after
