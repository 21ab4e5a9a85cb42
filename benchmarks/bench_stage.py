"""Figures of the stage on the software renderer, offscreen: smoothness, rest, transitions, endurance.

Crossfades are those of a live 1080p screen with ten JPEG, five seconds each: frames that follow a moving one,
and the CPU of the drawing thread between them. Rest is one still for ten seconds. Transitions are crossfade,
push and cut, each on a 640x360 screen, through photos, pages, films, cards and a ticker: once by a clock set
by hand, looking at five frames of each for a ground of magenta; once by the wall clock,
for starts that come late. Item changes run by a clock set by hand; their memory is the anonymous part of
PSS, which does not change with what other processes share.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import linear_regression, median

from figures import Row, anonymous_mb, tell
from PySide6.QtCore import QCoreApplication
from stage_material import (
    FULL,
    Material,
    colour_the_ground,
    everything,
    program,
    screen,
    screen_program,
    shows_ground,
)

from device_profiles.profile import Transition
from player.memory import give_back_pictures
from player.stage.limits import Limits
from player.stage.player import StagePlayer
from player.stage.theatre import Theatre, application
from playlists.program import Program

SPEED = 1
LATE_MS = 50
TRANSITIONS = 1000
CHANGES = 10_000


def main() -> None:
    """Measure, and print one line a figure; with `--markdown`, table rows."""
    give_back_pictures()
    application(offscreen=True)
    with tempfile.TemporaryDirectory() as folder:
        for measure in (endurance, crossfade, rest, starts, grounds):
            print(f"{measure.__name__} …", file=sys.stderr, flush=True)
            tell(measure(Path(folder) / measure.__name__))


def wall_clock() -> int:
    """The wall clock in milliseconds."""
    return time.time_ns() // 1_000_000


def crossfade(folder: Path) -> Iterator[Row]:
    """Frames and CPU of the crossfades of ten photos."""
    material = Material(folder, 1920, 1080)
    items = tuple(material.stills(f"photo-{n}", n, 5000) for n in range(10))
    shown = program(screen_program(screen("main", 1920, 1080, Transition.CROSSFADE), FULL, main=items))
    player = _player(shown, folder, wall_clock)
    player.run_for(1000)
    frames: list[tuple[float, float]] = []
    last = [0.0, 0.0, 0.0]
    window, model = player.windows["main"].window, player.windows["main"].live.model

    def swapped() -> None:
        now, used = time.perf_counter(), time.thread_time()
        if last[2]:
            frames.append((now - last[0], used - last[1]))
        last[:] = now, used, bool(model.property("moving"))

    window.frameSwapped.connect(swapped)
    player.run_for(30_000)
    player.close()
    rate = len(frames) / sum(passed for passed, _ in frames)
    used = median(used for _, used in frames) * 1000
    yield Row("crossfade, 1080p, software", "≥ 58 fps", f"{rate:.1f} fps ({len(frames)} frames)", rate >= 58)  # noqa: PLR2004
    yield Row("the same, median CPU of a frame", "≤ 4 ms", f"{used:.1f} ms", used <= 4)  # noqa: PLR2004


def rest(folder: Path) -> Iterator[Row]:
    """CPU and frames while nothing moves."""
    material = Material(folder, 1920, 1080)
    items = (material.stills("photo", 1, 600_000),)
    shown = program(screen_program(screen("main", 1920, 1080, Transition.CROSSFADE), FULL, main=items))
    player = _player(shown, folder, wall_clock)
    player.run_for(2000)
    drawn, used = player.presented()["main"].frames, time.process_time()
    player.run_for(10_000)
    drawn, used = player.presented()["main"].frames - drawn, (time.process_time() - used) / 10 * 100
    player.close()
    yield Row("idle between slides, CPU", "≤ 1 % of a core", f"{used:.2f} %", used <= 1)
    yield Row("idle between slides, frames drawn", "0", str(drawn), drawn == 0)


def starts(folder: Path) -> Iterator[Row]:
    """Starts missed in transitions of every kind between items of every type."""
    start, began = wall_clock(), time.monotonic()

    def fast_clock() -> int:
        return start + int((time.monotonic() - began) * 1000 * SPEED)

    limits = Limits(late_ms=LATE_MS * SPEED, silence_ms=2000 * SPEED, film_lead_ms=3000 * SPEED)
    player = _player(everything(folder), folder, fast_clock, limits)
    counted = player.presented().values()
    while sum(presented.starts for presented in counted) < TRANSITIONS:
        player.run_for(5_000)
    player.close()
    worst = max(presented.worst_start_ms for presented in counted) / SPEED
    late = sum(presented.late_starts for presented in counted)
    told = f"{late} of {sum(presented.starts for presented in counted)} (worst {worst:.0f} ms)"
    yield Row(f"{TRANSITIONS} transitions, starts missed by over {LATE_MS} ms", "0", told, late == 0)


def grounds(folder: Path) -> Iterator[Row]:
    """Frames that show the ground, in the same transitions."""
    colour_the_ground()
    now = [wall_clock()]
    player = _player(everything(folder), folder, lambda: now[0])
    lives = [window.live for window in player.windows.values()]
    player.run_for(2000)
    looked, ground = 0, 0
    for _ in range(TRANSITIONS // len(lives)):
        now[0] = min(live.next_change_ms for live in lives)
        for passed in (0, 100, 150, 200, 200):
            now[0] += passed
            player.run_for(1)
            for window in player.windows.values():
                window.live.refresh()
                looked += 1
                ground += shows_ground(window.window.grabWindow())
        player.run_for(40)
    player.close()
    told = f"{ground} of {looked} frames"
    yield Row(f"{TRANSITIONS} transitions, frames of background colour", "0", told, ground == 0)


def endurance(folder: Path) -> Iterator[Row]:
    """Memory over many item changes."""
    material = Material(folder, 640, 360)
    items = tuple(material.stills(f"photo-{n}", n, 5000) for n in range(8))
    shown = program(screen_program(screen("main", 640, 360, Transition.CUT), FULL, main=items))
    now = [wall_clock()]
    player = _player(shown, folder, lambda: now[0])
    live = player.windows["main"].live
    samples: list[tuple[int, float]] = []
    for change in range(CHANGES):
        now[0] += 5000
        live.refresh()
        QCoreApplication.processEvents()
        if change % 500 == 499:  # noqa: PLR2004
            samples.append((change, anonymous_mb()))
    player.close()
    changes, sizes = zip(*samples[2:], strict=True)
    slope = linear_regression(changes, sizes).slope * 1000
    told = f"{slope:+.2f} MB ({sizes[0]:.0f} to {sizes[-1]:.0f} MB)"
    yield Row(f"{CHANGES} item changes, PSS slope for each 1,000", "≤ 1 MB", told, slope <= 1)


def _player(
    shown: Program, folder: Path, clock: Callable[[], int], limits: Limits | None = None
) -> StagePlayer:
    return StagePlayer(shown, folder, clock, theatre=Theatre(), limits=limits)


if __name__ == "__main__":
    main()
