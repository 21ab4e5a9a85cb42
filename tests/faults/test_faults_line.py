"""A large film on a narrow line: the film comes, the line stays open for what else must pass."""

from __future__ import annotations

from pathlib import Path

from rig import MB, rig
from shared_line import fetch_a_film

FILM, LINE, QUEUE = 5 * MB, MB, 256 * 1024
"""As 500 MB on a line of 2 Mbit/s would be, 100 times smaller and 4 times faster."""


def test_a_film_with_a_rate_leaves_the_line_to_the_heartbeat(tmp_path: Path) -> None:
    with rig(tmp_path) as one:
        one.limits |= {"attempt_s": 900.0, "gap_s": 20.0, "small_s": 60.0}
        one.begin()
        shared = fetch_a_film(one, FILM, LINE, queue=QUEUE, rate=int(0.6 * LINE / 1000))
        one.require_sound()
        assert one.wrong() == []
    assert shared.missed == 0
    assert shared.filled < 0.5, f"the queue of the line was full: {shared}"


def test_without_a_rate_the_line_is_full_and_the_film_comes_all_the_same(tmp_path: Path) -> None:
    """What the rate is for: else this line's queue is all the film's."""
    with rig(tmp_path) as one:
        one.limits |= {"attempt_s": 900.0, "gap_s": 20.0, "small_s": 60.0}
        one.begin()
        shared = fetch_a_film(one, FILM, LINE, queue=QUEUE, rate=None)
        one.require_sound()
        assert one.wrong() == []
    assert shared.filled > 0.5, f"a line that is never full tests nothing: {shared}"
