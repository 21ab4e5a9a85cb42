"""A store moves whole: nothing is lost on the way, and what comes after goes on as before."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from postgres import Server
from store_world import AT, fault, play, report, taken

from central.answers import Audit
from central.errors import StoreError
from central.store import notes, proof, reading
from central.store.moving import move
from central.store.store import Store
from central.store.taken import Mark

NOTE = Audit(at=AT, who="marie", address="::1", action="serve", subject="kiosk-001")


def filled(url: str) -> None:
    """A store in which one device has reported twice, and something was noted."""

    async def fill() -> None:
        for sequence in (1, 2):
            first = 3 * sequence
            entries = (play(first), play(first + 1), fault(first + 2))
            at = AT + timedelta(seconds=30 * sequence)
            await store.take(taken(report(sequence, *entries), at))
        await store.write(partial(notes.note, entry=NOTE))

    store = Store.open(url)
    asyncio.run(fill())
    store.close()


def told(store: Store) -> tuple[object, ...]:
    """What a store says of all that was put into it."""
    day = AT.date()
    return (
        list(store.marks()),
        list(store.last()),
        store.look(lambda c: sorted(proof.totals(c, day, day))),
        store.look(lambda c: list(proof.broken(c, day, day))),
        store.look(lambda c: reading.faults_of(c, "kiosk-001", AT, 10)),
        store.look(lambda c: reading.series(c, "kiosk-001", AT, AT + timedelta(hours=1), reading.RAW_S)),
        store.look(lambda c: notes.newest_notes(c, 10)),
    )


def test_a_city_that_grows_moves_to_a_server_with_all_that_it_has(tmp_path: Path, postgres: Server) -> None:
    source, target = f"sqlite:///{tmp_path}/central.db", postgres.database()
    filled(source)
    assert move(source, target, lambda _table, _rows: None) > 0
    old, new = Store.open(source), Store.open(target)
    assert told(new) == told(old)
    old.close()

    async def go_on() -> Mark:
        await new.write(partial(notes.note, entry=NOTE))
        kept = await new.take(taken(report(3, play(9), fault(10)), AT + timedelta(seconds=90)))
        assert isinstance(kept, Mark)
        return kept

    assert asyncio.run(go_on()).upto == 10
    assert not new.look(lambda c: list(proof.broken(c, AT.date(), AT.date())))
    assert len(new.look(lambda c: notes.newest_notes(c, 10))) == 2
    new.close()


def test_nothing_is_moved_into_a_store_that_holds_something(tmp_path: Path) -> None:
    source, target = f"sqlite:///{tmp_path}/a.db", f"sqlite:///{tmp_path}/b.db"
    filled(source)
    filled(target)
    with pytest.raises(StoreError, match="holds something"):
        move(source, target, lambda _table, _rows: None)


def test_a_store_with_which_a_central_works_is_not_moved(tmp_path: Path) -> None:
    source = f"sqlite:///{tmp_path}/a.db"
    filled(source)
    running = Store.open(source)
    with pytest.raises(StoreError):
        move(source, f"sqlite:///{tmp_path}/b.db", lambda _table, _rows: None)
    running.close()
