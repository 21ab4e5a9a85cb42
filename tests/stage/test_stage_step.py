from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.stage.step import PERIOD_MS, SEEK_MS, Correction, ahead_ms, correction

FRAME_MS = 40.0


@pytest.mark.parametrize(
    ("position", "due", "length", "ahead"),
    [
        (500, 500, 2000, 0),
        (540, 500, 2000, 40),
        (460, 500, 2000, -40),
        (20, 1990, 2000, 30),
        (1990, 20, 2000, -30),
        (3990, 20, 2000, -30),
        (0, 900, 2000, -900),
    ],
)
def test_how_far_ahead_is_counted_the_short_way_round_the_loop(
    position: float, due: float, length: float, ahead: float
) -> None:
    assert ahead_ms(position, due, length) == ahead


@pytest.mark.parametrize(
    ("ahead", "cure"),
    [
        (0, Correction()),
        (40, Correction()),
        (-40, Correction()),
        (41, Correction(rate=0.959)),
        (-41, Correction(rate=1.041)),
        (400, Correction(rate=0.6)),
        (-400, Correction(rate=1.4)),
        (401, Correction(seeks=True)),
        (-401, Correction(seeks=True)),
        (900, Correction(seeks=True)),
    ],
)
def test_one_frame_is_let_pass_speed_makes_up_for_little_and_a_jump_for_much(
    ahead: float, cure: Correction
) -> None:
    assert correction(ahead, FRAME_MS) == cure


@given(st.floats(-SEEK_MS, SEEK_MS), st.floats(16, 100))
def test_speed_brings_a_film_back_into_step_within_a_period(ahead: float, frame_ms: float) -> None:
    after = ahead + (correction(ahead, frame_ms).rate - 1) * PERIOD_MS
    assert abs(after) <= frame_ms
