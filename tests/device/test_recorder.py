"""The thread that writes for a stage, on disks that refuse."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from test_spool import play, spoil
from test_spool_votes import vote

from player.recorder import Recorder
from player.spool import Spool, SpoolLimits

PATIENCE_S = 30.0


def wait_until(seen: Callable[[], bool]) -> None:
    ends, nothing = time.monotonic() + PATIENCE_S, threading.Event()
    while not seen():
        assert time.monotonic() < ends
        nothing.wait(0.01)


@pytest.fixture
def refusing(tmp_path: Path, expect_log: Callable[[str], None]) -> Recorder:
    """A recorder whose spool lies where no folder can be."""
    expect_log("the state cannot be written, playing goes on")
    (tmp_path / "file").touch()
    recorder = Recorder(tmp_path / "file" / "spool.db")
    recorder.keep(play(1))
    wait_until(lambda: bool(recorder.trouble))
    return recorder


def test_what_waited_for_the_disk_is_written_at_the_end(
    tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    expect_log("the state cannot be written, playing goes on")
    in_the_way = tmp_path / "state"
    in_the_way.write_text("a file where a folder should be")
    recorder = Recorder(in_the_way / "spool.db")
    recorder.keep(play(1))
    wait_until(lambda: bool(recorder.trouble))
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
    wait_until(lambda: bool(recorder.written))
    recorder.close(PATIENCE_S)
    with closing(Spool(tmp_path / "spool.db")) as spool:
        assert len(spool) == 1
        assert sum(spool.votes().values()) == vote().count


def test_it_ends_at_once_however_much_waits_for_a_disk_that_refuses(refusing: Recorder) -> None:
    while refusing.keep(play(2)) is not None:
        pass
    ending = threading.Thread(target=refusing.close, args=(PATIENCE_S,), daemon=True)
    ending.start()
    ending.join(PATIENCE_S / 2)
    assert not ending.is_alive()
    assert not refusing._thread.is_alive()


def test_the_status_goes_out_while_the_spool_refuses(refusing: Recorder, tmp_path: Path) -> None:
    for number in range(3):
        file = tmp_path / "status" / f"{number}.json"
        refusing.tell(file, b"{}")
        wait_until(file.exists)
    assert refusing.trouble
    assert not refusing.written
    refusing.close()


def test_a_record_that_cannot_be_written_at_all_is_lost_alone(
    tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    expect_log("the state cannot be written, playing goes on")
    recorder = Recorder(tmp_path / "spool.db")
    for number in range(40):
        recorder.keep(play(number, item="half a character: \ud800" if number == 17 else "red"))
    wait_until(lambda: recorder.written == 40)
    recorder.keep(play(40))
    recorder.tell(tmp_path / "stage.json", b"{}")
    recorder.close(PATIENCE_S)
    assert (recorder.lost, recorder.trouble) == (1, "")
    assert (tmp_path / "stage.json").exists()
    with closing(Spool(tmp_path / "spool.db")) as spool:
        kept = [entry.record for entry in spool.batch(100)]
    assert kept == [play(number) for number in range(41) if number != 17]


def test_a_record_on_the_disk_that_is_no_text_any_more_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("player.recorder.Spool", partial(Spool, limits=SpoolLimits(rows=20)))
    recorder = Recorder(tmp_path / "spool.db")
    for number in range(15):
        recorder.keep(play(number, item=f"item-{number}"))
    wait_until(lambda: recorder.written == 15)
    spoil(tmp_path / "spool.db", 2)
    for number in range(15, 30):
        recorder.keep(play(number, item=f"item-{number}"))
    wait_until(lambda: recorder.written == 30)
    recorder.close(PATIENCE_S)
    with closing(Spool(tmp_path / "spool.db")) as spool:
        assert 0 < len(spool) <= 20
        assert spool.lost > 0
