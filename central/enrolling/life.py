"""The life of an id: who has it and had it, taken from its box, gone for good, under another name."""

from __future__ import annotations

from functools import partial

import msgspec
import sqlalchemy as sa

from central.enrolling.ground import Ground
from central.enrolling.pairings import Denied, Hand, Place, Why
from central.store import enrolments, keys, notes, pairings
from central.store.enrolments import Gone, Held, How
from central.store.pairings import Acceptance
from device_profiles.claiming import EnrolmentLine, EnrolmentState, KeyLine
from device_profiles.enrolment import spoken


class Life:
    """What is asked of ids, and done to them. Whatever was so before is not done again, nor noted."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def all(self) -> tuple[EnrolmentLine, ...]:
        """Every id that the feed names, that has a key, or that is retired."""

        def work(connection: sa.Connection) -> tuple[dict[str, Held], dict[str, Gone]]:
            return dict(enrolments.all_current(connection)), dict(enrolments.all_retired(connection))

        held, gone = await self._ground.store.read(work)
        names = sorted({*self._ground.service.members, *held, *gone})
        return tuple(self._line(name, held.get(name), gone.get(name)) for name in names)

    async def one(self, device: str) -> EnrolmentLine | None:
        """One id with all keys that it had; None where nothing is known of it."""

        def work(connection: sa.Connection) -> tuple[tuple[Held, ...], Gone | None]:
            return enrolments.history(connection, device), enrolments.all_retired(connection).get(device)

        history, gone = await self._ground.store.read(work)
        if device not in self._ground.service.members and not history and gone is None:
            return None
        current = next((held for held in history if held.ended is None), None)
        return self._line(device, current, gone, tuple(_key(held) for held in history))

    async def revoke(self, device: str, why: str, hand: Hand) -> bool:
        """The key of an id counts no more; whether it had one."""
        at = self._ground.clock()

        def work(connection: sa.Connection) -> bool:
            held = enrolments.current(connection, device)
            if held is None:
                return False
            keys.enrol(connection, device, None, at, How(by=hand.name, address=hand.address, why=why))
            detail = f"{spoken(held.fingerprint)} {why}".strip()
            notes.note(connection, self._ground.entry(hand, "expel", device, detail))
            return True

        changed = await self._ground.store.write(work)
        if changed:
            self._ground.put(device, None, at)
        return changed

    async def retire(self, device: str, why: str, hand: Hand) -> bool:
        """An id is gone for good: no box has it, and none can be claimed for it. Whether it was not."""
        at = self._ground.clock()

        def work(connection: sa.Connection) -> bool:
            if device in enrolments.all_retired(connection):
                return False
            keys.enrol(connection, device, None, at, How(by=hand.name, address=hand.address, why=why))
            enrolments.retire(connection, Gone(device=device, at=at, by=hand.name, why=why))
            notes.note(connection, self._ground.entry(hand, "retire", device, why))
            return True

        changed = await self._ground.store.write(work)
        if changed:
            self._ground.put(device, None, at)
        return changed

    async def take_back(self, device: str, hand: Hand) -> bool:
        """An id that was gone may be claimed again; whether it was gone."""

        def work(connection: sa.Connection) -> bool:
            if device not in enrolments.all_retired(connection):
                return False
            enrolments.take_back(connection, device)
            notes.note(connection, self._ground.entry(hand, "taken_back", device))
            return True

        return await self._ground.store.write(work)

    async def rename(self, device: str, to: str, hand: Hand) -> bool | Denied:
        """The box of an id has another id from now on; whether it had not, and there is one.

        What is out of service stays so, under its new id.
        """
        at = self._ground.clock()
        place, known = self._ground.place(to), self._ground.service.held.get(device)
        out = {device: "", to: known.out} if known and known.out else {}
        if device == to:
            return False

        def work(connection: sa.Connection) -> str | Denied | None:
            held = enrolments.current(connection, device)
            no = _no_other_name(connection, device, held, to, place)
            if no is not None or held is None or place is None:
                return no
            how = How(by=hand.name, address=hand.address, why=f"renamed to {to}")
            keys.enrol(connection, device, None, at, how)
            same = How(
                by=hand.name,
                address=hand.address,
                machine=held.machine,
                profile=place.profile,
                bundle=held.bundle,
            )
            keys.enrol(connection, to, held.public, at, same)
            for name, why in out.items():
                notes.put_out(connection, name, why, at)
            notes.note(connection, self._ground.entry(hand, "rename", device, to))
            return held.public

        done = await self._ground.store.write(work)
        if not isinstance(done, str):
            return done or False
        self._ground.put(device, None, at)
        self._ground.put(to, done, at)
        for name, why in out.items():
            self._ground.service.put_out(name, why)
        return True

    async def accept(self, device: str, report: bytes, hand: Hand) -> None:
        """Keep a report of an acceptance that the device signed."""
        at = self._ground.clock()

        def work(connection: sa.Connection) -> None:
            held = enrolments.current(connection, device)
            pairings.accept(connection, device, held.fingerprint if held else "", report, at)
            notes.note(connection, self._ground.entry(hand, "acceptance", device))

        await self._ground.store.write(work)

    async def accept_page(self, device: str, pdf: bytes) -> bool:
        """Keep its page beside the newest report; whether there is one of the same box."""

        def work(connection: sa.Connection) -> bool:
            held = enrolments.current(connection, device)
            return pairings.accept_page(connection, device, held.fingerprint if held else "", pdf)

        return await self._ground.store.write(work)

    async def acceptance(self, device: str) -> Acceptance | None:
        """The newest report of a device."""
        return await self._ground.store.read(partial(pairings.acceptance, device=device))

    def _line(
        self, device: str, held: Held | None, gone: Gone | None, told: tuple[KeyLine, ...] = ()
    ) -> EnrolmentLine:
        place, known = self._ground.place(device), self._ground.service.held.get(device)
        out = known.out if known else ""
        record = known.record if known and held else None
        line = EnrolmentLine(
            device=device,
            state=_state(held, gone, out),
            profile=place.profile if place else held.profile if held else "",
            family=place.family if place else "",
            place=place.place if place else "",
            why=gone.why if gone else out,
            keys=told,
        )
        if held is None:
            return line
        heard = record is not None and held.seen is not None and record.received >= held.since
        return msgspec.structs.replace(
            line,
            fingerprint=held.fingerprint,
            claimed_by=held.by,
            claimed_at=held.since,
            claimed_from=held.address,
            first_seen=held.seen,
            last_seen=record.received if record and heard else held.seen,
            machine=held.machine,
            bundle=held.bundle.partition(" ")[0],
        )


def _state(held: Held | None, gone: Gone | None, out: str) -> EnrolmentState:
    if gone is not None:
        return EnrolmentState.RETIRED
    if held is None:
        return EnrolmentState.NONE
    if out:
        return EnrolmentState.OUT
    return EnrolmentState.CLAIMED if held.seen is None else EnrolmentState.ENROLLED


def _no_other_name(
    connection: sa.Connection, device: str, held: Held | None, to: str, place: Place | None
) -> Denied | None:
    """Why the box of an id cannot have another one."""
    if place is None:
        return Denied(why=Why.UNKNOWN_DEVICE, device=to)
    other = enrolments.current(connection, to)
    if other is not None and not (held is None and _came_from(connection, device, other)):
        return Denied(why=Why.TAKEN, device=to, by=other.by, at=other.since)
    if held is None:
        return None
    if gone := enrolments.all_retired(connection).get(to):
        return Denied(why=Why.RETIRED, device=to, by=gone.by, at=gone.at, detail=gone.why)
    if held.profile and held.profile != place.profile:
        return Denied(why=Why.PROFILE, device=to, detail=f"{held.profile}, {place.profile}")
    return None


def _came_from(connection: sa.Connection, device: str, other: Held) -> bool:
    """Whether a box had that other id before."""
    return any(held.fingerprint == other.fingerprint for held in enrolments.history(connection, device))


def _key(held: Held) -> KeyLine:
    return KeyLine(
        fingerprint=held.fingerprint,
        machine=held.machine,
        bundle=held.bundle.partition(" ")[0],
        since=held.since,
        by=held.by,
        address=held.address,
        seen=held.seen,
        ended=held.ended,
        ended_by=held.ended_by,
        why=held.why,
    )
