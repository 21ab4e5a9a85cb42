"""Central as its faces see it, whole: what one may see (`Outlook`), and what one may do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from msgspec.structs import replace
from sqlalchemy import Connection

from central.access import Token
from central.answers import Audit, Device, FleetChange, OrderLine, Plays, PlaysLine
from central.chains import Chains
from central.errors import OrderError
from central.judging.fleet import Roll
from central.judging.plays import Bookings, FleetBookings, totals
from central.outlook import Outlook
from central.service import Service
from central.standing import Alarm
from central.store import groups, notes, proof
from central.store.enrolments import How
from central.store.keys import enrol
from central.store.store import Store
from central.taking.keyring import Keyring
from central.view import By
from central.watch import Watch
from playlists.errors import FeedError, KeysError
from playlists.feed.orders import Care, Order
from playlists.feed.publishing.orders import OrderDesk

_TELL_S = 1.0
_DETAIL = 400
"""Characters of why an order was not given."""
_TOLD = timedelta(seconds=5)
"""So often the stream says something at least."""


class Acts(Outlook):
    """Everything behind the faces. `desk` gives orders; None where this central holds no keys for that."""

    def __init__(
        self,
        service: Service,
        watch: Watch,
        feed: Path,
        *,
        chains: Chains,
        keyring: Keyring,
        desk: OrderDesk | None,
    ) -> None:
        super().__init__(service, watch, feed)
        self._chains, self._keyring, self._desk = chains, keyring, desk

    async def changes(self) -> AsyncIterator[FleetChange]:
        """What changes, from now on: once a second at most, and something every few seconds in any case."""
        said = self.service.clock()
        while True:
            await asyncio.sleep(_TELL_S)
            at = self.service.clock()
            lines, gone = self.service.taken_changes()
            alarms = self.watch.lasting if self.watch.taken_change() else None
            if lines or gone or alarms is not None or at - said >= _TOLD:
                said = at
                figures = self.service.figures(self.service.lines(), len(self.watch.lasting))
                yield FleetChange(at=at, figures=figures, devices=lines, gone=gone, alarms=alarms)

    async def acknowledge(self, alarm: str, entry: Audit) -> Alarm | None:
        """Whoever the entry names takes care of an alarm."""
        return await self.watch.acknowledge(alarm, entry)

    async def snooze(self, alarm: str, until: datetime | None, entry: Audit) -> Alarm | None:
        """An alarm rings no more until then; None lets it ring again."""
        return await self.watch.snooze(alarm, until, entry)

    async def serve(self, device: str, out: str, entry: Audit) -> Device | None:
        """Take a device out of service, for a reason; an empty one takes it back into service."""
        if device not in self.service.members:
            return None
        at = self.service.clock()
        work = partial(notes.put_out, device=device, out=out, at=at)
        await self.service.store.write(notes.noted(work, entry))
        self.service.put_out(device, out)
        return await self.device(device)

    async def enrol(self, device: str, key: str | None, entry: Audit) -> Device | None:
        """Set the public key by which a device signs; None: it has none any more.

        Raises `IdentityError`: it is no key; `RetiredError`: the device is gone for good.
        """
        if device not in self.service.members:
            return None
        at = self.service.clock()
        how = How(by=entry.who, address=entry.address)
        work = partial(enrol, device=device, public=key, at=at, how=how)
        await self.service.store.write(notes.noted(work, entry))
        self._keyring.put(device, key)
        self.service.put_enrolled(device, None if key is None else at)
        return await self.device(device)

    async def order(self, order: str, devices: Sequence[str], entry: Audit) -> OrderLine:
        """Order a care. Raises `OrderError`: it is not on the list, a device is not known, or nobody may.

        It is kept, with its line in the audit log, before any device can hear of it.
        """
        if order not in set(Care):
            raise OrderError(f"{order} is not on the list: {', '.join(Care)}")
        strangers = [device for device in devices if device not in self.service.members]
        if strangers or not devices:
            raise OrderError(f"the feed does not name {', '.join(strangers[:5]) or 'any of no devices'}")
        if self._desk is None:
            raise OrderError("this central holds no keys to give orders with (parvis central --keys)")
        kept = _Kept(self.service.store, entry)
        give = partial(self._desk.give, Care(order), tuple(devices), self.service.clock(), first=kept.keep)
        try:
            given = await asyncio.to_thread(give)
        except (FeedError, KeysError) as error:
            await kept.fail(str(error), self.service.clock())
            raise OrderError(str(error)) from error
        if given.care is Care.PICTURE:
            self.service.ask_pictures(devices)
        return _line(given, entry.who)

    async def plays(
        self,
        start: date,
        end: date,
        by: Sequence[By],
        *,
        campaign: str = "",
        item: str = "",
        device: str = "",
    ) -> Plays:
        """Proof of play from a day to another, both included."""
        roll, only = self.service.reader.roll, {"campaign": campaign, "item": item, "device": device}
        lines = await self.service.store.read(lambda c: _play_lines(c, roll, start, end, by, **only))
        broken = tuple(
            f"{day.isoformat()} {name}"
            for day, name in sorted(self._chains.broken)
            if start <= day <= end and device in {"", name}
        )
        kept = await self.service.store.read(partial(proof.days, start=start, end=end))
        summed = await self.service.store.read(partial(proof.days_summed, start=start, end=end))
        unlooked, alone = len({*kept} - self._chains.looked), len({*summed} - {*kept})
        intact = False if broken else None if unlooked or alone else True
        return Plays(
            start=start,
            end=end,
            lines=lines,
            intact=intact,
            broken=broken,
            unlooked=unlooked,
            totals_alone=alone,
        )

    async def note(self, entry: Audit) -> None:
        """Keep a line of the audit log."""
        await self.service.store.write(partial(notes.note, entry=entry))

    async def audit(self, most: int) -> tuple[Audit, ...]:
        """The newest writes."""
        return await self.service.store.read(partial(notes.newest_notes, most=most))

    async def tokens(self) -> tuple[Token, ...]:
        """All tokens, revoked ones too."""
        return await self.service.store.read(notes.known_tokens)

    async def keep(self, token: Token, entry: Audit) -> None:
        """Keep a new token."""
        await self.service.store.write(notes.noted(partial(notes.keep_token, token=token), entry))

    async def use(self, id_: str, at: datetime) -> None:
        """Note when a token was used last."""
        await self.service.store.write(partial(notes.use_token, token=id_, at=at))

    async def revoke(self, id_: str, at: datetime, entry: Audit) -> None:
        """A token is revoked, if it was not before."""
        await self.service.store.write(notes.noted(partial(notes.revoke_token, token=id_, at=at), entry))


class _Kept:
    """Keeps an order from the thread that gives it, before that is done. Made in the event loop."""

    def __init__(self, store: Store, entry: Audit) -> None:
        self._store, self._entry, self._loop = store, entry, asyncio.get_running_loop()
        self._order: Order | None = None

    def keep(self, order: Order) -> None:
        """Keep it and its line in the audit log. Raises `StoreError`."""
        work = partial(notes.keep_order, order=_line(order, self._entry.who))
        writing = self._store.write(notes.noted(work, self._entry))
        asyncio.run_coroutine_threadsafe(writing, self._loop).result()
        self._order = order

    async def fail(self, why: str, at: datetime) -> None:
        """It was not given after all: that stands beside it, and in the audit log."""
        if self._order is None:
            return
        outcomes = dict.fromkeys(self._order.devices, f"failed: {why}")
        line = replace(_line(self._order, self._entry.who), until=at, outcomes=outcomes)
        entry = replace(self._entry, at=at, action="order_failed", detail=why[:_DETAIL])
        await self._store.write(notes.noted(partial(notes.keep_order, order=line), entry))


def _line(order: Order, by: str) -> OrderLine:
    return OrderLine(
        id=order.id, order=order.care, devices=order.devices, by=by, at=order.given, until=order.until
    )


def _play_lines(
    connection: Connection,
    roll: Roll,
    start: date,
    end: date,
    by: Sequence[By],
    *,
    device: str,
    **only: str,
) -> tuple[PlaysLine, ...]:
    """Lines of proof of play; of the whole fleet from what was made ready for it, where that tells enough.

    By device alone neither days nor items need be told apart: all air time of a device is its own.
    """
    if not device and By.DEVICE not in by:
        found = list(groups.totals(connection, start, end, by_day=By.DAY in by))
        bookings = FleetBookings(roll)
        if bookings.clear({total.item for total in found}):
            return totals(found, bookings, by, **only)
    if [*by] == [By.DEVICE] and not any(only.values()):
        return totals(proof.of_devices(connection, start, end, device or None), Bookings(roll), by)
    return totals(proof.totals(connection, start, end, device or None), Bookings(roll), by, **only)
