"""The alarms as they last: made anew every few seconds from how devices stand, kept, taken care of."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial

from msgspec.structs import replace

from central.alarming.alarms import raised
from central.alarming.causes import Case
from central.answers import Audit
from central.service import Service
from central.standing import Alarm, Reason
from central.store import notes

_RETURNS = timedelta(hours=1)
"""So long an alarm that ended is remembered: what returns soon is the same."""
_MOST = 10_000
ENDED = timedelta(days=30)

Told = Callable[[tuple[Alarm, ...], datetime], None]
"""Hears all alarms that last, and those that end now, after each look."""


class Watch:
    """Keeps the alarms of a fleet.

    An alarm rings whether it can be kept or not; what people do with one counts once it is kept.
    """

    def __init__(self, service: Service, told: Told) -> None:
        self._service, self._told = service, told
        self._changed = False
        self._turn = asyncio.Lock()
        self._unkept: set[str] = set()
        now = service.clock()
        lasting = service.store.look(notes.lasting)
        ended = service.store.look(partial(notes.ended, since=now - _RETURNS, most=_MOST))
        self._known = {alarm.id: alarm for alarm in (*ended, *lasting)}

    @property
    def lasting(self) -> tuple[Alarm, ...]:
        """The alarms that last, the loudest first."""
        return tuple(alarm for alarm in self._known.values() if alarm.ended is None)

    def taken_change(self) -> bool:
        """Whether anything is another since this was asked last."""
        changed, self._changed = self._changed, False
        return changed

    async def ended(self) -> tuple[Alarm, ...]:
        """The alarms that ended in the last 30 days, the newest first."""
        since = self._service.clock() - ENDED
        return await self._service.store.read(partial(notes.ended, since=since, most=_MOST))

    async def lasted(self, start: datetime, end: datetime) -> tuple[Alarm, ...]:
        """The alarms that lasted in a stretch of time, as far back as they are kept."""
        read = partial(notes.ended, since=start, most=_MOST, begun=end)
        begun = (alarm for alarm in self.lasting if alarm.since < end)
        return (*begun, *await self._service.store.read(read))

    async def look(self, own: Iterable[Reason] = ()) -> None:
        """Make the alarms anew, keep what changed, tell of it.

        What cannot be kept is told all the same, and kept by a later look.
        """
        async with self._turn:
            at = self._service.clock()
            found = raised(self._known.values(), _cases(self._service), at, own=own)
            news = {alarm.id for alarm in found if self._known.get(alarm.id) != alarm}
            told = {alarm.id for alarm in found}
            old = (one for one in self._known.values() if one.id not in told)
            remembered = (one for one in old if one.ended is not None and at - one.ended < _RETURNS)
            self._known = {alarm.id: alarm for alarm in (*found, *remembered)}
            self._changed |= bool(news)
            self._unkept |= news
            try:
                await self._keep()
            finally:
                self._told(found, at)

    async def _keep(self) -> None:
        given = tuple(alarm for name, alarm in self._known.items() if name in self._unkept)
        if given:
            await self._service.store.write(partial(notes.keep_alarms, given=given))
        self._unkept.clear()

    async def acknowledge(self, alarm: str, entry: Audit) -> Alarm | None:
        """Whoever the entry names takes care of an alarm; None where it does not last."""
        at = self._service.clock()
        return await self._put(
            alarm, lambda one: replace(one, acknowledged_by=entry.who, acknowledged_at=at), entry
        )

    async def snooze(self, alarm: str, until: datetime | None, entry: Audit) -> Alarm | None:
        """An alarm rings no more until then; None where it does not last."""
        return await self._put(alarm, lambda one: replace(one, snoozed_until=until), entry)

    async def _put(self, name: str, change: Callable[[Alarm], Alarm], entry: Audit) -> Alarm | None:
        async with self._turn:
            before = self._known.get(name)
            if before is None or before.ended is not None:
                return None
            after = change(before)
            await self._service.store.write(notes.noted(partial(notes.keep_alarms, given=(after,)), entry))
            self._known[name] = after
            self._changed = True
            return after


def _cases(service: Service) -> list[Case]:
    return [
        Case(
            device=name,
            place=member.place,
            family=member.family,
            groups=member.groups,
            standing=service.held[name].standing,
        )
        for name, member in service.members.items()
    ]
