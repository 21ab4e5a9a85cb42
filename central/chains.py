"""Whether plays and their totals are as they were written: looked through again and again, bit by bit."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from datetime import date
from functools import partial
from itertools import groupby
from operator import itemgetter

import sqlalchemy as sa

from central.store import groups
from central.store.chain import first_changed, totals_hold
from central.store.store import Store
from central.store.tables import chains, day_of, names, play_sums

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
        for of, chained in groupby(await self._store.read(_all), key=itemgetter(0)):
            await self._look(of, [*chained, *await self._store.read(partial(_unchained, day=of))])
            self.looked.add(day_of(of))

    async def _look(self, of: int, devices: Iterable[tuple[int, int, str]]) -> None:
        for day, number, name in devices:
            changed = await self._store.read(partial(_changed, day=day, device=number))
            key = day_of(of), name
            if not changed:
                self.broken.discard(key)
            elif key not in self.broken:
                self.broken.add(key)
                _log.error("plays of %s on %s were changed, %s", name, key[0], changed)
            await asyncio.sleep(_STEP_S)
        if not await self._store.read(partial(groups.hold, day=of)):
            _log.error("sums of the fleet on %s were changed: they are added up anew", day_of(of))
            await self._store.write(partial(groups.forget, day=of))


def _changed(connection: sa.Connection, day: int, device: int) -> str:
    """What of a device’s day is not as it was written; "" where all is."""
    row = first_changed(connection, day, device)
    if row is not None:
        return f"from row {row} on"
    return "" if totals_hold(connection, day, device) else "or their totals"


def _all(connection: sa.Connection) -> list[tuple[int, int, str]]:
    found = sa.select(chains.c.day, chains.c.device, names.c.name).join(names, names.c.id == chains.c.device)
    return [
        (day, device, name) for day, device, name in connection.execute(found.order_by(chains.c.day.desc()))
    ]


def _unchained(connection: sa.Connection, day: int) -> list[tuple[int, int, str]]:
    """The devices that have totals on a day, and no plays."""
    known = sa.select(chains.c.device).where(chains.c.day == day)
    found = sa.select(play_sums.c.day, play_sums.c.device, names.c.name).distinct()
    found = found.join(names, names.c.id == play_sums.c.device)
    found = found.where(play_sums.c.day == day, play_sums.c.device.not_in(known))
    return [(of, device, name) for of, device, name in connection.execute(found)]
