"""Rows in which the disk has turned a bit over: central starts, and goes on without them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from msgspec.structs import replace
from standing_city import NOW
from store_world import AT, band, report, take, taken

from central.access import Role, mint
from central.answers import OrderLine
from central.standing import Alarm, Severity, Verdict
from central.store import notes, reading
from central.store.store import Store
from central.store.sums import sums
from central.store.tables import alarms, bands, day_sums, orders, tokens


def alarm(name: str) -> Alarm:
    """One that lasts."""
    return Alarm(
        id=name, code="silent", severity=Severity.MAJOR, scope="device", subject="a", screens=("a",), since=AT
    )


def order(name: str) -> OrderLine:
    """One that was given."""
    return OrderLine(id=name, order="restart", devices=("a",), at=NOW, until=NOW, by="Soizic", outcomes={})


def both(connection: sa.Connection) -> None:
    """Two of each; the first of each is damaged."""
    notes.keep_alarms(connection, [alarm("a"), alarm("b"), replace(alarm("c"), scope="devicf")])
    for name in ("a", "b"):
        notes.keep_order(connection, order(name))
        notes.keep_token(connection, mint(name, Role.VIEW, NOW)[0])
    for table in (alarms, orders):
        body: Any = connection.execute(sa.select(table.c.body).where(table.c.id == "a")).scalar()
        damaged = body[:9] + bytes([body[9] ^ 0x80]) + body[10:]
        connection.execute(sa.update(table).where(table.c.id == "a").values(body=damaged))
    connection.execute(sa.update(tokens).where(tokens.c.name == "a").values(role="vidw"))


def test_what_cannot_be_read_is_left_out_and_named(store: Store, expect_log: Callable[[str], None]) -> None:
    expect_log("Alarm a in the store is damaged")
    expect_log("Alarm c in the store is damaged")
    expect_log("OrderLine a in the store is damaged")
    expect_log("make another")
    asyncio.run(store.write(both))
    assert [one.id for one in store.look(notes.lasting)] == ["b"]
    assert [one.id for one in store.look(partial(notes.newest_orders, since=AT, most=9))] == ["b"]
    assert [one.name for one in store.look(notes.known_tokens)] == ["b"]


DAY = AT.date()
DAMAGE = {
    "device": lambda: sa.update(day_sums).where(day_sums.c.verdict == "black").values(device=1 << 20),
    "verdict": lambda: sa.update(day_sums).where(day_sums.c.verdict == "black").values(verdict="blacj"),
    "day": lambda: sa.update(day_sums).where(day_sums.c.verdict == "black").values(day=20261199),
    "band": lambda: sa.update(bands).where(bands.c.verdict == "black").values(verdict="blacj"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_seconds_that_cannot_be_read_keep_no_page_from_being_shown(
    damage: str, store: Store, expect_log: Callable[[str], None]
) -> None:
    black = tuple(band(60, 90, Verdict.BLACK) if start else band(0, 60) for start in (0, 1))
    take(store, taken(report(1), bands=black))
    asyncio.run(store.write(lambda c: c.execute(DAMAGE[damage]())))
    if damage == "device":
        expect_log("are damaged, they are left out")
    end = DAY.replace(day=30)
    told = store.look(partial(sums, start=DAY, end=end, more=()))
    wrong = {Verdict.UNKNOWN if damage == "verdict" else Verdict.BLACK: 30.0}
    left = {Verdict.RIGHT: 60.0} | (wrong if damage in ("verdict", "band") else {})
    assert told.days == {DAY: left}
    assert told.heard == {DAY: 1}
    assert store.look(partial(reading.day_total, day=DAY))[Verdict.RIGHT] == 60.0
    of = store.look(partial(reading.days_of, start=DAY, end=end, device="kiosk-001"))
    assert of == {(DAY, "kiosk-001"): left}
    found = store.look(partial(reading.bands_of, device="kiosk-001", start=AT, end=AT.replace(hour=10)))
    assert [one.verdict for one in found][1:] == [Verdict.UNKNOWN if damage == "band" else Verdict.BLACK]
