"""Figures of the timeline: one look-up on a long program, and a week of proof of play of the whole fleet.

All is one thread's pure arithmetic, so its CPU time is measured, and other work on the machine left out.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from figures import Row, tell

from device_profiles.profile import BuiltInSlide, Legibility, Screen
from layouts.layout import Layout, Zone
from layouts.theme import Palette, Theme
from playlists.airtime import totals
from playlists.program import Event, Item, Playlist, Program, ScreenProgram, TickerText
from playlists.timeline import next_change, showing

LOOK_UP_S, FIRST_S, WEEK_S = 20e-6, 0.2, 10.0
"""The figures that are promised, in seconds."""

START = datetime(2026, 11, 16, 3, tzinfo=UTC)
DEVICES = {"screen-8m2": 7, "plasma-16x9": 10, "kiosk": 150, "led-board": 50, "totem": 7}
SECONDS = (8, 10, 12, 14.32, 20)
RULES = (None, None, None, None, None, "Mo-Fr 07:00-20:00; PH off", "Th-Su 08:00-22:00", "sunset-23:00")


def main() -> None:
    """Measure and tell."""
    tell((*_look_ups(), _week()))


def _look_ups() -> Iterator[Row]:
    """One look-up on a program of 200 items, planned and not."""
    begin = time.process_time()
    program = _program("totem-1", 200)
    showing(program, START)
    cold = time.process_time() - begin
    instants = [START + timedelta(seconds=7.3 * step) for step in range(10_000)]
    for name, look in (("showing()", showing), ("next_change()", next_change)):
        figure = min(_each(look, program, instants) for _ in range(5))
        yield Row(f"`{name}`, 200 items, warm", "≤ 20 µs", f"{figure * 1e6:.1f} µs", figure <= LOOK_UP_S)
    yield Row(
        "first `showing()` of a day, 200 items, nothing kept",
        "≤ 200 ms",
        f"{cold * 1e3:.0f} ms",
        cold <= FIRST_S,
    )


def _each(look: object, program: Program, instants: list[datetime]) -> float:
    """Seconds of one call."""
    assert callable(look)  # noqa: S101
    begin = time.process_time()
    for at in instants:
        look(program, at)
    return (time.process_time() - begin) / len(instants)


def _week() -> Row:
    """A week of the whole fleet, each device with its own program, from nothing."""
    programs = [
        _program(f"{family}-{number}", 40 + number % 17)
        for family, count in DEVICES.items()
        for number in range(count)
    ]
    begin = time.process_time()
    rows = [total for program in programs for total in totals(program, START, START + timedelta(days=7))]
    seconds = time.process_time() - begin
    plays = sum(total.plays for total in rows)
    figure = f"a week of {len(programs)} devices as totals ({plays:,} plays)"
    return Row(figure, "≤ 10 s", f"{seconds:.1f} s", seconds <= WEEK_S)


def _program(device: str, count: int) -> Program:
    """A device with `count` items in three zones, a few of them booked, and two interruptions a day."""
    screens = ("upper", "touch") if device.startswith("kiosk") else ("main",)
    zones = ("main", "side", "ticker")
    layout = Layout(
        name="news",
        title={},
        zones=tuple(Zone(name=zone, x=0, y=0, width=1, height=1) for zone in zones),
    )
    lists = {zone: _playlist(zone, count if zone == "main" else count // 4) for zone in zones}
    daily = {zone: zone for zone in zones}
    events = (
        Event(id="daily", layout="news", zones=daily, when="06:00-24:00"),
        Event(id="noon", layout="news", zones=daily, priority=1, when="12:00-13:00"),
        Event(id="alert", layout="news", zones=daily, priority=9, when="Mo-Fr 17:10-17:20"),
    )
    return Program(
        device=device,
        profile=device.rpartition("-")[0],
        place="",
        position=(47.21, -1.55),
        time_zone="Europe/Paris",
        country="FR",
        languages=("fr",),
        display_hours="05:00-01:00",
        built_in=BuiltInSlide(headline={}),
        theme=Theme(day=_PALETTE, night=_PALETTE),
        screens=tuple(
            ScreenProgram(screen=_screen(name), layouts={"news": layout}, playlists=lists, events=events)
            for name in screens
        ),
    )


def _playlist(name: str, count: int) -> Playlist:
    """A playlist in which every sixth item has a share, 60 % in all."""
    booked = len(range(0, count, 6))
    return Playlist(
        id=name,
        items=tuple(
            Item(
                id=f"{name}#{number}",
                content=TickerText(text="", width=0, scrolls=False),
                pages_ms=(round(SECONDS[number % 5] * 1000),),
                when=RULES[number % len(RULES)],
                share=0.6 / booked if number % 6 == 0 else None,
            )
            for number in range(count)
        ),
    )


def _screen(name: str) -> Screen:
    return Screen(
        name=name,
        width=1080,
        height=1920,
        width_mm=600,
        height_mm=1067,
        bottom_mm=800,
        distance_m=3,
        legibility=Legibility.D155,
        layout="news",
    )


_PALETTE = Palette(
    background="",
    surface="",
    line="",
    text="",
    quiet="",
    accent="",
    on_accent="",
    ticker="",
    on_ticker="",
    categories={},
    on_categories={},
    category_inks={},
)

if __name__ == "__main__":
    main()
