"""Whether the plays that are kept are as they were written: looked through again and again, bit by bit."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from datetime import date
from functools import partial
from itertools import groupby
from operator import itemgetter

import sqlalchemy as sa

from central.store.chain import first_changed
from central.store.store import Store
from central.store.tables import chains, day_of, names

_log = logging.getLogger(__name__)
_STEP_S = 0.5
"""Between one device’s day and the next: a month of 224 devices is looked through within the hour."""
REST_S = 60.0


class Chains:
    """Looks through the chains of all devices and days; `broken` names those that were changed.

    `looked` are the days of which all were looked through since central began: of others nothing is known.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.broken: set[tuple[date, str]] = set()
        self.looked: set[date] = set()

    async def look(self) -> None:
        """Look through them all; the newest days first."""
        for of, devices in groupby(await self._store.read(_all), key=itemgetter(0)):
            await self._look(of, devices)
            self.looked.add(day_of(of))

    async def _look(self, of: int, devices: Iterable[tuple[int, int, str]]) -> None:
        for day, number, name in devices:
            row = await self._store.read(partial(first_changed, day=day, device=number))
            key = day_of(of), name
            if row is None:
                self.broken.discard(key)
            elif key not in self.broken:
                self.broken.add(key)
                _log.error("plays of %s on %s were changed, from row %d on", name, key[0], row)
            await asyncio.sleep(_STEP_S)


def _all(connection: sa.Connection) -> list[tuple[int, int, str]]:
    found = sa.select(chains.c.day, chains.c.device, names.c.name).join(names, names.c.id == chains.c.device)
    return [
        (day, device, name) for day, device, name in connection.execute(found.order_by(chains.c.day.desc()))
    ]
