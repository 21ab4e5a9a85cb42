"""An outbox that the disk has damaged, while stage and agent have it open: what can be read goes on."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from test_spool import play
from test_spool_votes import vote

from device_profiles.report import Fault, Lost, PlayRecord, Record
from player.spool import Spool
from player.spool_file import SpoolFile

PAGE = 4096
MANY = 3000
PATIENCE_S = 30.0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "spool.db"


@pytest.fixture
def stage(file: Path) -> Iterator[Spool]:
    """The stage’s outbox, with much in it, all of it in the file."""
    spool = Spool(file)
    spool.add([play(number, item=f"item-{number}") for number in range(MANY)])
    with closing(sqlite3.connect(file)) as base:
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    yield spool
    spool.close()


def spoil(file: Path, *pages: int, known: Spool | None = None) -> None:
    """Let a disk forget pages, counted from 1; `known` has read some of them, and does not keep them."""
    if known is not None:
        known._base.execute("PRAGMA shrink_memory")
    with file.open("r+b") as raw:
        for page in pages:
            raw.seek((page - 1) * PAGE)
            raw.write(bytes(PAGE))


def root_of(file: Path, table: str) -> int:
    with closing(sqlite3.connect(file)) as base:
        (found,) = base.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    return int(found)


def in_the_middle(file: Path) -> range:
    """Pages in the middle of the records."""
    middle = file.stat().st_size // PAGE // 2
    return range(middle, middle + 3)


def emptied(spool: Spool) -> list[Record]:
    """All that an agent hands in, until nothing is left."""
    found: list[Record] = []
    while entries := spool.batch(500):
        found += [entry.record for entry in entries]
        spool.acknowledge(entries[-1].number)
    return found


def items(records: list[Record]) -> list[str]:
    return [record.item for record in records if isinstance(record, PlayRecord)]


def test_what_can_be_read_is_handed_on_and_the_rest_is_counted_and_told(file: Path, stage: Spool) -> None:
    with closing(Spool(file)) as agent:
        spoil(file, *in_the_middle(file), known=agent)
        came = emptied(agent)
        stage.add([play(MANY, item="after")])
        came += emptied(agent)
    plays = items(came)
    assert plays == sorted(set(plays), key=lambda item: (item == "after", int(item[5:] or 0)))
    assert plays[0] == "item-0"
    assert plays[-2:] == [f"item-{MANY - 1}", "after"]
    (lost,) = [record.count for record in came if isinstance(record, Lost)]
    assert 0 < lost == MANY + 1 - len(plays) < 100
    (fault,) = [record for record in came if isinstance(record, Fault)]
    assert (fault.part, fault.kind) == ("spool", "damaged")
    assert f"{lost} records" in fault.message
    assert file.with_name("spool.db.broken").exists()


def test_what_central_has_counts_once_all_the_same(file: Path, stage: Spool) -> None:
    with closing(Spool(file)) as agent:
        before, sequence = agent.id, agent.next_sequence()
        handed = agent.batch(10)
        spoil(file, *in_the_middle(file), known=stage)
        emptied(stage)
        assert (agent.next_sequence(), agent.id) == (sequence + 1, before)
        agent.add([play(1)])
        assert agent.batch(1)[0].number > handed[-1].number + MANY - 10


def test_records_that_are_added_after_another_mended_it_are_in_the_file_in_place(
    file: Path, stage: Spool
) -> None:
    spoil(file, 1)
    with closing(Spool(file)) as agent:
        assert len(agent) == 0, "without its first page it is no database at all"
        stage.add([play(1, item="after")])
        came = emptied(agent)
    assert items(came) == ["after"]
    (fault,) = [record for record in came if isinstance(record, Fault)]
    assert "not known" in fault.message
    assert not any(isinstance(record, Lost) for record in came)


@pytest.mark.parametrize("table", ["about", "handed", "votes", "aside"])
@pytest.mark.usefixtures("stage")
def test_what_is_counted_beside_the_records_may_be_damaged_too(file: Path, table: str) -> None:
    page = root_of(file, table)
    spoil(file, page)
    with closing(Spool(file)) as agent:
        agent.next_sequence()
        assert agent.votes() == {}
        agent.add([vote()])
        agent.take_back()
        assert len(items(emptied(agent))) == MANY


def test_votes_and_what_waits_apart_are_kept(file: Path, stage: Spool) -> None:
    stage.add([vote()])
    stage.set_aside(stage.batch(1)[0].number)
    spoil(file, *in_the_middle(file), known=stage)
    emptied(stage)
    assert sum(stage.votes().values()) == vote().count
    assert stage.aside == 1
    stage.take_back()
    assert items(emptied(stage)) == ["item-0"]


def test_of_many_who_find_it_damaged_at_once_one_mends_it(file: Path, stage: Spool) -> None:
    spoil(file, 1)
    begin = threading.Barrier(8)

    def come(number: int) -> None:
        begin.wait(PATIENCE_S)
        with closing(Spool(file)) as spool:
            spool.add([play(number, item=f"new-{number}")])

    threads = [threading.Thread(target=come, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert sorted(items(emptied(stage))) == [f"new-{number}" for number in range(8)]


@pytest.mark.usefixtures("stage")
def test_nobody_replaces_it_while_somebody_works_in_it(file: Path) -> None:
    at_work, other = SpoolFile(file), Spool(file)
    spoil(file, *in_the_middle(file), known=other)
    thread = threading.Thread(target=other.batch, args=(MANY,))
    with at_work.held():
        thread.start()
        thread.join(0.3)
        assert thread.is_alive()
        assert not file.with_name("spool.db.broken").exists()
    thread.join(PATIENCE_S)
    assert file.with_name("spool.db.broken").exists()
    at_work.close()
    other.close()


def test_a_kill_while_it_is_replaced_leaves_what_can_be_read(file: Path, stage: Spool) -> None:
    """Between its two renames: the old one is out of its place, what is of it lies there still."""
    fresh = file.with_name("spool.db.new")
    with closing(Spool(fresh)) as made:
        made.add([play(1, item="read")])
    file.replace(file.with_name("spool.db.broken"))
    assert file.with_name("spool.db-wal").exists()
    stage.add([play(2, item="after")])
    assert items(emptied(stage)) == ["read", "after"]
    assert not fresh.exists()


@pytest.mark.usefixtures("stage")
def test_what_a_kill_left_half_made_is_no_outbox(file: Path) -> None:
    fresh = file.with_name("spool.db.new")
    fresh.write_bytes(b"half")
    with closing(Spool(file)) as again:
        assert len(again) == MANY
    assert not fresh.exists()


def test_a_body_that_is_none_is_left_behind(file: Path, stage: Spool) -> None:
    with closing(sqlite3.connect(file)) as base, base:
        base.execute("UPDATE records SET body = 'text' WHERE number = 7")
        base.execute("UPDATE about SET id = 'no id'")
    spoil(file, *in_the_middle(file), known=stage)
    assert len(items(emptied(stage))) > MANY - 100
    assert len(stage.id) == 32


def test_records_of_before_can_be_read_in_the_new_file(file: Path, stage: Spool) -> None:
    spoil(file, *in_the_middle(file), known=stage)
    emptied(stage)
    with closing(sqlite3.connect(file.with_name("spool.db.broken"))) as base:
        (body,) = base.execute("SELECT body FROM records WHERE number = 900").fetchone()
    assert msgspec.json.decode(body)["item"] == "item-899"


def test_numbers_are_not_given_again_where_nothing_waited(file: Path, stage: Spool) -> None:
    last = stage.batch(MANY)[-1].number
    stage.acknowledge(last)
    spoil(file, root_of(file, "votes"))
    with closing(Spool(file)) as again:
        assert again.votes() == {}
        again.add([play(1)])
        assert again.batch(1)[0].number > last


@pytest.mark.usefixtures("stage")
def test_who_comes_second_finds_it_mended(file: Path) -> None:
    one, other = SpoolFile(file), SpoolFile(file)
    bases = [one.open(), other.open()]
    spoil(file, *in_the_middle(file))
    bases += [one.open(damaged=True), other.open(damaged=True)]
    assert bases[-1].execute("SELECT count(*) FROM harm").fetchone() == (1,)
    for base in bases:
        base.close()
