"""What makes reports of an outbox count exactly once: its id, its sequence, and whose word empties it."""

from __future__ import annotations

import itertools
import os
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from test_spool import fault, play

from player.spool import Spool, SpoolLimits

BEFORE = """
CREATE TABLE records (number INTEGER PRIMARY KEY AUTOINCREMENT, body BLOB NOT NULL);
CREATE TABLE handed (only INTEGER PRIMARY KEY CHECK (only = 1), upto INTEGER NOT NULL);
INSERT INTO handed VALUES (1, 1);
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "spool.db"


def numbers(spool: Spool) -> list[int]:
    return [entry.number for entry in spool.batch(1000)]


def test_an_outbox_has_an_id_of_its_own_for_good(file: Path) -> None:
    spool = Spool(file)
    assert re.fullmatch(r"[0-9a-f]{32}", spool.id)
    assert Spool(file).id == spool.id
    assert Spool(file.with_name("other.db")).id != spool.id
    assert Spool(None).id != Spool(None).id


def test_a_file_of_an_earlier_version_is_carried_on(file: Path) -> None:
    with closing(sqlite3.connect(file)) as base, base:
        base.executescript(BEFORE)
        rows = [(msgspec.json.encode(play(number)),) for number in range(3)]
        base.executemany("INSERT INTO records (body) VALUES (?)", rows)
    spool = Spool(file)
    assert (len(spool), spool.acknowledged, spool.next_sequence()) == (3, 0, 1)
    assert [entry.record for entry in spool.batch(9)] == [play(number) for number in range(3)]
    assert Spool(file).id == spool.id


def test_it_knows_how_many_wait_and_were_lost_without_counting(file: Path) -> None:
    spool = Spool(file, SpoolLimits(rows=100))
    spool.add([play(1), fault()])
    assert (len(spool), spool.lost) == (2, 0)
    for number in range(300):
        spool.add([play(number, item=f"item-{number}")])
    assert len(spool) == len(numbers(spool)) <= 100
    records = [entry.record for entry in spool.batch(1000)]
    assert spool.lost == 302 - sum(type(record).__name__ != "Lost" for record in records) > 0
    spool.acknowledge(numbers(spool)[-1])
    assert (len(spool), spool.lost) == (0, 0)


def test_no_sequence_is_given_twice_over_kill_9(file: Path) -> None:
    taker = """
import sys
from pathlib import Path
from player.spool import Spool
spool = Spool(Path(sys.argv[1]))
while True:
    print(spool.next_sequence(), flush=True)
"""
    taken: list[int] = []
    for stop in (1, 23, 60):
        command = [sys.executable, "-c", taker, str(file)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        taken += [int(process.stdout.readline()) for _ in range(stop)]
        os.kill(process.pid, signal.SIGKILL)
        out, _ = process.communicate()
        taken += [int(line) for line in out.splitlines(keepends=True) if line.endswith("\n")]
    assert len(taken) >= 84
    assert all(one < other for one, other in itertools.pairwise(taken))


def test_a_sequence_may_leap(file: Path) -> None:
    spool = Spool(file)
    assert [spool.next_sequence(), spool.next_sequence(64), spool.next_sequence()] == [1, 65, 66]


def test_a_batch_is_bounded_by_bytes_and_never_empty(file: Path) -> None:
    spool = Spool(file)
    spool.add([play(number) for number in range(20)])
    one = len(msgspec.json.encode(play(1)))
    assert len(spool.batch(20, 5 * (one + 40))) == 5
    assert len(spool.batch(20, 1)) == 1
    assert len(spool.batch(20)) == 20


def test_a_word_that_goes_too_far_empties_nothing_but_what_was_handed_out(file: Path) -> None:
    """Central knows numbers that this file never gave: an old copy of it, or a disk that lied."""
    spool = Spool(file)
    spool.add([play(number) for number in range(5)])
    handed = spool.batch(2)
    spool.acknowledge(1000)
    left = spool.batch(10)
    assert [entry.record for entry in left] == [play(2), play(3), play(4)]
    assert left[0].number > 1000 > handed[-1].number
    spool.add([play(9)])
    assert numbers(spool)[-1] > left[-1].number
    spool.acknowledge(left[0].number)
    assert [entry.record for entry in spool.batch(10)] == [play(3), play(4), play(9)]


def test_an_old_copy_of_the_file_loses_nothing_that_comes_after(file: Path) -> None:
    spool = Spool(file)
    spool.acknowledge(40)
    spool.add([play(1)])
    assert numbers(spool) == [41]


def test_a_record_that_the_disk_has_spoilt_keeps_nothing_else_back(file: Path) -> None:
    spool = Spool(file, SpoolLimits(rows=100))
    spool.add([play(1), play(2), play(3)])
    spoilt = b'{"type":"play","duration_ms":-4}'
    with closing(sqlite3.connect(file)) as base, base:
        base.execute("UPDATE records SET body = ? WHERE number = 1", (spoilt,))
        base.execute("UPDATE records SET body = x'00ff' WHERE number = 2")
    assert [entry.record for entry in spool.batch(9)] == [play(3)]
    assert (len(spool), spool.lost) == (1, 2)
    with closing(sqlite3.connect(file)) as base, base:
        base.execute("INSERT INTO records (body) VALUES (?)", (spoilt,))
    spool.add([play(number) for number in range(200)])
    assert len(spool) < 100
    assert spool.lost == 3
