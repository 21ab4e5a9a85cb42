"""A glass through everything that a server does wrong: not a frame of it is seen, and each is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from rig import rig
from servers import WRONGS, endure

PARTS = 3


@pytest.mark.parametrize("part", range(PARTS))
def test_the_glass_stays_right_through_everything_that_a_server_does_wrong(tmp_path: Path, part: int) -> None:
    with rig(tmp_path) as one:
        one.begin(seconds=0.3)
        for wrong in list(WRONGS.values())[part::PARTS]:
            endure(one, wrong)
        one.kill()
        assert one.wrong() == []
        one.require_sound()
