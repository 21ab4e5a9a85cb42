"""The seconds of a device: each is given away once, to what its screen did or to what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from beats import SECOND, judged
from hypothesis import given
from hypothesis import strategies as st
from test_devices import AT, CALM, ENROLLED, after

from central.answers import Band
from central.judging.devices import elapsed, received, stands
from central.standing import Verdict


def bands_of(gaps_s: Sequence[float], passes: Sequence[float] = ()) -> tuple[list[Band], datetime]:
    """The bands of a device that reports after these gaps; `passes` are looks at it in each gap, as parts."""
    record, _ = received(None, judged(AT), CALM, AT)
    at, found = AT, list[Band]()
    for number, gap in enumerate(gaps_s):
        for part in sorted(passes):
            record, bands = elapsed(record, at + timedelta(seconds=gap * part))
            found += bands
        at += timedelta(seconds=gap)
        verdict = list(Verdict)[number % len(Verdict)]
        record, bands = received(record, judged(at, verdict), CALM, at)
        found += bands
    return found, at


GAPS = st.lists(st.floats(0.001, 5_000), min_size=1, max_size=30)


@given(GAPS, st.lists(st.floats(0, 1), max_size=4))
def test_the_seconds_add_up_exactly_to_the_time_that_went_by(
    gaps_s: list[float], passes: list[float]
) -> None:
    bands, end = bands_of(gaps_s, passes)
    assert bands[0].start == AT
    assert bands[-1].end == end
    assert all(one.end == other.start for one, other in pairwise(bands))
    assert all(band.start < band.end for band in bands)
    assert sum((band.end - band.start for band in bands), timedelta()) == end - AT


def test_a_report_speaks_for_one_and_a_half_intervals_and_no_longer() -> None:
    bands, _ = bands_of([30, 45, 46, 600])
    told = [((band.end - band.start).total_seconds(), band.verdict) for band in bands]
    assert told == [
        (30, Verdict.RIGHT),
        (45, Verdict.WRONG_ITEM),
        (1, Verdict.UNKNOWN),
        (45, Verdict.WRONG_PICTURE),
        (555, Verdict.UNKNOWN),
        (45, Verdict.STALE),
    ]


def test_silent_time_is_given_away_as_it_goes_by() -> None:
    record, at = after([Verdict.RIGHT])
    assert elapsed(record, at + 74 * SECOND) == (record, ())
    record, (band,) = elapsed(record, at + 120 * SECOND)
    assert (band.start, band.end, band.verdict) == (at, at + 75 * SECOND, Verdict.UNKNOWN)
    assert stands(record, at + 120 * SECOND, enrolled=ENROLLED).since == at
