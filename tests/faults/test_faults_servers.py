"""A glass through everything that a server does wrong: not a frame of it is seen, and each is told."""

from __future__ import annotations

from pathlib import Path

from rig import rig
from servers import WRONGS, endure


def test_the_glass_stays_right_through_everything_that_a_server_does_wrong(tmp_path: Path) -> None:
    with rig(tmp_path) as one:
        one.begin(seconds=0.3)
        for wrong in WRONGS.values():
            endure(one, wrong)
        one.kill()
        assert one.wrong() == []
        one.require_sound()
