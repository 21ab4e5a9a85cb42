"""The thread that writes for a stage, on disks that refuse."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from test_spool import play
from test_spool_votes import vote

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


def test_a_vote_is_written_once_though_the_counts_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    expect_log("the state cannot be written, playing goes on")
    read, left = Spool.votes, [2]

    def busy(spool: Spool) -> dict[tuple[str, str], int]:
        left[0] -= 1
        if left[0] >= 0:
            raise sqlite3.OperationalError("disk I/O error")
        return read(spool)

    monkeypatch.setattr(Spool, "votes", busy)
    recorder = Recorder(tmp_path / "spool.db")
    recorder.keep(vote())
    ends, nothing = time.monotonic() + PATIENCE_S, threading.Event()
    while not recorder.written:
        assert time.monotonic() < ends
        nothing.wait(0.01)
    recorder.close(PATIENCE_S)
    with closing(Spool(tmp_path / "spool.db")) as spool:
        assert len(spool) == 1
        assert sum(spool.votes().values()) == vote().count
