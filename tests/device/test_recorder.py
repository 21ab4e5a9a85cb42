"""The thread that writes for a stage, on disks that refuse."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from test_spool import play

from player.recorder import Recorder
from player.spool import Spool

PATIENCE_S = 30.0


def test_what_waited_for_the_disk_is_written_at_the_end(
    tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    expect_log("the state cannot be written, playing goes on")
    in_the_way = tmp_path / "state"
    in_the_way.write_text("a file where a folder should be")
    recorder = Recorder(in_the_way / "spool.db")
    recorder.keep(play(1))
    ends, nothing = time.monotonic() + PATIENCE_S, threading.Event()
    while not recorder.trouble:
        assert time.monotonic() < ends
        nothing.wait(0.01)
    in_the_way.unlink()
    recorder.close(PATIENCE_S)
    with closing(Spool(in_the_way / "spool.db")) as spool:
        assert len(spool) == 1
