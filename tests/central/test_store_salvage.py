"""A store whose disk has damaged it: what can be read is saved, and central goes on with that."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from test_store_moving import filled, told

from central.errors import StoreError
from central.store.engines import is_damage
from central.store.notes import out_of_service
from central.store.salvage import salvage
from central.store.store import Store

PAGE = 4096


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A store, all of it in one file."""
    file = tmp_path / "central.db"
    filled(f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as base:
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


def pages_of(file: Path, table: str) -> list[int]:
    """The pages that a table lies on, from 0."""
    with closing(sqlite3.connect(file)) as base:
        return [
            root - 1
            for (root,) in base.execute("SELECT rootpage FROM sqlite_schema WHERE tbl_name = ?", [table])
        ]


def damage(file: Path, page: int) -> None:
    """Write over a page."""
    with file.open("r+b") as pages:
        pages.seek(page * PAGE)
        pages.write(b"\xa5" * PAGE)


class Heard:
    """What was told of each table."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}
        self.broken: list[str] = []

    def __call__(self, table: str, rows: int, whole: bool) -> None:
        self.rows[table] = rows
        self.broken += [] if whole else [table]


def test_of_a_store_that_is_well_all_is_saved(source: Path, tmp_path: Path) -> None:
    heard = Heard()
    assert salvage(f"sqlite:///{source}", tmp_path / "new.db", heard)
    assert heard.broken == []
    old, new = Store.open(f"sqlite:///{source}"), Store.open(f"sqlite:///{tmp_path}/new.db")
    assert told(new) == told(old)
    old.close()
    new.close()


def test_what_a_damaged_page_does_not_hold_is_saved(source: Path, tmp_path: Path) -> None:
    for page in pages_of(source, "device_state"):
        damage(source, page)
    heard = Heard()
    assert not salvage(f"sqlite:///{source}", tmp_path / "new.db", heard)
    assert heard.broken == ["device_state"]
    new = Store.open(f"sqlite:///{tmp_path}/new.db")
    assert heard.rows["names"] > 0
    assert list(new.marks())
    assert list(new.last()) == []
    new.close()


def test_a_long_table_is_saved_up_to_its_damage_from_both_ends(source: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(source)) as base:
        rows = [
            (1000 + number, f"a name that is long enough to fill pages, number {number}")
            for number in range(2000)
        ]
        base.executemany("INSERT INTO names (id, name) VALUES (?, ?)", rows)
        base.commit()
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (middle,) = base.execute(
            "SELECT pageno FROM dbstat WHERE name = 'names' AND pagetype = 'leaf'"
            " ORDER BY path LIMIT 1 OFFSET 10"
        ).fetchone()
    damage(source, middle - 1)
    heard = Heard()
    assert not salvage(f"sqlite:///{source}", tmp_path / "new.db", heard)
    assert heard.broken == ["names"]
    assert 1900 < heard.rows["names"] < 2000
    with closing(sqlite3.connect(tmp_path / "new.db")) as base:
        assert base.execute("SELECT min(id) < 1000, max(id) FROM names").fetchone() == (1, 2999)


def test_a_file_that_is_no_store_leaves_nothing_behind(tmp_path: Path) -> None:
    file = tmp_path / "central.db"
    file.write_bytes(b"\xa5" * PAGE)
    with pytest.raises(StoreError) as met:
        salvage(f"sqlite:///{file}", tmp_path / "new.db", lambda *_: None)
    assert is_damage(met.value)
    assert not (tmp_path / "new.db").exists()


def test_a_damaged_page_under_a_running_central_is_told_with_what_to_do(source: Path) -> None:
    store = Store.open(f"sqlite:///{source}")
    for page in pages_of(source, "service_notes"):
        damage(source, page)
    with pytest.raises(StoreError, match="parvis central salvage") as met:
        store.look(out_of_service)
    assert is_damage(met.value)
    store.close()
