"""kill -9 at any instant: the glass stays right, the store stays right, nothing that was played is lost."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from random import Random

from kills import PATIENT, kills, strike
from rig import rig

ROUNDS = 9
"""Each kind once: twelve processes that are killed."""


def test_kill_9_of_agent_stage_and_both_while_they_fetch_go_over_and_play(tmp_path: Path) -> None:
    with rig(tmp_path) as one:
        one.limits |= PATIENT
        one.begin()
        for kill in islice(kills(Random(7)), ROUNDS):
            strike(one, kill)
        one.kill()
        assert one.wrong() == []
        assert one.lost_plays() == []
        one.require_sound()
