"""Technicians' tokens: for some hours and some claims, short enough to be typed on a phone."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from datetime import datetime, timedelta
from functools import partial

import msgspec
import sqlalchemy as sa

from central.enrolling.codes import new_secret, typed_secret
from central.enrolling.ground import Ground
from central.enrolling.limits import LIMITS
from central.enrolling.pairings import Hand, Technician
from central.enrolling.tries import Tries, source_of
from central.errors import TokenError
from central.sessions import Sessions
from central.store import notes, pairings
from device_profiles.claiming import MadeTechnician, NewTechnician, TechnicianLine

_HOLDER = "technician "
"""Before a technician's id: so that no session of a phone is one of staff."""


class Technicians:
    """Tells who a technician is, by a token, or by a session of a phone.

    Secrets are looked at one after the other: nobody guesses faster than their tries are counted.
    """

    def __init__(self, ground: Ground, sessions: Sessions) -> None:
        self._ground, self._sessions = ground, sessions
        self._tries = Tries()
        self._turn = asyncio.Lock()

    async def make(self, asked: NewTechnician, hand: Hand) -> MadeTechnician:
        """A new token, and its secret, which is told this once. Raises `TokenError`."""
        name, at = asked.name.strip(), self._ground.clock()
        if not name or not name.isprintable():
            raise TokenError("a technician has a name of letters that can be read")
        secret = new_secret()
        made = Technician(
            id=secrets.token_hex(6),
            name=name,
            digest=_digest(secret),
            by=hand.name,
            made=at,
            until=at + timedelta(hours=asked.valid_hours),
            most=asked.most,
        )

        def work(connection: sa.Connection) -> None:
            if pairings.tidy_technicians(connection, at) >= LIMITS.technicians:
                raise TokenError(f"there are {LIMITS.technicians} technicians already")
            pairings.keep_technician(connection, made)
            detail = f"{asked.valid_hours:g} h, {made.most}"
            notes.note(connection, self._ground.entry(hand, "technician", name, detail))

        await self._ground.store.write(work)
        return MadeTechnician(id=made.id, secret=secret, until=made.until, most=made.most)

    async def all(self) -> tuple[TechnicianLine, ...]:
        """All that are good, and those that ended of late."""
        return tuple(_line(one) for one in await self._ground.store.read(pairings.all_technicians))

    async def revoke(self, id_: str, hand: Hand) -> TechnicianLine | None:
        """A token is good no more; None where there is none."""
        at = self._ground.clock()

        def work(connection: sa.Connection) -> Technician | None:
            found = pairings.technician(connection, id_=id_)
            if found is None or found.revoked is not None:
                return found
            ended = msgspec.structs.replace(found, revoked=at)
            pairings.keep_technician(connection, ended)
            notes.note(connection, self._ground.entry(hand, "technician_revoked", found.name))
            return ended

        found = await self._ground.store.write(work)
        return None if found is None else _line(found)

    def locked(self, address: str) -> datetime | None:
        """Until when an address is locked out after wrong secrets."""
        return self._tries.locked((source_of(address),), self._ground.clock())

    async def by_secret(self, text: str, address: str) -> Technician | None:
        """Whose secret this is; None for nobody's, which is a wrong try of that address, or a locked one."""
        at, source = self._ground.clock(), (source_of(address),)
        secret = typed_secret(text)
        async with self._turn:
            if self._tries.locked(source, at):
                return None
            found = None
            if secret is not None:
                found = await self._ground.store.read(partial(pairings.technician, digest=_digest(secret)))
            if found is None:
                self._tries.wrong(source, at)
        return found if found is not None and found.is_good(at) else None

    async def by_session(self, word: str) -> Technician | None:
        """Whose session this is; None where it is over or is none."""
        session = await self._sessions.of(word)
        if session is None or not session.holder.startswith(_HOLDER):
            return None
        id_ = session.holder.removeprefix(_HOLDER)
        found = await self._ground.store.read(partial(pairings.technician, id_=id_))
        return found if found is not None and found.is_good(self._ground.clock()) else None

    async def sign_in(self, technician: Technician, address: str) -> tuple[str, int]:
        """The word for a phone's cookie, and for how many seconds it is good."""
        at = self._ground.clock()
        until = min(technician.until, at + LIMITS.session)
        entry = self._ground.entry(_hand(technician, address), "sign_in", technician.name)
        word = await self._sessions.begin(_HOLDER + technician.id, until, entry)
        return word, int((until - at).total_seconds())

    async def sign_out(self, word: str, address: str) -> None:
        """A phone's session is over."""
        session, found = await self._sessions.of(word), await self.by_session(word)
        if session and found:
            entry = self._ground.entry(_hand(found, address), "sign_out", found.name)
            await self._sessions.end(session, entry)


def _hand(technician: Technician, address: str) -> Hand:
    return Hand(name=technician.name, address=address, token=technician.id, is_technician=True)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _line(one: Technician) -> TechnicianLine:
    return TechnicianLine(
        id=one.id,
        name=one.name,
        by=one.by,
        made=one.made,
        until=one.until,
        most=one.most,
        used=one.used,
        revoked=one.revoked,
    )
