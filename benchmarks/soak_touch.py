"""A kiosk's touch screen: 10,000 gestures at random, then 24 hours of people who come and go.

Fingers tap, drag, pinch and slide off by a fixed seed while data change, grow too old and go, and sessions
are warned of and end. Then a day by a clock that hurries: every few minutes to an hour somebody touches a few
things and leaves; after each the window must be, to the pixel, what the timeline asks for at that instant.
With `--minutes` the day comes again until they are over. Memory is the anonymous part of PSS of the process.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from pathlib import Path

from figures import Row, anonymous_mb, minutes, passing, scratch, tell

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "feed"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "playlists"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "stage"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "touch"))

from stage_world import Shelf
from test_touch_crowd import sessions
from touch_crowd import Crowd
from touch_kiosk import Kiosk

from player.memory import give_back_pictures
from player.stage.render import Renderer
from player.stage.theatre import application

GESTURES, WARM = 10_000, 500
GROWTH_MB = 20.0
DAY_MS = 24 * 3_600_000
MINUTES = 5


def main() -> None:
    """Touch, and tell."""
    most = minutes(MINUTES)
    give_back_pictures()
    application(offscreen=True)
    with scratch("touch") as folder:
        kiosk = Kiosk(Shelf(folder))
        crowd = Crowd(kiosk, 20261126)
        tell([*_gestures(crowd), *_days(crowd, most)])
        kiosk.player.close()


def _gestures(crowd: Crowd) -> Iterator[Row]:
    before = 0.0
    for number in range(GESTURES):
        if number == WARM:
            gc.collect()
            before = anonymous_mb()
        crowd.step()
        crowd.check()
    crowd.leave()
    gc.collect()
    grown = anonymous_mb() - before
    yield Row(
        f"{GESTURES:,} gestures in {crowd.sessions} sessions: crashes, ways out",
        "none",
        "none",
        met=True,
    )
    yield Row(
        f"memory after {GESTURES:,} gestures, from the {WARM}th on",
        f"≤ {GROWTH_MB:g} MB more",
        f"{grown:+.1f} MB",
        grown <= GROWTH_MB,
    )
    left = len(sessions())
    yield Row("sessions that anything still knows", "none", str(left), not left)


def _days(crowd: Crowd, most: float) -> Iterator[Row]:
    renderer = Renderer(crowd.kiosk.shelf.folder)
    more, begun, count = passing(most), crowd.kiosk.clock(), 0
    while crowd.kiosk.clock() - begun < DAY_MS or more():
        crowd.rest()
        crowd.come_and_go(1 + count % 6)
        crowd.is_where_the_time_is(renderer)
        count += 1
    hours = (crowd.kiosk.clock() - begun) / 3_600_000
    yield Row(
        f"{hours:.0f} hours by the clock, {count} sessions: the glass after each",
        "the timeline’s, to the pixel",
        "all",
        met=True,
    )


if __name__ == "__main__":
    main()
