"""How many records go with the next report: as many as the line and central bear, the heartbeat first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from device_profiles.report import REPORT_RECORDS, Receipt
from player.agent.central import Answer, Refused, Taken, Unanswered
from player.agent.course import Course, Sent
from player.agent.limits import ReportLimits

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
LIMITS = ReportLimits()
BRISK, USUAL, SLOW = LIMITS.brisk_s, LIMITS.brisk_s + 1, LIMITS.slow_s + 1


def taken(rtt_s: float) -> Taken:
    receipt = Receipt(spool="0" * 32, sequence=1, upto=1, at=NOON)
    return Taken(receipt=receipt, rtt_s=rtt_s)


def refused(status: int, code: str = "no") -> Refused:
    return Refused(status=status, code=code, message="no", rtt_s=0.1, at=NOON)


def after(course: Course, answer: Answer, *, gone: bool = True, waiting: int = 9_999) -> float:
    """The wait after a report with as many records as the course wanted."""
    records = course.most
    here = Sent(records=records, gone=records if gone and isinstance(answer, Taken) else 0, waiting=waiting)
    return course.after(answer, here, interval_s=30.0, at=NOON + timedelta(seconds=1))


def well_under_way() -> Course:
    course = Course("totem-1", LIMITS)
    while course.most < REPORT_RECORDS:
        after(course, taken(BRISK))
    return course


def test_a_report_begins_with_little_more_than_the_heartbeat() -> None:
    assert Course("totem-1", LIMITS).most == LIMITS.few


@pytest.mark.parametrize(
    ("answer", "most"),
    [
        (taken(BRISK), REPORT_RECORDS),
        (taken(USUAL), REPORT_RECORDS),
        (taken(SLOW), REPORT_RECORDS // 2),
        (Unanswered(why="cut"), LIMITS.few),
        (refused(413), REPORT_RECORDS // 2),
        *((refused(status), LIMITS.few) for status in (401, 403, 408, 409, 429, 500, 502, 503, 504)),
    ],
)
def test_how_many_go_with_the_next(answer: Answer, most: int) -> None:
    course = well_under_way()
    after(course, answer)
    assert course.most == most


def test_what_takes_neither_long_nor_short_stays_as_it_is() -> None:
    course = Course("totem-1", LIMITS)
    after(course, taken(USUAL))
    assert course.most == LIMITS.few


def test_where_not_even_that_arrives_the_heartbeat_goes_alone_and_the_records_follow_at_once() -> None:
    course = Course("totem-1", LIMITS)
    for _ in range(6):
        after(course, Unanswered(why="cut"))
    assert course.most == 0
    assert after(course, taken(SLOW)) == LIMITS.pause_s
    assert course.most == 1


def test_what_central_lets_lie_is_offered_again_in_an_interval() -> None:
    course = well_under_way()
    assert 27 <= after(course, taken(BRISK), gone=False) <= 33
    assert course.most == REPORT_RECORDS


@pytest.mark.parametrize("status", [401, 403, 404, 409, 415, 429, 451, 500, 502, 503])
def test_whatever_is_refused_without_a_reason_of_its_own_comes_down_to_the_heartbeat(status: int) -> None:
    course = well_under_way()
    asked = [after(course, refused(status)) for _ in range(6)]
    assert course.most == 0
    assert sum(asked) < 60, "within a minute"


@pytest.mark.parametrize(
    "code", ["busy", "too_often", "replayed", "unsigned", "unknown_device", "foreign", "untimely"]
)
def test_what_central_says_of_something_else_is_no_word_about_the_records(code: str) -> None:
    course = Course("totem-1", LIMITS)
    for _ in range(20):
        after(course, refused(503, code))
    assert course.most == LIMITS.few


def test_a_record_that_is_never_taken_is_not_tried_again_and_again_at_once() -> None:
    course = Course("totem-1", LIMITS)
    waits = [after(course, refused(500) if course.most else taken(BRISK)) for _ in range(40)]
    assert sum(waits[-20:]) > 10 * 27, "a try each interval"
