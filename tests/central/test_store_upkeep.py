"""Longer steps, letting go of what is old, copies, versions."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from store_world import AT, PROMPT, band, fault, heartbeat, play, report, taken

from central.access import Role, mint
from central.errors import StoreError
from central.store import migrations, notes, outside, proof, reading
from central.store.backup import back_up
from central.store.store import Store
from central.store.tables import day_tables, schema
from central.store.upkeep import Retention, Upkeep
from device_profiles.heartbeat import MachineBeat
from device_profiles.report import Fingernail

DAY = date(2026, 11, 26)
HOUR = timedelta(hours=1)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty store, of each kind, that writes at once."""
    opened = Store.open(url, PROMPT)
    yield opened
    opened.close()


def send(store: Store, *times: datetime, device: str = "kiosk-001") -> None:
    """A report at each time, with a play, a fault, a band of ten seconds, and a machine busier each time."""

    async def act() -> None:
        for place, at in enumerate(times, start=1):
            number = int(at.timestamp())
            seconds = (at - AT).total_seconds()
            given = report(
                number,
                play(2 * number, device=device, start=at),
                fault(2 * number + 1, device),
                device=device,
                heartbeat=heartbeat(at, machine=MachineBeat(cpu=place / 10)),
            )
            await store.take(taken(given, at, bands=(band(seconds, seconds + 10),)))

    asyncio.run(act())


def keep_up(store: Store, now: datetime, retention: Retention | None = None) -> None:
    asyncio.run(Upkeep(store, lambda: now, retention).once())


def test_a_picture_of_a_device_that_is_gone_for_long_goes_too(store: Store) -> None:
    nail = Fingernail(screen="upper", at=AT, jpeg=b"\xff\xd8\xff")
    for number, device in enumerate(("kiosk-001", "kiosk-002")):
        received = AT + number * timedelta(days=2)
        asyncio.run(store.take(taken(report(1, device=device, fingernails=(nail,)), received)))
    keep_up(store, AT + timedelta(days=184))
    found = [store.look(partial(reading.pictures_of, device=one)) for one in ("kiosk-001", "kiosk-002")]
    assert found == [{}, {"upper": AT}]


def figures(store: Store, step_s: int, device: str = "kiosk-001") -> list[tuple[float, float | None]]:
    told = store.look(lambda c: reading.series(c, device, AT - 24 * HOUR, AT + 24 * HOUR, step_s))
    return [(at - AT.timestamp(), cpu) for at, cpu in zip(told.at, told.values["cpu"], strict=True)]


def near(*expected: tuple[float, float]) -> list[tuple[float, object]]:
    """What `figures` gives, to a rounding."""
    return [(at, pytest.approx(value)) for at, value in expected]


def test_hours_that_have_ended_are_summed_up_once(store: Store) -> None:
    minutes = (0, 1, 6, 59, 61)
    send(store, *(AT + timedelta(minutes=minute) for minute in minutes))
    send(store, AT, device="kiosk-002")
    keep_up(store, AT + HOUR)
    assert figures(store, reading.STEP_S) == []
    for _ in range(2):
        keep_up(store, AT + HOUR + timedelta(minutes=2))
        assert figures(store, reading.STEP_S) == near((0, 0.15), (300, 0.3), (3300, 0.4))
        assert figures(store, reading.HOUR_S) == near((0, 0.25))
        assert figures(store, reading.STEP_S, "kiosk-002") == near((0, 0.1))
    keep_up(store, AT + 2 * HOUR + timedelta(minutes=2))
    assert figures(store, reading.HOUR_S)[-1:] == near((3600, 0.5))


def test_what_is_old_enough_goes_and_what_is_summed_up_stays(store: Store) -> None:
    retention = Retention(
        plays=timedelta(days=3), samples=timedelta(days=1), steps=timedelta(days=2), sums=timedelta(days=9)
    )
    send(store, *(AT + timedelta(days=day) for day in range(7)))
    keep_up(store, AT + timedelta(days=6, hours=2), retention)
    kinds = sorted(store.look(lambda c: list(day_tables(c))))
    days = {kind: [day for found, day in kinds if found == kind] for kind, _ in kinds}
    assert days == {
        "plays": [20261129, 20261130, 20261201, 20261202],
        "seals": [20261129, 20261130, 20261201, 20261202],
        "samples": [20261201, 20261202],
        "steps": [20261130, 20261201, 20261202],
    }
    week = (DAY, DAY + timedelta(days=7))
    assert store.look(lambda c: len(list(proof.totals(c, *week)))) == 7
    assert store.look(lambda c: len(reading.days_of(c, *week))) == 7
    assert store.look(lambda c: list(proof.broken(c, *week))) == []
    later = (AT + timedelta(days=day) for day in range(2, 7))
    kept = [at for at in later if store.look(lambda c, at=at: reading.bands_at(c, at))]  # type: ignore[misc]
    assert kept == [AT + timedelta(days=day) for day in range(4, 7)]
    old = store.look(lambda c: reading.faults_of(c, "kiosk-001", AT - HOUR, 99))
    assert len(old) == 3
    keep_up(store, AT + timedelta(days=17), retention)
    assert store.look(lambda c: list(proof.totals(c, *week))) == []
    assert store.look(lambda c: list(day_tables(c))) == []


def test_a_token_that_was_revoked_goes_in_the_end_and_one_that_was_not_stays(store: Store) -> None:
    gone, kept = (mint(name, Role.VIEW, AT)[0] for name in ("Anne", "Mur"))
    for token in (gone, kept):
        asyncio.run(store.write(partial(notes.keep_token, token=token)))
    asyncio.run(store.write(partial(notes.revoke_token, token=gone.id, at=AT)))
    keep_up(store, AT + Retention().sums)
    assert len(store.look(notes.known_tokens)) == 2
    keep_up(store, AT + Retention().sums + HOUR)
    assert store.look(notes.known_tokens) == (kept,)


def test_a_copy_is_whole_while_the_store_is_written(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/central.db")
    send(store, AT)
    back_up(f"sqlite:///{tmp_path}/central.db", tmp_path / "copy.db")
    assert (tmp_path / "copy.db").stat().st_mode & 0o077 == 0
    send(store, AT + HOUR)
    store.close()
    copy = Store.open(f"sqlite:///{tmp_path}/copy.db")
    assert copy.look(lambda c: sum(total.plays for total in proof.totals(c, DAY, DAY))) == 1
    assert copy.look(lambda c: list(proof.broken(c, DAY, DAY))) == []
    copy.close()
    assert not list(tmp_path.glob(".*"))


def test_a_copy_takes_no_file_s_place_and_leaves_none_where_it_fails(tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(StoreError, match="there already"):
        back_up(f"sqlite:///{tmp_path}/central.db", target)
    assert target.read_text(encoding="utf-8") == "mine"
    with pytest.raises(StoreError):
        back_up(f"sqlite:///{tmp_path}/none.db", tmp_path / "other.db")
    assert [path.name for path in tmp_path.iterdir()] == ["copy.db"]


def test_a_copy_of_a_server_is_what_it_restores(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    url = request.getfixturevalue("postgres").database()
    store = Store.open(url)
    send(store, AT)
    back_up(url, tmp_path / "copy.dump")
    store.close()
    assert (tmp_path / "copy.dump").read_bytes().startswith(b"PGDMP")


def set_version(url: str, version: int) -> None:
    def work(connection: sa.Connection) -> None:
        connection.execute(schema.update().values(version=version))

    outside.write(url, work)


def test_a_store_of_a_later_parvis_is_refused_and_left_alone(url: str) -> None:
    Store.open(url).close()
    set_version(url, migrations.VERSION + 1)
    for use in (Store.open, outside.migrate, lambda url: outside.write(url, lambda _: None)):
        with pytest.raises(StoreError, match="take a later one"):
            use(url)


def test_an_older_store_is_brought_up_step_by_step_in_one_transaction(url: str) -> None:
    done: list[str] = []

    def first(connection: sa.Connection) -> None:
        connection.execute(sa.text("CREATE TABLE one (a INTEGER)"))
        done.append("first")

    def second(connection: sa.Connection) -> None:
        connection.execute(sa.text("INSERT INTO one VALUES (1)"))
        done.append("second")

    def third(_connection: sa.Connection) -> None:
        raise RuntimeError("power cut")

    def go(steps: Sequence[migrations.Step]) -> int:
        given = (*migrations.STEPS, *steps)
        return outside.write(url, lambda connection: migrations.migrate(connection, given))

    with pytest.raises(RuntimeError):
        go((first, second, third))
    done.clear()
    assert go((first, second)) == migrations.VERSION
    assert done == ["first", "second"]
    with pytest.raises(StoreError, match="take a later one"):
        go(())


def test_an_older_store_is_not_opened_but_migrated(url: str) -> None:
    assert outside.migrate(url) == (0, migrations.VERSION)
    assert outside.migrate(url) == (migrations.VERSION, migrations.VERSION)
    with pytest.raises(StoreError, match="parvis central migrate"):
        migrations.refuse_older(1, 2)
    store = Store.open(url)
    with pytest.raises(StoreError, match="another central"):
        outside.migrate(url)
    store.close()


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "central.db")) as base:
        base.execute("CREATE TABLE invoices (a)")
    with pytest.raises(StoreError, match="something else: invoices"):
        Store.open(f"sqlite:///{tmp_path}/central.db")
    (tmp_path / "broken.db").write_bytes(b"no database" * 500)
    with pytest.raises(StoreError, match="not a database"):
        Store.open(f"sqlite:///{tmp_path}/broken.db")
    for address in ("mysql://x/y", "here", "postgresql+psycopg://nobody@127.0.0.1:1/x"):
        with pytest.raises(StoreError):
            Store.open(address)


def test_a_copy_is_for_its_owners_eyes_and_the_password_in_no_words_of_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "pg_dump"
    program.write_text(
        '#!/bin/sh\nfor word; do case "$word" in --file=*) file=${word#--file=};; esac; done\n'
        'printf "%s\\n" "$@" "secret=$PGPASSWORD" >"$file"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    copy = tmp_path / "copy.dump"
    back_up("postgresql+psycopg://parvis:gar-nicht@db/parvis", copy)
    *words, last = copy.read_text("utf-8").splitlines()
    assert last == "secret=gar-nicht"
    assert "--dbname=postgresql://parvis@db/parvis" in words
    assert not any("gar-nicht" in word for word in words)
    assert copy.stat().st_mode & 0o077 == 0
