"""The control room over 5,000 devices (8,354 screens) at 1920 x 1080: frames while panning, updates, memory.

The city stands still; what central would say is encoded as it goes over the line. An update is decoded,
taken in and drawn: figures, tiles, the panel of the selected device, its alarms. Fifty devices change in
each, as on a bad day; a storm changes all of them at once. A frame is one repaint of what is seen, while
the wall or the map is taken along. Nothing is drawn by a GPU.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
from figures import Row, anonymous_mb, tell

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests" / "central"), str(ROOT / "tests" / "control_room")]

from PySide6.QtCore import QPointF  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402
from room_world import World  # noqa: E402
from standing_city import Day, StandingCity  # noqa: E402

from central.answers import DeviceLine, Fleet, FleetChange  # noqa: E402
from central.control_room.app import application  # noqa: E402
from central.control_room.said import AlarmsHeard, ChangeHeard, FleetHeard  # noqa: E402
from central.standing import State  # noqa: E402
from central.telling.signs import Key  # noqa: E402

DEVICES = 5_000
UPDATES = 30
FRAMES = 120
FRAME_MS = 16.0
CORE = 0.30
CHANGED = 50
SIZE = (1920, 1080)


def others(lines: tuple[DeviceLine, ...], turn: int, count: int) -> tuple[DeviceLine, ...]:
    """Some devices, standing otherwise than before."""
    states = (State.SILENT, State.DEGRADED, State.WELL)
    return tuple(
        msgspec.structs.replace(lines[(turn * count + number) % len(lines)], state=states[turn % 3])
        for number in range(count)
    )


def updates(world: World, lines: tuple[DeviceLine, ...], count: int, turns: int) -> list[float]:
    """The seconds of processor that each update took, from its bytes to the pixels."""
    model = world.room.live
    if model is None:
        sys.exit("the room has no fleet")
    at, took = model.at, []
    for turn in range(turns):
        at += timedelta(seconds=1)
        change = FleetChange(
            at=at, figures=model.figures, devices=others(lines, turn, count), alarms=world.room.alarms
        )
        said = msgspec.json.encode(change)
        world.clock += 1
        begun = time.process_time()
        world.room.hear(ChangeHeard(change=msgspec.json.decode(said, type=FleetChange)))
        world.room.tick()
        QApplication.processEvents()
        took.append(time.process_time() - begun)
    return took


def frames(pan: Callable[[int], None]) -> float:
    """The 95th percentile of a frame, in milliseconds."""
    took = []
    for number in range(FRAMES):
        begun = time.perf_counter()
        pan(number)
        took.append(1000 * (time.perf_counter() - begun))
    return statistics.quantiles(took, n=20)[18]


def panned_wall(world: World) -> float:
    """The wall, with tiles so large that it has to be scrolled."""
    wall = world.window.wall
    wall.zoom(3)
    QApplication.processEvents()
    bar = wall.verticalScrollBar()
    step = max(1, bar.maximum() // FRAMES)

    def pan(number: int) -> None:
        bar.setValue(number * step)
        wall.viewport().repaint()

    took = frames(pan)
    wall.zoom(0)
    return took


def panned_map(world: World) -> float:
    """The map, taken along by the pointer."""
    world.window.face(on_map=True)
    QApplication.processEvents()
    shown = world.window.map

    def pan(number: int) -> None:
        shown.drag_by(QPointF(number, number / 2))
        shown.repaint()

    took = frames(pan)
    world.window.face(on_map=False)
    return took


def opened() -> tuple[World, tuple[DeviceLine, ...], float, float]:
    """A room with the whole city on its wall, its devices; the seconds it took, and the megabytes."""
    world = World(0, Day.CALM, "fr", SIZE)
    world.city = world.desk.city = StandingCity(DEVICES, Day.BAD)
    fleet = asyncio.run(world.city.fleet())
    said = msgspec.json.encode(fleet)
    before, begun = anonymous_mb(), time.perf_counter()
    world.room.hear(FleetHeard(fleet=msgspec.json.decode(said, type=Fleet)))
    world.room.hear(AlarmsHeard(alarms=asyncio.run(world.city.alarms())))
    QApplication.processEvents()
    took = time.perf_counter() - begun
    world.room.select(Key("kiosk-0001", "upper"))
    QApplication.processEvents()
    world.room.ask = lambda _slot, _question: None
    return world, fleet.devices, took, anonymous_mb() - before


def frame_row(what: str, took: float) -> Row:
    """A row about frames."""
    figure = f"control room: a frame while the {what} is panned, 95th percentile"
    return Row(figure, f"≤ {FRAME_MS:.0f} ms", f"{took:.1f} ms", took <= FRAME_MS)


def main() -> None:
    application(offscreen=True)
    world, lines, seconds, megabytes = opened()
    if world.room.live is None:
        sys.exit("the room has no fleet")
    few = updates(world, lines, CHANGED, UPDATES)
    storm = updates(world, lines, DEVICES, 5)
    middle = statistics.mean(few)
    tell(
        [
            Row(
                f"control room, {len(world.room.live.signs):,} screens: an update a second",
                f"≤ {CORE:.0%} of a core",
                f"{middle:.1%} (most: {max(few):.1%})",
                middle <= CORE,
            ),
            frame_row("wall", panned_wall(world)),
            frame_row("map", panned_map(world)),
            Row(
                "control room: 5,000 devices change at once", "none", f"{1000 * max(storm):.0f} ms", met=True
            ),
            Row("control room: from central’s word to the whole wall", "none", f"{seconds:.1f} s", met=True),
            Row("control room: memory for it", "none", f"{megabytes:.0f} MB", met=True),
        ]
    )


if __name__ == "__main__":
    main()
