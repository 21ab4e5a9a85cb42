"""What the writer remembers of the store and need not look up: numbers of names, marks, ends of things."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

import sqlalchemy as sa

from central.store.limits import Limits
from central.store.novelties import Novelties
from central.store.rows import Rows
from central.store.tables import bands, chains, marks, names

_T = TypeVar("_T")
_ASKED = 500
"""How many names one question asks for."""
_RECENT_MS = 2 * 86_400_000
"""How far before the newest band ends of bands may lie that can still go on."""


class Tail(NamedTuple):
    """The last band of a screen, and the day that it lies in."""

    day: int
    start: int
    end: int
    verdict: str


class Chain(NamedTuple):
    """The end of a device’s chain of plays of a day."""

    rows: int
    hash: bytes


class Memory:
    """Bounded by the fleet, and by `Limits`. After a transaction that failed it is read anew."""

    def __init__(self, limits: Limits, rows: Rows) -> None:
        self._limits, self._rows = limits, rows
        self.marks: dict[tuple[int, int], tuple[int, int]] = {}
        self.outboxes: dict[int, list[int]] = {}
        """Of each device its outboxes, the oldest first."""
        self.tails: dict[tuple[int, int], Tail] = {}
        self.chains: dict[tuple[int, int], Chain] = {}
        self.tables: set[str] = set()
        self.novelties = Novelties(limits.new_names)
        self._names: dict[str, int] = {}
        self._last = 0

    def load(self, connection: sa.Connection) -> None:
        """Read what must be known from the start."""
        self.novelties.forget()
        self.tables, self._names, self.chains = set(), {}, {}
        self._last = connection.scalar(sa.select(sa.func.max(names.c.id))) or 0
        self.marks, self.outboxes = {}, {}
        known = sa.select(*marks.c["device", "spool", "sequence", "upto"]).order_by(marks.c.seen)
        for device, spool, sequence, upto in connection.execute(known):
            self.marks[device, spool] = (sequence, upto)
            self.outboxes.setdefault(device, []).append(spool)
        newest = connection.scalar(sa.select(sa.func.max(bands.c.start))) or 0
        recent = sa.select(bands).where(bands.c.start >= newest - _RECENT_MS).order_by(bands.c.start)
        self.tails = {
            (device, screen): Tail(day, start, end, verdict)
            for device, screen, start, day, end, verdict in connection.execute(recent)
        }

    def strange(self, connection: sa.Connection, wanted: Iterable[str]) -> set[str]:
        """Those of some names that have no number yet; of the others it is known from now on."""
        asked = set(wanted)
        unknown = asked.difference(self._names)
        if unknown and len(self._names) + len(unknown) > self._limits.names:
            self._names, unknown = {}, asked
        for some in in_parts(sorted(unknown)):
            found = connection.execute(sa.select(*names.c["name", "id"]).where(names.c.name.in_(some)))
            self._names.update(found.all())
        return unknown.difference(self._names)

    def numbers(self, connection: sa.Connection, new: Iterable[str]) -> dict[str, int]:
        """The numbers of the names that were asked for; these are new and get one."""
        numbered = [(self._last + place, name) for place, name in enumerate(sorted(new), start=1)]
        self._rows.add(connection, names, numbered)
        self._last += len(numbered)
        self._names.update({name: number for number, name in numbered})
        return self._names

    def chain(self, connection: sa.Connection, wanted: Iterable[tuple[int, int]]) -> None:
        """Let `chains` have the ends of these chains, by day and device."""
        unknown = sorted(set(wanted).difference(self.chains))
        if len(self.chains) + len(unknown) > self._limits.chains:
            self.chains = {}
            unknown = sorted(set(wanted))
        for day in {day for day, _ in unknown}:
            devices = [device for other, device in unknown if other == day]
            for some in in_parts(devices):
                found = sa.select(chains).where(chains.c.day == day, chains.c.device.in_(some))
                for _, device, rows, digest in connection.execute(found):
                    self.chains[day, device] = Chain(rows, bytes(digest))
        for key in unknown:
            self.chains.setdefault(key, Chain(0, b""))

    def table(self, connection: sa.Connection, table: sa.Table) -> sa.Table:
        """The table, made if it is not there."""
        if table.name not in self.tables:
            table.create(connection, checkfirst=True)
            self.tables.add(table.name)
        return table


def in_parts(found: list[_T]) -> Iterable[list[_T]]:
    """A list in parts that one question may ask for."""
    return (found[start : start + _ASKED] for start in range(0, len(found), _ASKED))
