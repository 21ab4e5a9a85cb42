"""Qt objects that nobody holds any more go in the thread that draws, whoever makes values meanwhile."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SWEEPING = Path(__file__).with_name("sweeping.py")


def test_garbage_is_swept_by_the_thread_that_draws() -> None:
    done = subprocess.run(  # noqa: S603
        [sys.executable, str(SWEEPING), "swept"],
        env={"PYTHONPATH": str(SWEEPING.parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["drawing"]
