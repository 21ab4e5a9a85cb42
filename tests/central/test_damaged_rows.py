"""Rows in which the disk has turned a bit over: central starts, and goes on without them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import sqlalchemy as sa
from msgspec.structs import replace
from standing_city import NOW
from store_world import AT

from central.access import Role, mint
from central.answers import OrderLine
from central.standing import Alarm, Severity
from central.store import notes
from central.store.store import Store
from central.store.tables import alarms, orders, tokens


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
