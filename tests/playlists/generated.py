"""Hypothesis strategies for programs: every kind of rule, booking and interruption, on odd days too."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import strategies as st
from programs import a_program, an_event, an_item, utc

from playlists.cycle import Slot
from playlists.program import Event, Item, Program

RULES = (
    "24/7",
    "Mo-Fr 07:00-20:00; PH off",
    "22:00-02:30",
    "02:15-02:45",
    "01:30-05:00",
    "Sa-Su,PH 00:00-24:00",
    "sunset-23:00",
    "week 53 06:00-22:00",
    "Feb 29",
    "12:00-12:01",
    "Mo-Su unknown",
    "2031",
)

LENGTHS = (2_000, 5_000, 10_000, 10_000, 14_400, 60_000, 1_200_000)

SHARES: tuple[tuple[float | None, ...], ...] = (
    (),
    (None,),
    (None, None, None),
    (0.25, None, None),
    (0.5, 0.2, 0.1, None),
    (0.5, 0.5),
    (0.75, 0.25, None),
    (0.1,),
)

DAYS = (
    utc(2026, 3, 28, 12),  # clocks go forward in Paris on the 29th
    utc(2026, 10, 24, 12),  # clocks go back on the 25th
    utc(2028, 2, 28, 12),  # a leap year
    utc(2026, 12, 30, 12),  # week 53 goes on into January
    utc(2026, 7, 13, 12),  # the national holiday is a Tuesday
    utc(2026, 11, 18, 12),
)


@st.composite
def instants(draw: st.DrawFn, around: datetime | None = None) -> datetime:
    """An instant on one of the odd days, or within two days after `around`."""
    day = draw(st.sampled_from(DAYS)) if around is None else around
    return day + timedelta(milliseconds=draw(st.integers(0, 48 * 3_600_000)))


@st.composite
def bookings(draw: st.DrawFn, *, lengths: st.SearchStrategy[int] | None = None) -> tuple[Slot, ...]:
    """Slots of any lengths, shares and weights, booked up to and including 100 %."""
    durations = st.integers(500, 60_000) if lengths is None else lengths
    parts = draw(st.lists(st.integers(1, 100), max_size=8))
    others = draw(st.lists(st.sampled_from([0.5, 1.0, 1.0, 2.0, 3.0]), max_size=6))
    total = sum(parts) + (draw(st.sampled_from([0, 1, 50])) if others else 0)
    slots = [Slot(draw(durations), part / total) for part in parts]
    slots += [Slot(draw(durations), None, weight) for weight in others]
    return tuple(draw(st.permutations(slots))) if slots else (Slot(draw(durations)),)


@st.composite
def _limits(draw: st.DrawFn, around: datetime) -> tuple[datetime | None, datetime | None]:
    """From when and until when something is open, or not limited."""
    opens = draw(st.none() | instants(around - timedelta(days=1)))
    closes = draw(st.none() | instants(around))
    return opens, closes


@st.composite
def _items(draw: st.DrawFn, around: datetime) -> list[Item]:
    """The items of a playlist; there may be none."""
    shares = draw(st.sampled_from(SHARES))
    lengths = draw(st.lists(st.sampled_from(LENGTHS), min_size=len(shares), max_size=len(shares)))
    made = []
    for number, (share, length) in enumerate(zip(shares, lengths, strict=True)):
        opens, closes = draw(_limits(around)) if draw(st.booleans()) else (None, None)
        when = draw(st.none() | st.sampled_from(RULES))
        made.append(
            an_item(
                f"list#{number + 1}",
                length / 1000,
                share=share,
                weight=1.0 + (number == 1),
                when=when,
                opens=opens,
                closes=closes,
            )
        )
    return made


@st.composite
def _events(draw: st.DrawFn, around: datetime) -> Event:
    """An event on one or two zones."""
    opens, closes = draw(_limits(around)) if draw(st.booleans()) else (None, None)
    zones = draw(st.sampled_from([{"main": "a"}, {"main": "a", "side": "b"}, {"main": "b"}, {"main": "c"}]))
    when = draw(st.none() | st.sampled_from(RULES))
    return an_event(zones, draw(st.integers(0, 3)), when, opens=opens, closes=closes)


@st.composite
def programs(draw: st.DrawFn, around: datetime) -> Program:
    """A program with something going on in the two days after `around`."""
    lists = {name: draw(_items(around)) for name in "abc"}
    events = draw(st.lists(_events(around), max_size=4))
    hours = draw(st.none() | st.sampled_from(("05:00-01:00", "sunrise-22:00", "24/7")))
    return a_program(lists, events, display_hours=hours, screens=("upper", "touch"))
