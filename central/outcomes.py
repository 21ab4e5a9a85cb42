"""What devices say of orders: read from what they reported last, and kept before they forget it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from functools import partial

import sqlalchemy as sa
from msgspec.structs import replace

from central.answers import OrderLine
from central.service import Service
from central.store import notes

LOOK_S = 300.0
"""How often it is looked what is to be kept: devices say it for two days."""
_SAID_FOR = timedelta(days=3)
_MOST = 500
_FINAL = ("done", "failed")
_LONGEST = 240
"""Characters of an outcome that are kept."""


class Outcomes:
    """Knows what became of orders. What is kept of that is final."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def of(self, order: OrderLine) -> OrderLine:
        """An order with what its devices said last of it."""
        return replace(order, outcomes=self._told(order) | order.outcomes)

    async def look(self) -> None:
        """Keep how orders came out."""
        since = self._service.clock() - _SAID_FOR
        store = self._service.store
        for order in await store.read(partial(notes.newest_orders, since=since, most=_MOST)):
            told = {
                device: said[:_LONGEST]
                for device, said in self._told(order).items()
                if device not in order.outcomes and said.startswith(_FINAL)
            }
            if told:
                await store.write(partial(_keep, order=order.id, told=told))
            await asyncio.sleep(0)

    def _told(self, order: OrderLine) -> dict[str, str]:
        held = ((device, self._service.held.get(device)) for device in order.devices)
        beats = ((device, one.heartbeat) for device, one in held if one and one.heartbeat)
        return {device: beat.orders[order.id] for device, beat in beats if order.id in beat.orders}


def _keep(connection: sa.Connection, order: str, told: Mapping[str, str]) -> None:
    found = notes.order(connection, order)
    if found is not None:
        notes.keep_order(connection, replace(found, outcomes={**told, **found.outcomes}))
