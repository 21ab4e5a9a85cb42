"""The map of a touch screen: frames while it is dragged and pinched, painting a zoom step, bytes published.

A window of 1024 x 1280 pixels with the software renderer, off screen, as fast as it goes. While a map is
dragged its picture moves by some pixels each frame; while it is pinched it is enlarged, too. Frames a second
count, and the processor time of all threads for one. A zoom step is composed and painted in one thread, as in
a session: the map of `examples/nantes`, and one with as many points as a map may have. The median counts.
"""

from __future__ import annotations

import math
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
from figures import Row, tell
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtQuick import QQuickWindow

from layouts.layout import Rect
from layouts.theme import derive
from player.stage.paint import paint
from player.stage.theatre import Theatre, application
from player.touch.district.colours import map_ink
from player.touch.district.compose import Style, compose_map
from player.touch.district.frame import Frame
from player.touch.layer import TOUCH_VIEW
from player.touch.model import TouchModel
from playlists.district import MOST_BYTES, District, Line, Way, packed
from playlists.maps.limits import LIMITS
from playlists.workspace.load import load

ROOT = Path(__file__).parents[1]
WIDE, HIGH = 1024, 1280
WINDOW = Rect(0, 136, 1024, 856)
AROUND = 1.4
FRAMES = 240
FPS, DRAG_MS, PINCH_MS = 58, 2, 5
"""What is promised: frames a second at least, CPU of a frame at most."""
MM = 1024 / 301
STYLE = Style(
    ink=map_ink(derive(background=None, accent=None, categories=None).day, strong=False), size=31, mm=MM
)


def nantes() -> District:
    """The map of the example."""
    workspace = load(ROOT / "examples" / "nantes").workspace
    if workspace is None or not workspace.maps:
        sys.exit("examples/nantes has no map")
    return workspace.maps[0].district


def full(district: District) -> District:
    """A district with as many points as there may be: streets of ten points in rows."""
    lines = []
    for number in range(LIMITS.drawn_points // 10):
        row, column = divmod(number, 90)
        x, y = column * district.width // 90, row * district.height // 90
        points = [part for at in range(10) for part in (x + at * 60, y + round(40 * math.sin(at + row)))]
        name = f"Rue {row} {column}"
        way = Way.MAIN if number % 9 == 0 else Way.STREET
        lines.append(Line(way, name, "", "", tuple(points)))
    return msgspec.structs.replace(district, lines=tuple(lines), areas=())


def painted_ms(district: District) -> list[float]:
    """The processor time of composing and painting steps of a zoom, in milliseconds each."""
    took = []
    for scale in (0.1, 0.25, 0.5, 1.0, 2.0) * 3:
        frame = Frame(district.width / 2, district.height / 2, scale, WINDOW.width, WINDOW.height)
        began = time.thread_time()
        paint(compose_map(district, frame.wider(AROUND), STYLE).page, None)
        took.append((time.thread_time() - began) * 1000)
    return took


def frames(model: TouchModel, window: QQuickWindow, step: Callable[[int], None]) -> tuple[float, float]:
    """Frames a second while something is moved at each, and the processor time of one in milliseconds."""
    loop, count, began, busy = QEventLoop(), 0, 0.0, 0.0

    def swapped() -> None:
        nonlocal count, began, busy
        count += 1
        if count == 1:
            began, busy = time.perf_counter(), time.process_time()
        if count > FRAMES:
            loop.quit()
            return
        step(count)

    window.frameSwapped.connect(swapped)
    QTimer.singleShot(0, lambda: step(0))
    loop.exec()
    window.frameSwapped.disconnect(swapped)
    wall, used = time.perf_counter() - began, time.process_time() - busy
    model.move_map(0.0, 0.0, 1.0)
    return FRAMES / wall, used / FRAMES * 1000


def moving(district: District) -> list[Row]:
    """The frames of a map that is dragged, and of one that is pinched."""
    application(offscreen=True)
    theatre, window = Theatre(), QQuickWindow()
    window.resize(WIDE, HIGH)
    model = TouchModel(WIDE, HIGH)
    theatre.lay_over(window, TOUCH_VIEW, {"touch": model, "turn": 0})
    frame = Frame(district.width / 2, district.height / 2, 0.5, WINDOW.width, WINDOW.height).wider(AROUND)
    picture = paint(compose_map(district, frame, STYLE).page, None)
    model.lay(WINDOW, theatre.pictures.offer(picture), picture.width(), picture.height())
    model.move_map(-200.0, -170.0, 1.0)
    window.show()
    drag = frames(
        model, window, lambda n: model.move_map(-200 - 150 * math.sin(n / 20), -170.0 - n % 90, 1.0)
    )
    pinch = frames(model, window, lambda n: model.move_map(-200.0, -170.0, 1.25 + 0.24 * math.sin(n / 20)))
    window.close()
    return [
        Row("a map is dragged, software: frames", f"≥ {FPS} fps", f"{drag[0]:.1f} fps", drag[0] >= FPS),
        Row("the same, CPU of a frame", f"≤ {DRAG_MS} ms", f"{drag[1]:.1f} ms", drag[1] <= DRAG_MS),
        Row("a map is pinched, software: frames", f"≥ {FPS} fps", f"{pinch[0]:.1f} fps", pinch[0] >= FPS),
        Row("the same, CPU of a frame", f"≤ {PINCH_MS} ms", f"{pinch[1]:.1f} ms", pinch[1] <= PINCH_MS),
    ]


def main() -> None:
    """Measures and tells."""
    district = nantes()
    rows = moving(district)
    for name, one, most in (("Nantes", district, 80), ("80,000 points", full(district), 400)):
        took = painted_ms(one)
        median, size = statistics.median(took), len(packed(one))
        spread = f"{median:.0f} ms ({min(took):.0f} to {max(took):.0f})"
        step = f"a zoom step composed and painted, CPU, {name}"
        rows.append(Row(step, f"≤ {most} ms", spread, median <= most))
        rows.append(
            Row(f"the map published, {name}", "≤ 4 MiB", f"{size / 1024:,.0f} KiB", size <= MOST_BYTES)
        )
    tell(rows)


if __name__ == "__main__":
    main()
