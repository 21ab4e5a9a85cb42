"""Keeps reports as they come, without judging what they show."""

from __future__ import annotations

from datetime import datetime

from central.store.store import Store
from central.store.taken import Taken, Untaken
from device_profiles.report import Receipt, Report


class Keeping:
    """The smallest keeper of reports: the store alone."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def report(self, report: Report, received: datetime) -> Receipt | Untaken:
        """Keep a report; durable when this returns. Raises `StoreError`: it cannot be written."""
        mark = await self._store.take(Taken(device=report.device, report=report, received=received))
        if isinstance(mark, Untaken):
            return mark
        return Receipt(spool=mark.spool, sequence=mark.sequence, upto=mark.upto, at=received)
