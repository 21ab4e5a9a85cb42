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
from standing_city import Day  # noqa: E402

from central.answers import DeviceLine, Fleet, FleetChange  # noqa: E402
from central.control_room.app import application  # noqa: E402
from central.control_room.said import ChangeHeard, FleetHeard  # noqa: E402
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


def main() -> None:
    application(offscreen=True)
    world = World(0, Day.CALM, "fr", SIZE)
    city = World(DEVICES, Day.BAD, "fr", SIZE)
    fleet = asyncio.run(city.city.fleet())
    said = msgspec.json.encode(fleet)
    city.window.close()
    world.city, world.desk.city = city.city, city.city
    before = anonymous_mb()
    begun = time.perf_counter()
    world.greet()
    world.room.hear(FleetHeard(fleet=msgspec.json.decode(said, type=Fleet)))
    QApplication.processEvents()
    opened = time.perf_counter() - begun
    world.room.select(Key("kiosk-0001", "upper"))
    QApplication.processEvents()
    world.room.ask = lambda _slot, _question: None
    few = updates(world, fleet.devices, CHANGED, UPDATES)
    storm = updates(world, fleet.devices, DEVICES, 5)
    wall_ms, map_ms = panned_wall(world), panned_map(world)
    middle = statistics.mean(few)
    tell(
        [
            Row(
                f"control room, 8,354 screens: an update a second, {CHANGED} devices changed",
                f"≤ {CORE:.0%} of a core",
                f"{middle:.1%} (most: {max(few):.1%})",
                middle <= CORE,
            ),
            Row(
                "control room: all 5,000 devices change at once",
                "none",
                f"{1000 * max(storm):.0f} ms",
                met=True,
            ),
            Row(
                "control room: a frame while the wall is panned, 95th percentile",
                f"≤ {FRAME_MS:.0f} ms",
                f"{wall_ms:.1f} ms",
                wall_ms <= FRAME_MS,
            ),
            Row(
                "control room: a frame while the map is panned, 95th percentile",
                f"≤ {FRAME_MS:.0f} ms",
                f"{map_ms:.1f} ms",
                map_ms <= FRAME_MS,
            ),
            Row(
                "control room: from central’s first word to the whole wall",
                "none",
                f"{opened:.1f} s",
                met=True,
            ),
            Row("control room: memory for it", "none", f"{anonymous_mb() - before:.0f} MB", met=True),
        ]
    )


if __name__ == "__main__":
    main()
