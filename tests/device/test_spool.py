from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from device_profiles.report import (
    DIFFERS,
    FRAMES,
    MATCHED,
    Fault,
    FaultSum,
    Lost,
    PlayRecord,
    PlaySum,
    Record,
)
from player.compaction import summed
from player.spool import Spool, SpoolLimits

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def play(number: int, item: str = "red") -> PlayRecord:
    return PlayRecord(
        device="totem-1",
        screen="main",
        zone="main",
        item=item,
        object="ab" * 32,
        start=NOON + timedelta(seconds=10 * number),
        duration_ms=10_000,
        frames=30,
        verified=FRAMES,
        edition="cd" * 32,
    )


def fault(message: str = "no answer") -> Fault:
    return Fault(device="totem-1", at=NOON, part="stage", kind="item", message=message)


def counted(records: list[Record]) -> int:
    return sum(getattr(record, "count", 1) for record in records)


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool.db", SpoolLimits(rows=100))


def test_records_stay_in_order_until_they_are_acknowledged(spool: Spool) -> None:
    spool.add([play(1), fault()])
    spool.add([play(2)])
    first = spool.batch(2)
    assert [entry.record for entry in first] == [play(1), fault()]
    assert spool.batch(2) == first, "handed out again until it is acknowledged"
    spool.acknowledge(first[-1].number)
    assert [entry.record for entry in spool.batch(9)] == [play(2)]


def test_numbers_are_never_given_twice(spool: Spool) -> None:
    spool.add([play(1)])
    number = spool.batch(1)[0].number
    spool.acknowledge(number)
    spool.add([play(2)])
    assert spool.batch(1)[0].number > number


def test_at_its_limit_it_sums_up_and_counts_everything(spool: Spool) -> None:
    for number in range(1000):
        spool.add([play(number, item=f"item-{number % 3}")])
    spool.add([fault()] * 200)
    assert len(spool) <= 100
    records = [entry.record for entry in spool.batch(1000)]
    plays = [record for record in records if isinstance(record, PlayRecord | PlaySum)]
    assert counted(list(plays)) == 1000
    assert sum(record.duration_ms for record in plays) == 10_000_000
    assert sum(isinstance(record, PlaySum) and record.start == NOON for record in plays) == 1
    assert counted([record for record in records if isinstance(record, Fault | FaultSum)]) == 200


def test_what_was_handed_out_is_not_summed_up_again(spool: Spool) -> None:
    spool.add([play(number) for number in range(50)])
    handed = spool.batch(50)
    for number in range(50, 400):
        spool.add([play(number)])
    assert spool.batch(50) == handed
    spool.acknowledge(handed[-1].number)
    assert counted([entry.record for entry in spool.batch(1000)]) == 350


def test_what_cannot_be_summed_up_is_lost_and_said_to_be(spool: Spool) -> None:
    for number in range(300):
        spool.add([play(number, item=f"item-{number}")])
    assert len(spool) <= 100
    records = [entry.record for entry in spool.batch(1000)]
    assert counted(records) == 300
    assert sum(isinstance(record, Lost) for record in records) == 1


def test_a_file_that_is_no_database_is_set_aside(tmp_path: Path) -> None:
    file = tmp_path / "spool.db"
    file.write_bytes(b"\0" * 5000)
    spool = Spool(file)
    spool.add([play(1)])
    kept, told = (entry.record for entry in spool.batch(9))
    assert kept == play(1)
    assert (type(told), told.device) == (Fault, play(1).device)
    assert (tmp_path / "spool.db.broken").stat().st_size == 5000


OLD = """{"type":"play","device":"totem-1","screen":"main","zone":"main","item":"red","object":null,
"start":"2026-11-25T12:00:00Z","duration_ms":10000,"frames":30,"verified":"frames presented",
"edition":null}"""


def test_records_of_an_earlier_version_are_handed_out_and_summed_up(tmp_path: Path) -> None:
    file = tmp_path / "spool.db"
    Spool(file).close()
    sums = OLD.replace('"play"', '"plays","count":3')
    with closing(sqlite3.connect(file)) as base, base:
        base.executemany("INSERT INTO records (body) VALUES (?)", [(OLD.encode(),), (sums.encode(),)])
    spool = Spool(file)
    before = [entry.record for entry in spool.batch(10)]
    assert [type(record) for record in before] == [PlayRecord, PlaySum]
    seen = replace(play(1), object=None, edition=None, bits=3, levels=1)
    (told,) = summed([*before, seen])
    assert isinstance(told, PlaySum)
    assert (told.count, told.bits, told.levels) == (5, 3, 1)


def test_what_was_seen_on_the_glass_is_not_summed_up_with_what_was_not() -> None:
    matched = replace(play(1), verified=MATCHED, bits=0, levels=0)
    differs = replace(play(2), verified=DIFFERS, bits=90, levels=4)
    sums = summed([play(0), matched, differs, replace(matched, bits=2)])
    assert [(one.verified, one.count, one.bits) for one in sums if isinstance(one, PlaySum)] == [
        (FRAMES, 1, None),
        (MATCHED, 2, 2),
        (DIFFERS, 1, 90),
    ]


def test_kill_9_loses_nothing_that_was_added(tmp_path: Path) -> None:
    writer = """
import sys
sys.path[:0] = sys.argv[2:]
from pathlib import Path
from test_spool import play
from player.spool import Spool
spool = Spool(Path(sys.argv[1]))
for number in range(10_000):
    spool.add([play(number)])
    print(number, flush=True)
"""
    file = tmp_path / "spool.db"
    command = [sys.executable, "-c", writer, str(file), str(Path(__file__).parent)]
    for stop in (1, 17, 40):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        for _ in range(stop):
            added = int(process.stdout.readline())
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        spool = Spool(file)
        entries = spool.batch(100_000)
        records = [entry.record for entry in entries]
        assert records[: added + 1] == [play(number) for number in range(added + 1)]
        spool.acknowledge(entries[-1].number)
        spool.close()


def spoil(file: Path, number: int) -> None:
    """Let one bit of a record fall over, so that it is no text any more."""
    with closing(sqlite3.connect(file)) as base, base:
        (body,) = base.execute("SELECT body FROM records WHERE number = ?", (number,)).fetchone()
        spoilt = body.replace(b"totem-1", b"totem\xad1")
        base.execute("UPDATE records SET body = ? WHERE number = ?", (spoilt, number))


def test_a_record_that_is_no_text_any_more_holds_up_none(tmp_path: Path) -> None:
    with closing(Spool(tmp_path / "spool.db")) as spool:
        spool.add([play(number) for number in range(5)])
        spoil(tmp_path / "spool.db", 2)
        assert [entry.number for entry in spool.batch(10)] == [1, 3, 4, 5]
        assert (spool.lost, len(spool)) == (1, 4)


def test_a_record_that_is_no_text_any_more_is_told_as_lost_where_all_are_summed_up(tmp_path: Path) -> None:
    with closing(Spool(tmp_path / "spool.db", SpoolLimits(rows=100))) as spool:
        spool.add([play(number) for number in range(100)])
        spoil(tmp_path / "spool.db", 2)
        spool.add([play(100)])
        assert counted([entry.record for entry in spool.batch(1000)]) == 100
        assert spool.lost == 1
