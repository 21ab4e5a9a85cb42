"""The transport: which instant is shown, whatever was played, paused and sought before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.preview.transport import RATES, Transport

MOMENTS = st.integers(0, 2**42)
RATE = st.sampled_from(RATES)


def test_live_is_the_clock() -> None:
    live = Transport.live(1000)
    assert live.is_live
    assert live.at(61_000) == 61_000


def test_standing_still() -> None:
    paused = Transport.live(1000).play(5000, playing=False)
    assert paused.at(9000) == 5000
    assert not paused.is_live


def test_going_on_after_a_pause_is_late_and_not_live() -> None:
    resumed = Transport.live(0).play(5000, playing=False).play(8000, playing=True)
    assert resumed.at(9000) == 6000
    assert not resumed.is_live


def test_an_unknown_rate_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="none of the rates"):
        Transport.live(0).at_rate(3, 0)


def test_faster_ends_at_the_ends_of_the_list() -> None:
    transport = Transport.live(0)
    for _ in range(9):
        transport = transport.faster(1, 0)
    assert transport.rate == RATES[-1]
    assert transport.faster(-99, 0).rate == RATES[0]


@given(MOMENTS, MOMENTS, RATE, RATE)
def test_changing_the_rate_never_jumps(start: int, later: int, first: int, second: int) -> None:
    transport = Transport.live(start).at_rate(first, start)
    changed = transport.at_rate(second, start + later)
    assert changed.at(start + later) == transport.at(start + later)
    assert changed.at(start + later + 7) - changed.at(start + later) == 7 * second


@given(MOMENTS, MOMENTS, RATE)
def test_seeking_keeps_playing_from_there(wall: int, target: int, rate: int) -> None:
    transport = Transport.live(wall).at_rate(rate, wall).seek(target, wall + 3)
    assert transport.at(wall + 3) == target
    assert transport.at(wall + 4) == target + rate
