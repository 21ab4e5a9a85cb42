"""Who may bring what waits in its outbox: some at a time, each until it has delivered all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from central.taking.pacing import Limits, Pacing

AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
TIGHT = Limits(few=10, grows=4, expected=100, patience=timedelta(seconds=60))


def test_whoever_has_little_comes_as_it_likes_and_takes_no_room() -> None:
    pacing = Pacing(TIGHT)
    assert [pacing.most(f"totem-{number}", 10, 10, AT) for number in range(50)] == [None] * 50
    assert pacing.most("kiosk", 900, 10, AT) is None


def test_no_more_is_expected_than_is_written_soon_and_the_others_bring_a_little() -> None:
    pacing = Pacing(TIGHT)
    told = [pacing.most(f"totem-{number}", 900, 10, AT) for number in range(5)]
    assert told == [None, None, 10, 10, 10], "two of forty are expected, a third would be too many"


def test_whoever_was_let_in_goes_on_until_it_has_delivered_all() -> None:
    pacing = Pacing(TIGHT)
    assert pacing.most("first", 70, 10, AT) is None
    assert pacing.most("second", 900, 10, AT) is None
    assert pacing.most("first", 30, 40, AT + SECOND) is None
    assert pacing.most("third", 900, 10, AT + SECOND) == 10
    assert pacing.most("first", 0, 30, AT + 2 * SECOND) is None
    assert pacing.most("third", 900, 10, AT + 3 * SECOND) is None


def test_whoever_does_not_come_gives_up_its_place_and_may_ask_again() -> None:
    pacing = Pacing(TIGHT)
    assert [pacing.most(name, 900, 10, AT) for name in ("first", "second")] == [None, None]
    assert pacing.most("third", 900, 10, AT + 59 * SECOND) == 10
    assert pacing.most("third", 900, 10, AT + 60 * SECOND) is None
    assert pacing.most("first", 900, 10, AT + 61 * SECOND) is None
    assert pacing.most("second", 900, 10, AT + 61 * SECOND) == 10


def test_a_device_asks_for_no_more_than_it_has_and_a_report_holds() -> None:
    pacing = Pacing(Limits(few=10, grows=4, expected=515))
    assert pacing.most("first", 9_000, 400, AT) is None
    assert pacing.most("second", 15, 10, AT) is None
    assert pacing.most("third", 11, 10, AT) == 10
