"""Claims: a technician says which device a box is. Each is one transaction: all of it is true, or nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import TypeVar

import msgspec
import sqlalchemy as sa

from central.enrolling.ground import Ground
from central.enrolling.pairings import (
    Denied,
    Hand,
    Holder,
    Kept,
    Place,
    Why,
    barred,
    claimable,
    claimed,
    free,
)
from central.enrolling.tries import Tries, source_of
from central.store import enrolments, keys, notes, pairings
from central.store.enrolments import Held, How
from device_profiles.claiming import Claim, Claimed, Waiting
from device_profiles.enrolment import spoken, typed

T = TypeVar("T")


class Claims:
    """Takes claims, one after the other: nobody guesses faster than their tries are counted."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._tries = Tries()
        self._turn = asyncio.Lock()

    async def look(self, code: str, hand: Hand) -> Waiting | Denied:
        """The box that shows a code."""

        def found(connection: sa.Connection, kept: Kept, at: datetime) -> Waiting | Denied:
            if kept.claimed is not None:
                return Denied(why=Why.CLAIMED, device=kept.device, by=kept.by, at=kept.claimed)
            if not kept.waits(at):
                return Denied(why=Why.EXPIRED, at=kept.until)
            return _waiting(connection, kept)

        def work(connection: sa.Connection, word: str, at: datetime) -> Waiting | Denied:
            kept = pairings.of_code(connection, word)
            return Denied(why=Why.CODE) if kept is None else found(connection, kept, at)

        return await self._read(code, hand, work)

    async def weigh(self, wish: Claim, hand: Hand) -> Waiting | Denied:
        """The box of a claim that would be done now, or why it would not; nothing is changed."""
        place = self._ground.place(wish.device)

        def work(connection: sa.Connection, word: str, at: datetime) -> Waiting | Denied:
            kept = pairings.of_code(connection, word)
            no = self._may_not(connection, hand, at) or _no_box(connection, kept, place, wish, at)
            if no is not None or kept is None:
                return no or Denied(why=Why.CODE)
            return _waiting(connection, kept)

        return await self._read(wish.code, hand, work)

    async def claim(self, wish: Claim, hand: Hand) -> Claimed | Denied:
        """Let a box be a device; durable when this returns."""
        place = self._ground.place(wish.device)

        async def take(word: str, at: datetime) -> Claimed | Denied:
            work = partial(self._claimed, code=word, wish=wish, place=place, hand=hand, at=at)
            held, said = await self._ground.store.write(work)
            if held is not None:
                self._ground.put(held.device, held.public, at)
            return said

        async with self._turn:
            return await self._tried(wish.code, hand, take)

    async def _read(
        self, code: str, hand: Hand, work: Callable[[sa.Connection, str, datetime], Waiting | Denied]
    ) -> Waiting | Denied:
        async def read(word: str, at: datetime) -> Waiting | Denied:
            return await self._ground.store.read(lambda connection: work(connection, word, at))

        async with self._turn:
            return await self._tried(code, hand, read)

    async def _tried(
        self, code: str, hand: Hand, work: Callable[[str, datetime], Awaitable[T | Denied]]
    ) -> T | Denied:
        """What a code gives. One that is wrong counts, and too many of them shut out who tried."""
        sources, at = (f"address {source_of(hand.address)}", f"token {hand.token}"), self._ground.clock()
        if until := self._tries.locked(sources, at):
            return Denied(why=Why.LOCKED, at=until)
        word = typed(code)
        said: T | Denied = Denied(why=Why.CODE) if word is None else await work(word, at)
        if not isinstance(said, Denied) or said.why is not Why.CODE:
            return said
        if until := self._tries.wrong(sources, at):
            entry = self._ground.entry(hand, "lockout", hand.name)
            await self._ground.store.write(partial(notes.note, entry=entry))
            return Denied(why=Why.LOCKED, at=until)
        return said

    def _claimed(
        self,
        connection: sa.Connection,
        *,
        code: str,
        wish: Claim,
        place: Place | None,
        hand: Hand,
        at: datetime,
    ) -> tuple[Held | None, Claimed | Denied]:
        """The transaction; without a key where nothing is changed."""
        kept = pairings.of_code(connection, code)
        before = enrolments.current(connection, wish.device) if place else None
        if kept and place and before and _is_again(kept, before, wish, hand):
            return None, claimed(kept, wish.device, place)
        no = self._may_not(connection, hand, at) or _no_box(connection, kept, place, wish, at)
        if no is not None or kept is None or place is None:
            return None, no or Denied(why=Why.CODE)
        why = f"replaced by {spoken(kept.fingerprint)}" if before else ""
        how = How(by=hand.name, address=hand.address, machine=kept.machine, profile=place.profile, why=why)
        keys.enrol(connection, wish.device, kept.public, at, how)
        taken = msgspec.structs.replace(kept, claimed=at, device=wish.device, by=hand.name, token=hand.token)
        pairings.keep(connection, taken)
        _count(connection, hand)
        detail = f"{spoken(kept.fingerprint)}, {kept.address or hand.address}"
        told = f"{detail}; instead of {spoken(before.fingerprint)}" if before else detail
        notes.note(connection, self._ground.entry(hand, "claim", wish.device, told))
        return enrolments.current(connection, wish.device), claimed(kept, wish.device, place)

    @staticmethod
    def _may_not(connection: sa.Connection, hand: Hand, at: datetime) -> Denied | None:
        """Whether a technician's token is still good for a claim; None where it is."""
        if not hand.is_technician:
            return None
        technician = pairings.technician(connection, id_=hand.token)
        return barred(technician, at)


def _waiting(connection: sa.Connection, kept: Kept) -> Waiting:
    """A box that waits, as whoever gives its code is told of it."""
    before = enrolments.of_machine(connection, kept.machine)
    return Waiting(
        fingerprint=kept.fingerprint,
        profile=kept.profile,
        address=kept.address,
        version=kept.version,
        until=kept.until,
        machine_known=before.device if before else None,
    )


def _count(connection: sa.Connection, hand: Hand) -> None:
    """One more claim was done with a technician's token."""
    if hand.is_technician and (technician := pairings.technician(connection, id_=hand.token)):
        used = msgspec.structs.replace(technician, used=technician.used + 1)
        pairings.keep_technician(connection, used)


def _is_again(kept: Kept, before: Held, wish: Claim, hand: Hand) -> bool:
    """Whether this very claim was done: its answer was lost on the way."""
    same = (kept.device, kept.token) == (wish.device, hand.token)
    return kept.claimed is not None and same and before.fingerprint == kept.fingerprint


def _no_box(
    connection: sa.Connection, kept: Kept | None, place: Place | None, wish: Claim, at: datetime
) -> Denied | None:
    """Why a box cannot be that device."""
    has = enrolments.of_fingerprint(connection, kept.fingerprint) if kept else None
    box = _holder(has) if has and has.ended is None else None
    if no := claimable(kept, place, at, box=box, device=wish.device):
        return no
    if gone := enrolments.all_retired(connection).get(wish.device):
        return Denied(why=Why.RETIRED, device=wish.device, by=gone.by, at=gone.at, detail=gone.why)
    holder = enrolments.current(connection, wish.device)
    return free(_holder(holder) if holder else None, replace=wish.replace)


def _holder(held: Held) -> Holder:
    return Holder(device=held.device, fingerprint=held.fingerprint, by=held.by, since=held.since)
