"""Boxes ask for a code, ask how they stand, and say goodbye."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import partial

import msgspec
import sqlalchemy as sa

from central.enrolling.codes import new_code
from central.enrolling.ground import Ground
from central.enrolling.limits import LIMITS, Limits
from central.enrolling.pairings import Hand, Kept, Place
from central.held import CLONED
from central.store import enrolments, keys, notes, pairings
from central.store.enrolments import Held, How
from device_profiles.claiming import Farewell
from device_profiles.enrolment import LIVES, Grant, PairingRequest, PairingState, fingerprint, spoken
from playlists.errors import FeedError
from playlists.feed import settings as sealed
from playlists.feed.orders import Care
from playlists.feed.settings import Settings

_log = logging.getLogger(__name__)
_CODES = 20
"""So often a code that another box has is drawn again."""
_WIPED_WITHIN, _MOST_ORDERS = timedelta(days=2), 1000
"""A device that was told to wipe itself, and loses its power then, does so when it has some again."""


class Unpaired(Enum):
    """Why a box gets no code."""

    FULL = auto()
    """Too many wait, behind its address or at all."""
    CLONED = auto()
    """Another machine has its key: it is enrolled there, or waits there with a code."""


class Boxes:
    """Every box is known by its key alone. `cloned` hears of a device whose key came from another machine."""

    def __init__(
        self, ground: Ground, cloned: Callable[[str, datetime], None], limits: Limits = LIMITS
    ) -> None:
        self._ground, self._cloned, self._limits = ground, cloned, limits
        self._told: dict[str, datetime] = {}

    async def key(self, print_: str) -> str | None:
        """The public key with this fingerprint, of a box that waits, or of a device that is or was."""

        def work(connection: sa.Connection) -> str | None:
            kept = pairings.of_box(connection, print_)
            held = enrolments.of_fingerprint(connection, print_)
            return kept.public if kept else held.public if held else None

        return await self._ground.store.read(work)

    async def ask(self, request: PairingRequest, source: str, at: datetime) -> Kept | Held | Unpaired:
        """A code for a box: the one that it has, while that lives. A device gets none: it has a grant.

        Of two machines with one key, copies of a disk, one gets a code.
        A box that plays from a stick brings the settings of that, and is the device that they name.
        """
        settings = await asyncio.to_thread(self._settings, request.ticket) if request.ticket else None
        work = partial(self._asked, request=request, settings=settings, source=source, at=at)
        given = await self._ground.store.write(work)
        if isinstance(given, Held) and given.since == at:
            self._ground.put(given.device, given.public, at)
        if isinstance(given, Held) and given.machine != request.machine:
            await self._tell(given.device, Hand(name=given.device, address=source), request.machine, at)
            return Unpaired.CLONED
        return given

    async def stands(self, print_: str, url: str, at: datetime) -> PairingState | None:
        """How a box stands, with its grant; None where nothing is known of it. `url` is how it came here."""
        store = self._ground.store
        held = await store.read(partial(enrolments.of_fingerprint, print_=print_))
        if held is None or held.ended is not None:
            kept = await store.read(partial(pairings.of_box, print_=print_))
            gone = kept is None or kept.claimed is not None
            return None if gone or kept is None else PairingState(at=at, expired=not kept.waits(at))
        place = self._ground.place(held.device) or Place(profile=held.profile, family=held.profile, place="")
        if held.granted != self._ground.said(place):
            held = await store.write(partial(self._granted, print_=print_, place=place))
        if held is None or not place.family:
            return None
        self._ground.regrants -= {held.device}
        here = self._ground.public_url or url
        grant = Grant(
            device=held.device,
            profile=place.family,
            place=place.place,
            feed=here,
            central=here,
            root=self._ground.root,
            number=held.grant,
            at=at,
        )
        return PairingState(at=at, grant=grant)

    async def leave(self, print_: str, farewell: Farewell, hand: Hand, at: datetime) -> bool:
        """A box was wiped: its key counts no more. Whether its device is the one that it names."""
        work = partial(self._left, print_=print_, farewell=farewell, hand=hand, at=at)
        device = await self._ground.store.write(work)
        if device:
            self._ground.put(device, None, at)
        return device is not None

    def _settings(self, ticket: str) -> Settings | None:
        """The settings of a stick, where they are signed by those who may."""
        try:
            return sealed.read(ticket.encode(), self._ground.root.encode())
        except FeedError as error:
            _log.info("the settings of a stick are not taken: %s", error)
            return None

    def _by_ticket(
        self,
        connection: sa.Connection,
        request: PairingRequest,
        settings: Settings,
        source: str,
        at: datetime,
    ) -> Held | None:
        """The device that signed settings make of a box: while they are good, once, and of a free id."""
        device, place = settings.device, self._ground.place(settings.device)
        bundle = f"{settings.bundle} {settings.nonce}"
        if at >= settings.until or place is None or place.profile != settings.profile:
            return None
        if enrolments.of_bundle(connection, bundle) or enrolments.current(connection, device):
            return None
        if device in enrolments.all_retired(connection):
            return None
        hand = Hand(name=f"bundle {settings.bundle}", address=source)
        how = How(by=hand.name, address=source, machine=request.machine, profile=place.profile, bundle=bundle)
        keys.enrol(connection, device, request.key, at, how)
        detail = f"{spoken(fingerprint(request.key))}, {request.address or source}"
        notes.note(connection, self._ground.entry(hand, "claim", device, detail))
        return enrolments.current(connection, device)

    def _asked(
        self,
        connection: sa.Connection,
        *,
        request: PairingRequest,
        settings: Settings | None,
        source: str,
        at: datetime,
    ) -> Kept | Held | Unpaired:
        print_ = fingerprint(request.key)
        held = enrolments.of_fingerprint(connection, print_)
        if held is not None and held.ended is None:
            if held.machine == "":
                enrolments.put(connection, held, machine=request.machine)
                return msgspec.structs.replace(held, machine=request.machine)
            return held
        if settings and (mine := self._by_ticket(connection, request, settings, source, at)):
            return msgspec.structs.replace(mine, since=at)
        pairings.tidy(connection, at)
        before = pairings.of_box(connection, print_)
        renewed = before is not None and before.waits(at)
        if before and renewed and before.machine != request.machine:
            return Unpaired.CLONED  # one code on two screens would make two boxes one device
        if not renewed and self._is_full(connection, source, at):
            return Unpaired.FULL
        kept = Kept(
            fingerprint=print_,
            public=request.key,
            machine=request.machine,
            profile=request.profile,
            version=request.version,
            address=request.address,
            source=source,
            code=before.code if before and renewed else _free_code(connection),
            until=before.until if before and renewed else at + LIVES,
        )
        pairings.keep(connection, kept)
        return kept

    def _is_full(self, connection: sa.Connection, source: str, at: datetime) -> bool:
        return (
            pairings.waiting(connection, at) >= self._limits.pairings
            or pairings.waiting(connection, at, source) >= self._limits.pairings_of_address
        )

    def _granted(self, connection: sa.Connection, print_: str, place: Place) -> Held | None:
        """The key of a device, once its grant says something new: then its number rises."""
        held = enrolments.of_fingerprint(connection, print_)
        said = self._ground.said(place)
        if held is None or held.ended is not None or held.granted == said:
            return held if held and held.ended is None else None
        number = held.grant + bool(held.granted)
        enrolments.put(connection, held, granted=said, grant=number, profile=place.profile)
        return msgspec.structs.replace(held, granted=said, grant=number)

    async def _tell(self, device: str, hand: Hand, machine: str, at: datetime) -> None:
        """A device's key came from another machine: that is an alarm, and stands in the log once an hour."""
        self._cloned(device, at)
        if at - self._told.get(device, at - CLONED) < CLONED:
            return
        self._told[device] = at
        entry = self._ground.entry(hand, "cloned", device, f"machine {machine[:16]}")
        await self._ground.store.write(partial(notes.note, entry=entry))

    def _left(
        self, connection: sa.Connection, print_: str, farewell: Farewell, hand: Hand, at: datetime
    ) -> str | None:
        """The device whose key ended now, "" for none; None where the box names another."""
        held = enrolments.of_fingerprint(connection, print_)
        if held is None:
            pairings.drop(connection, print_)
            return ""
        if held.device != farewell.device:
            return None
        if held.ended is not None:
            return ""
        left = f"files {farewell.files_left}, objects {farewell.objects_left}"
        left = f"{left}, generations {farewell.generations_left}"
        why = f"reset: {left}"
        how = How(by=hand.name, address=hand.address, why=why)
        keys.enrol(connection, held.device, None, at, how)
        pairings.drop(connection, print_)
        detail = f"{spoken(print_)}; {why}"
        notes.note(connection, self._ground.entry(hand, "farewell", held.device, detail))
        _conclude(connection, held.device, f"done: {left}", at)
        return held.device


def _conclude(connection: sa.Connection, device: str, outcome: str, at: datetime) -> None:
    """Keep how orders to wipe a device came out: it reports no more, its heirs know nothing of them."""
    for order in notes.newest_orders(connection, at - _WIPED_WITHIN, _MOST_ORDERS):
        if order.order == Care.RESET and device in order.devices and device not in order.outcomes:
            outcomes = {**order.outcomes, device: outcome}
            notes.keep_order(connection, msgspec.structs.replace(order, outcomes=outcomes))


def _free_code(connection: sa.Connection) -> str:
    """A code that no box has, nor had of late."""
    for _ in range(_CODES):
        code = new_code()
        if pairings.of_code(connection, code) is None:
            return code
    raise AssertionError("chance gives the same code again and again")
