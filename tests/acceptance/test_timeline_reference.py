"""The chapter "How time becomes a picture" done again in the plainest way, second by second."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from command_line import SITE, parvis, rows, write

# A winter's night in Paris: local time is UTC + 1 h. The broadcast day changes at 04:00.
FIRST = datetime.fromisoformat("2026-12-01T21:00")
HOURS = 13
LAST = FIRST + timedelta(hours=HOURS)
BEFORE = datetime.fromisoformat("2026-12-01T04:00")
Window = tuple[str, str] | None


def is_open(window: Window, at: datetime) -> bool:
    """Whether a daily window such as 22:00-02:00 is open."""
    if window is None:
        return True
    clock, (begin, end) = f"{at:%H:%M:%S}", window
    return begin <= clock < end if begin < end else clock >= begin or clock < end


@dataclass(frozen=True)
class Thing:
    """An item or an event."""

    name: str
    seconds: int = 0
    window: Window = None
    first_day: date | None = None
    last_day: date | None = None
    priority: int = 0
    things: tuple[Thing, ...] = ()

    def may(self, at: datetime) -> bool:
        """Whether it may play."""
        day = at.date()
        early = self.first_day is not None and day < self.first_day
        late = self.last_day is not None and day > self.last_day
        return not early and not late and is_open(self.window, at)

    @property
    def times(self) -> str:
        """Its times as an editor writes them."""
        text = f'when = "{self.window[0]}-{self.window[1]}"\n' if self.window else ""
        text += f"from = {self.first_day}\n" if self.first_day else ""
        return text + (f"until = {self.last_day}\n" if self.last_day else "")


Second = tuple[datetime, str | None, tuple[Thing, ...], datetime]
"""An instant, the event (none in the dark, "" where none is), its items, and since when they are these."""


def reference(events: tuple[Thing, ...], lit: Window) -> list[tuple[str, str]]:
    """What shows in each second from FIRST to LAST: the event's name and the item's."""
    seconds = [BEFORE + timedelta(seconds=n) for n in range(int((LAST - BEFORE).total_seconds()) + 3600)]
    began: dict[str, datetime] = {}
    eligible: dict[str, tuple[Thing, ...]] = {}
    found: list[Second] = []
    for at in seconds:
        for event in events:
            if not event.may(at):
                eligible.pop(event.name, None)
                continue
            now = tuple(item for item in event.things if item.may(at))
            if eligible.get(event.name) != now or f"{at:%H:%M:%S}" == "04:00:00":
                eligible[event.name], began[event.name] = now, at
        ready = [event for event in events if event.may(at)]
        best = max((event.priority for event in ready), default=0)
        shown = next((event for event in ready if event.priority == best), None)
        if not is_open(lit, at):
            found.append((at, None, (), at))
        elif shown is None:
            found.append((at, "", (), at))
        else:
            found.append((at, shown.name, eligible[shown.name], began[shown.name]))
    return [said(found, n) for n, at in enumerate(seconds) if FIRST <= at < LAST]


def said(found: list[Second], n: int) -> tuple[str, str]:
    """The event and the item of second `n`: never one that would be cut before it had three seconds."""
    at, event, items, began = found[n]
    if event is None or not event:
        return "", "dark" if event is None else "built-in"
    if not items:
        return event, "built-in"
    cut = next((later for later, *rest in found[n : n + 4] if tuple(rest) != (event, items, began)), None)
    item, start = play(items, began, at)
    if cut is not None and start > began and (cut - start).total_seconds() < 3:
        item, _ = play(items, began, start - timedelta(seconds=1))
    return event, item.name


def play(items: tuple[Thing, ...], began: datetime, at: datetime) -> tuple[Thing, datetime]:
    """The item at its turn, and when its turn began."""
    into = int((at - began).total_seconds()) % sum(item.seconds for item in items)
    for item in items:
        if into < item.seconds:
            return item, at - timedelta(seconds=into)
        into -= item.seconds
    raise AssertionError


def told(folder: Path, events: tuple[Thing, ...], lit: Window) -> list[tuple[str, str]]:
    """The same by `parvis timeline`."""
    playlists = {
        f"playlists/p{n}.toml": "".join(
            f'[[items]]\nid = "{item.name}"\ncard = "notice"\nheadline = "A"\nduration = {item.seconds}\n'
            f"{item.times}"
            for item in event.things
        )
        for n, event in enumerate(events)
    }
    schedule = "".join(
        f'[[events]]\nid = "{event.name}"\nlayout = "full"\ndevices = ["t"]\npriority = {event.priority}\n'
        f'{event.times}zones.main = "p{n}"\n'
        for n, event in enumerate(events)
    )
    hours = f'display_hours = "{lit[0]}-{lit[1]}"\n' if lit else ""
    write(
        folder,
        {
            "workspace.toml": SITE,
            "devices.toml": f'[t]\nprofile = "plasma-16x9"\n{hours}',
            "schedule.toml": schedule,
            **playlists,
        },
    )
    span = ("--from", f"{FIRST.isoformat()}", "--to", f"{LAST.isoformat()}", "--json")
    seconds: list[tuple[str, str]] = []
    for row in rows(parvis("timeline", folder, "--device", "t", *span)):
        start, end = (datetime.fromisoformat(row[key]) for key in ("start", "end"))
        seconds += [(row["event"] or "", row["item"])] * round((end - start).total_seconds())
    return seconds


A, B, C = Thing("a", 10), Thing("b", 7), Thing("c", 23)
NIGHT = Thing("night", 11, ("23:30", "06:15"))
OLD = Thing("old", 5, last_day=date(2026, 12, 1))
NEW = Thing("new", 13, first_day=date(2026, 12, 2))
MORNING = Thing("morning", 9, ("06:00", "09:00"), first_day=date(2026, 12, 2))
WHOLE_DAY: Window = ("00:00", "24:00")


@pytest.mark.parametrize(
    ("events", "lit"),
    [
        pytest.param((Thing("e", things=(A, B, C)),), WHOLE_DAY, id="one playlist"),
        pytest.param((Thing("e", things=(A, NIGHT, OLD, NEW, MORNING)),), WHOLE_DAY, id="items with times"),
        pytest.param((Thing("e", things=(MORNING, NIGHT)),), WHOLE_DAY, id="nothing eligible for a while"),
        pytest.param(
            (
                Thing("base", things=(A, B, C)),
                Thing("evening", window=("20:00", "23:00"), priority=1, things=(B, C)),
                Thing("first", window=("22:00", "01:00"), priority=2, things=(C,)),
                Thing("second", window=("22:30", "02:00"), priority=2, things=(A, B)),
                Thing("alert", window=("07:00", "07:10"), priority=9, things=(NEW, OLD)),
            ),
            WHOLE_DAY,
            id="events of several priorities",
        ),
        pytest.param(
            (
                Thing("evening", window=("20:00", "23:00"), things=(A, B)),
                Thing("morning", window=("06:30", "09:30"), last_day=date(2026, 12, 2), things=(C, MORNING)),
            ),
            ("06:00", "00:30"),
            id="gaps and dark hours",
        ),
    ],
)
def test_every_second_of_a_night_is_as_the_plain_reading_says(
    tmp_path: Path, events: tuple[Thing, ...], lit: Window
) -> None:
    expected, found = reference(events, lit), told(tmp_path, events, lit)
    assert len(found) == len(expected) == HOURS * 3600
    wrong = [
        (FIRST + timedelta(seconds=n), found[n], expected[n])
        for n in range(len(found))
        if found[n] != expected[n]
    ]
    assert not wrong, f"{len(wrong)} seconds differ, first: {wrong[:5]}"
