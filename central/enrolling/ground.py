"""What all of enrolling stands on: the store, the fleet as the feed names it, the keys at hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from central.answers import Audit
from central.enrolling.pairings import Hand, Place
from central.service import Service
from central.store import enrolments
from central.store.enrolments import Held
from central.taking.keyring import Keyring


class Anchorage(msgspec.Struct, frozen=True, kw_only=True):
    """What every grant tells: the feed's first root, and how central is reached ("": as one came)."""

    root: bytes
    public_url: str = ""


class Ground:
    """`root` is the feed's first root as text, `public_url` how central is reached ("": as one came).

    `unheard` are devices whose key no report was signed with yet, and since when they have it; `regrants`
    those that a grant waits for which they have not fetched.
    """

    def __init__(self, service: Service, keyring: Keyring, told: Anchorage) -> None:
        self.service, self.store, self.clock = service, service.store, service.clock
        self.root, self.public_url = told.root.decode(), told.public_url.rstrip("/")
        self.unheard: dict[str, datetime] = {}
        self.regrants: frozenset[str] = frozenset()
        self._keyring = keyring
        self._take(self.store.look(enrolments.all_current))

    def place(self, device: str) -> Place | None:
        """What the feed says of an id; None where it names no such device."""
        member = self.service.members.get(device)
        if member is None:
            return None
        return Place(profile=member.profile, family=member.family, place=member.place)

    def said(self, place: Place) -> str:
        """What a grant tells that may change: by this it is known whether another one is wanted."""
        return f"{place.family}\n{place.place}\n{self.public_url}"

    def put(self, device: str, public: str | None, at: datetime) -> None:
        """An id has a key from now on, or none: what is durable is taken over."""
        self._keyring.put(device, public)
        self.service.put_enrolled(device, None if public is None else at)
        self.unheard.pop(device, None)
        if public is not None:
            self.unheard[device] = at
        self.regrants = self.regrants - {device} if public is None else self.regrants | {device}

    def heard(self, device: str) -> None:
        """The first report of a key was taken."""
        self.unheard.pop(device, None)

    async def look(self) -> None:
        """See what another process enrolled, and which grants the feed made old."""
        self._take(await self.store.read(enrolments.all_current))

    def entry(self, hand: Hand, action: str, subject: str, detail: str = "") -> Audit:
        """A line of the audit log."""
        return Audit(
            at=self.clock(),
            who=hand.name,
            address=hand.address,
            action=action,
            subject=subject,
            detail=detail,
        )

    def _take(self, held: Mapping[str, Held]) -> None:
        self.unheard = {device: one.since for device, one in held.items() if one.seen is None}
        self.regrants = frozenset(device for device, one in held.items() if self._is_old(one))

    def _is_old(self, held: Held) -> bool:
        place = self.place(held.device)
        return place is not None and held.granted != self.said(place)
