from __future__ import annotations

from datetime import UTC, datetime

import pytest

from layouts.sun import elevation

HORIZON = -0.833
PARIS, SYDNEY, NANTES = (48.8566, 2.3522), (-33.8688, 151.2093), (47.2184, -1.5536)


@pytest.mark.parametrize(
    ("place", "rises_or_sets"),
    [
        (PARIS, datetime(2026, 6, 21, 3, 47, tzinfo=UTC)),
        (PARIS, datetime(2026, 6, 21, 19, 58, tzinfo=UTC)),
        (PARIS, datetime(2026, 12, 21, 7, 41, tzinfo=UTC)),
        (PARIS, datetime(2026, 12, 21, 15, 56, tzinfo=UTC)),
        (SYDNEY, datetime(2026, 12, 20, 18, 41, tzinfo=UTC)),
    ],
)
def test_stands_on_the_horizon_at_the_published_times(
    place: tuple[float, float], rises_or_sets: datetime
) -> None:
    assert elevation(rises_or_sets, *place) == pytest.approx(HORIZON, abs=0.5)


def test_culminates_at_the_height_that_the_latitude_gives() -> None:
    day = [datetime(2026, 6, 21, hour, minute, tzinfo=UTC) for hour in range(24) for minute in range(60)]
    assert max(elevation(at, *NANTES) for at in day) == pytest.approx(90 - 47.2184 + 23.436, abs=0.1)


def test_is_under_the_ground_at_midnight() -> None:
    assert elevation(datetime(2026, 12, 21, 0, 0, tzinfo=UTC), *NANTES) < -60
