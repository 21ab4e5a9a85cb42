"""A group of reports becomes rows, in one transaction: each report once, and each of its records once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import msgspec
import sqlalchemy as sa

from central.store.bands import BandBook
from central.store.limits import MESSAGE, Limits
from central.store.memory import Memory
from central.store.plays import Placing, PlayBook, Played, names_of
from central.store.rows import Row, Rows, by_key
from central.store.samples import sample
from central.store.tables import (
    device_state,
    faults,
    fingernails,
    marks,
    ms,
    samples_of,
    tallies,
    utc_day,
)
from central.store.taken import Mark, Taken, Untaken
from central.store.tallies import names_of as texts_of
from central.store.tallies import rows
from device_profiles.report import Entry, Fault, FaultSum, Lost, PlayRecord, PlaySum, Tally

Outcome = Mark | Untaken
_encode = msgspec.json.Encoder().encode
_PLAYS = (PlayRecord, PlaySum)
_FAULT = ("device", "at", "received", "part", "kind", "message", "count")
LOST_PART, LOST_KIND = "spool", "lost"
"""What stands for the part and the kind of a `Lost` among the faults."""


class Group:
    """Writes groups of reports, and remembers what it must of what it wrote."""

    def __init__(self, rows: Rows, limits: Limits) -> None:
        self._rows, self._limits = rows, limits
        self.memory = Memory(limits, rows)
        self._placing = Placing(limits)
        self._bands = BandBook(self.memory, rows)
        self._plays = PlayBook(self.memory, rows, limits)

    def write(self, connection: sa.Connection, given: Sequence[Taken]) -> list[Outcome]:
        """Write reports in their order, and say of each how far its outbox is now."""
        borne, number = self._named(connection, given)
        outcomes: list[Outcome] = []
        taken: list[Taken] = []
        new: list[tuple[Taken, Entry]] = []
        for one, is_borne in zip(given, borne, strict=True):
            if not is_borne:
                outcomes.append(Untaken.TOO_MANY)
                continue
            upto = self._pass(connection, one, number)
            if upto is None:
                outcomes.append(Untaken.REPLAYED)
                continue
            taken.append(one)
            new.extend((one, entry) for entry in one.report.entries if entry.number > upto)
            _, upto = self.memory.marks[number[one.device], number[one.report.spool]]
            report = one.report
            outcomes.append(Mark(device=one.device, spool=report.spool, sequence=report.sequence, upto=upto))
        self._keep(connection, taken, new, number)
        return outcomes

    def _named(self, connection: sa.Connection, given: Sequence[Taken]) -> tuple[list[bool], dict[str, int]]:
        """Which reports are borne, and the numbers of all names in those."""
        strange = self.memory.strange(connection, _names(given))
        borne, new = [True] * len(given), set[str]()
        for place, one in enumerate(given if strange else ()):
            own = strange.intersection(_names((one,))) - new
            borne[place] = self.memory.novelties.bears(one.device, ms(one.received), len(own))
            new |= own if borne[place] else set()
        return borne, self.memory.numbers(connection, new)

    def _pass(self, connection: sa.Connection, one: Taken, number: dict[str, int]) -> int | None:
        """Move the mark of an outbox; tells up to where records were here already, None for a replay."""
        key = number[one.device], number[one.report.spool]
        mark = self.memory.marks.get(key)
        if mark is None:
            self._make_room(connection, *key)
        sequence, upto = mark or (-1, 0)
        if one.report.sequence <= sequence:
            return None
        entries = one.report.entries
        self.memory.marks[key] = one.report.sequence, max(upto, entries[-1].number if entries else 0)
        return upto

    def _make_room(self, connection: sa.Connection, device: int, spool: int) -> None:
        """Forget an outbox where there is another one: those of which no record came are the first to go.

        A device whose disk refuses has a new one with each start, that never holds a record.
        """
        outboxes = self.memory.outboxes.setdefault(device, [])
        while len(outboxes) >= self._limits.outboxes:
            bare = (one for one in outboxes if not self.memory.marks[device, one][1])
            oldest = next(bare, outboxes[0])
            outboxes.remove(oldest)
            self.memory.marks.pop((device, oldest), None)
            connection.execute(sa.delete(marks).where(marks.c.device == device, marks.c.spool == oldest))
        outboxes.append(spool)

    def _keep(
        self,
        connection: sa.Connection,
        taken: Sequence[Taken],
        new: Sequence[tuple[Taken, Entry]],
        number: dict[str, int],
    ) -> None:
        moved: dict[Row, Row] = {}
        states: dict[Row, Row] = {}
        pictures: dict[Row, Row] = {}
        samples: dict[int, dict[Row, Row]] = {}
        for one in taken:
            report, received, device = one.report, ms(one.received), number[one.device]
            key = device, number[report.spool]
            moved[key] = (*self.memory.marks[key], received)
            judged = None if one.judged is None else _encode(one.judged)
            states[(device,)] = (received, _encode(report.heartbeat), judged, one.state)
            samples.setdefault(utc_day(received), {})[device, received] = sample(report.heartbeat)
            for picture in report.fingernails:
                at = min(ms(picture.at - one.ahead), received)
                pictures[one.device, picture.screen] = (at, received, picture.jpeg)
        self._rows.put(connection, marks, by_key(moved))
        self._rows.put(connection, device_state, by_key(states))
        self._rows.put(connection, fingernails, by_key(pictures))
        self._thin_out(connection, {device for device, _ in pictures})
        for day, found in samples.items():
            self._rows.put(connection, self.memory.table(connection, samples_of(day)), by_key(found))
        self._bands.follow(connection, taken, number)
        self._bands.correct(connection, taken, number)
        self._records(connection, new, number)

    def _thin_out(self, connection: sa.Connection, devices: Collection[str]) -> None:
        """Let go of all but the newest pictures of some devices."""
        for device in devices:
            own = fingernails.c.device == device
            newest = sa.select(fingernails.c.screen).where(own)
            newest = newest.order_by(fingernails.c.received.desc(), fingernails.c.screen)
            kept = newest.limit(self._limits.pictures)
            connection.execute(sa.delete(fingernails).where(own, fingernails.c.screen.not_in(kept)))

    def _records(
        self, connection: sa.Connection, new: Sequence[tuple[Taken, Entry]], number: dict[str, int]
    ) -> None:
        played: list[Played] = []
        failed: list[Row] = []
        counted: list[tuple[Taken, Tally]] = []
        for one, entry in new:
            match entry.record:
                case PlayRecord() | PlaySum() as play:
                    played.append(self._placing.place(one, entry.number, play))
                case Tally() as tally:
                    counted.append((one, tally))
                case Fault() | FaultSum() | Lost() as fault:
                    failed.append((number[one.device], *_fault(fault, ms(one.received))))
        self._plays.keep(connection, played, number)
        self._rows.add(connection, faults, failed, _FAULT)
        self._rows.sum(connection, tallies, rows(counted, number, self._limits))


def _fault(fault: Fault | FaultSum | Lost, received: int) -> Row:
    if isinstance(fault, Lost):
        return ms(fault.at), received, LOST_PART, LOST_KIND, "", fault.count
    count = fault.count if isinstance(fault, FaultSum) else 1
    said = (fault.part, fault.kind, fault.message[:MESSAGE])
    return ms(fault.at), received, *(text.replace("\0", "\N{REPLACEMENT CHARACTER}") for text in said), count


def _names(given: Sequence[Taken]) -> Iterator[str]:
    """All that stands in reports as a name."""
    for one in given:
        yield one.device
        yield one.report.spool
        for band in (*one.bands, *one.corrections):
            yield band.screen
        for entry in one.report.entries:
            if isinstance(entry.record, _PLAYS):
                yield from names_of(entry.record)
            elif isinstance(entry.record, Tally):
                yield from texts_of(entry.record)
