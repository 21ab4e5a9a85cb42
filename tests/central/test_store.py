"""The store: each report and record once, durable when answered, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

from store_world import AT, SPOOL, band, fault, play, report, taken

from central.standing import Verdict
from central.store import proof, reading
from central.store.store import Store
from central.store.taken import Mark, Untaken

DAY = date(2026, 11, 26)


def mark(sequence: int, upto: int, device: str = "kiosk-001") -> Mark:
    return Mark(device=device, spool=SPOOL, sequence=sequence, upto=upto)


def test_a_report_counts_once_and_each_of_its_records_once(store: Store) -> None:
    async def send() -> None:
        assert await store.take(taken(report(1, play(1), play(2), fault(3)))) == mark(1, 3)
        assert await store.take(taken(report(1, play(1), play(2), fault(3)))) is Untaken.REPLAYED
        assert await store.take(taken(report(2, play(2), fault(3), play(4)))) == mark(2, 4)

    asyncio.run(send())
    (*_,) = totals = list(store.look(lambda connection: list(proof.totals(connection, DAY, DAY))))
    assert sum(total.plays for total in totals) == 3
    assert len(store.look(lambda c: reading.faults_of(c, "kiosk-001", AT - timedelta(1), 10))) == 1
    assert list(store.marks()) == [mark(2, 4)]


def test_bands_that_adjoin_are_one_and_no_second_counts_twice(store: Store) -> None:
    async def send() -> None:
        await store.take(taken(report(1), bands=(band(0, 30),)))
        await store.take(taken(report(2), bands=(band(30, 60),)))
        await store.take(taken(report(3), bands=(band(45, 90), band(90, 100, Verdict.BLACK))))

    asyncio.run(send())
    found = store.look(lambda c: reading.bands_of(c, "kiosk-001", AT, AT + timedelta(hours=1)))
    assert found == (band(0, 90), band(90, 100, Verdict.BLACK))
    days = store.look(lambda c: reading.days_of(c, DAY, DAY))
    assert days == {(DAY, "kiosk-001"): {Verdict.RIGHT: 90.0, Verdict.BLACK: 10.0}}
