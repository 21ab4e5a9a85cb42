"""Expected against shown for 5,000 devices that play the programs of `examples/nantes`, a report every 30 s.

Six rounds of truthful reports, at noon, one after the other: judged, remembered, encoded for the store, with
a look at all devices and all alarms every 5 s of that time. Each device has a position of its own, and shows
what the city's services say near there. One thread's CPU time, divided by the time in which so many reports
come. Then the same where every tenth screen is wrong and a place of fourteen is silent, and the first look at
a day, when nothing is planned.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from figures import Row, tell
from msgspec.structs import replace

from central.alarming.alarms import raised
from central.alarming.causes import Case
from central.judging.city import City, possible
from central.judging.devices import DeviceRecord, encode, received, stands
from central.judging.duty import Duty, Warned
from central.judging.expected import judge
from central.judging.glass import due_zones
from central.standing import Alarm
from device_profiles.heartbeat import ClockBeat, FeedBeat, Heartbeat, ScreenBeat, ZoneBeat
from parvis.city_data import darkroom_of, kept_batches
from parvis.console import Voice
from parvis.opening import examined, open_library, open_workspace
from playlists.documents import Batch
from playlists.feed import naming
from playlists.feed.generation import Part
from playlists.feed.pictures import Pictures
from playlists.program import Program
from playlists.timeline import BUILT_IN, ScreenShowing, showing

DEVICES, ROUNDS, INTERVAL_S, PASS_S = 5_000, 6, 30, 5
DATA = 3
"""The version of the city's data that all have."""
DARK = 14
"""Devices of a place that falls silent on a bad day."""
MOST_PART, MOST_S = 0.05, 100e-6
"""The figures that are promised: of one core, and of one judgement."""
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
NOON = datetime(2026, 11, 26, 11, tzinfo=UTC)
NANTES = Path(__file__).parents[1] / "examples" / "nantes"


class Fleet:
    """Devices by number; those of one program share it, as they do in central."""

    def __init__(self, programs: list[Program], data: tuple[Batch, ...]) -> None:
        board = Warned(version=1, alerts=(), since=LONG_AGO)
        said = City(version=DATA, batches=data, since=LONG_AGO)
        parts = [
            Part(
                effective_from=LONG_AGO,
                sha256=f"{number:064x}",
                program=program,
                refused=(),
                chunks={},
                pictures=Pictures("", {}),
            )
            for number, program in enumerate(programs)
        ]
        self.duties = [
            Duty(
                version=7,
                parts=(parts[number % len(parts)],),
                boards=(board,),
                cities=(said,),
                position=(47.2 + number % 70 / 1000, -1.6 + number // 70 / 1000),
            )
            for number in range(DEVICES)
        ]
        self.records: dict[int, DeviceRecord] = {}
        self.alarms: tuple[Alarm, ...] = ()

    def duty(self, number: int) -> Duty:
        """What a device is to play."""
        return self.duties[number]

    def take(self, number: int, beat: Heartbeat, at: datetime) -> None:
        """All that is done with one report, but for the way in and the store."""
        judged = judge(beat, at, self.duty(number), INTERVAL_S)
        self.records[number], _ = received(self.records.get(number), judged, beat, at, INTERVAL_S)
        encode(self.records[number])

    def look(self, at: datetime) -> None:
        """All that is done every few seconds."""
        cases = [
            Case(
                device=f"device-{number:04}",
                place=f"Place {number // 14}",
                family=f"family-{number % 5}",
                groups=(f"line-{number % 7}",),
                standing=stands(record, at, enrolled=LONG_AGO),
            )
            for number, record in self.records.items()
        ]
        self.alarms = raised(self.alarms, cases, at)


def main() -> None:
    """Measure and tell."""
    tell(rows(*compiled()))


def compiled() -> tuple[list[Program], tuple[Batch, ...]]:
    """The programs of the example, their media decoded and not prepared, and what its services say."""
    voice = Voice("en")
    opened = open_workspace(NANTES, voice)
    with open_library(NANTES) as library:
        programs = list(examined(opened.workspace, opened.devices([]), library, voice).values())
        return programs, kept_batches(opened.workspace, NOON, darkroom_of(library, NANTES).develop)


def rows(programs: list[Program], data: tuple[Batch, ...]) -> Iterator[Row]:
    """The figures."""
    city = Fleet(programs, data)
    begin = time.process_time()
    for program in programs:
        showing(program, NOON)
    planning = time.process_time() - begin
    calm, one = spent(city, NOON, bad=False)
    promised = f"≤ {MOST_PART:.0%} of a core"
    name = f"{DEVICES:,} devices"
    yield Row(
        f"one judgement, warm ({len(programs)} programs of Nantes)",
        "≤ 100 µs",
        f"{one * 1e6:.0f} µs",
        one <= MOST_S,
    )
    yield Row(f"expected against shown for {name}, a calm day", promised, f"{calm:.1%}", calm <= MOST_PART)
    yield Row("alarms on a calm day", "0", str(len(city.alarms)), not city.alarms)
    bad, _ = spent(Fleet(programs, data), NOON + timedelta(hours=1), bad=True)
    yield Row("the same on a bad day", promised, f"{bad:.1%}", bad <= MOST_PART)
    figure = f"{planning / len(programs) * 1e3:.0f} ms a program, {planning:.2f} s"
    yield Row(
        "first look at a day, nothing planned", "≤ 200 ms a program", figure, planning <= 0.2 * len(programs)
    )


def spent(city: Fleet, noon: datetime, *, bad: bool) -> tuple[float, float]:
    """The part of a core that is spent, and the seconds of one judgement."""
    cpu = judging = 0.0
    for round_ in range(ROUNDS):
        start = noon + timedelta(seconds=round_ * INTERVAL_S)
        told = [report(city, number, start, bad=bad) for number in range(DEVICES)]
        begin = time.process_time()
        for _, beat, at in told:
            judge(beat, at, city.duty(_), INTERVAL_S)
        judging = (time.process_time() - begin) / len(told)
        begin = time.process_time()
        for number, beat, at in told:
            if not (bad and number < DARK and round_ > 1):
                city.take(number, beat, at)
            if number % (DEVICES * PASS_S // INTERVAL_S) == 0:
                city.look(at)
        cpu += time.process_time() - begin
    if bad:
        print(f"  {len(city.alarms)} alarms", file=sys.stderr)
    return cpu / (ROUNDS * INTERVAL_S), judging


def report(city: Fleet, number: int, start: datetime, *, bad: bool) -> tuple[int, Heartbeat, datetime]:
    """What a device says in its turn of a round."""
    at = start + timedelta(seconds=INTERVAL_S * number / DEVICES)
    duty = city.duty(number)
    part, shown = duty.parts[0], at - timedelta(seconds=number % 50 / 10)
    program = possible(part.program, duty.cities, DATA, at, duty.position).programs[0]
    screens = [screen(due, program, shown) for due in showing(program, shown).screens]
    if bad and number % 10 == 0:
        wrong = ZoneBeat(zone="main", item="something-else")
        screens[0] = replace(screens[0], showing=(wrong, *screens[0].showing[1:]), changed=shown)
    feed = FeedBeat(wanted=7, complete=7, playing=7, edition=part.sha256, alerts=1, live=DATA, good=at)
    return number, Heartbeat(at=at, screens=tuple(screens), feed=feed, clock=ClockBeat(trust="ntp")), at


def screen(due: ScreenShowing, program: Program, at: datetime) -> ScreenBeat:
    """A screen that shows what is due."""
    zones = []
    for name, zone in due_zones(program, due).items():
        item = zone.item if zone else None
        objects = [one.object for one in naming.renditions(item)] if item else []
        zones.append(
            ZoneBeat(
                zone=name,
                item=item.id if item else BUILT_IN,
                object=next(iter(objects), None),
                luma=90,
                alike=True,
            )
        )
    changed = max((zone.start for zone in due.zones), default=None)
    return ScreenBeat(screen=due.screen, at=at, showing=tuple(zones), alive=True, frames=9, changed=changed)


if __name__ == "__main__":
    main()
