"""Plays on their way in: rows of a day, chained for each device (`chain.py`), and their totals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

import msgspec
import sqlalchemy as sa

from central.store.chain import linked
from central.store.limits import Limits
from central.store.memory import Chain, Memory
from central.store.rows import Row, Rows, totals
from central.store.tables import chains, ms, number_of, play_days, play_sums, plays_of, seals_of
from central.store.taken import Days, Taken
from device_profiles.report import DIFFERS, MATCHED, PlayRecord, PlaySum


class Played(msgspec.Struct, frozen=True):
    """A play with its place: outbox, number, day, and whether the device’s clock was wrong."""

    taken: Taken
    number: int
    play: PlayRecord | PlaySum
    day: int
    clock_wrong: bool


class Placing:
    """Finds the day of plays; most are of the same."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._days = Days()
        self._begin = self._end = datetime.min.replace(tzinfo=UTC)
        self._number = 0

    def place(self, taken: Taken, number: int, play: PlayRecord | PlaySum) -> Played:
        """A play on the day of its beginning; where that cannot be, on the day on which it was received.

        Plays of one zone follow each other: not even a sum of them is longer than the time since its first.
        """
        start, received = play.start, taken.received
        latest = received + self._limits.ahead
        wrong = (
            not received - self._limits.behind <= start <= latest - timedelta(milliseconds=play.duration_ms)
        )
        return Played(taken, number, play, self._day(taken.days, received if wrong else start), wrong)

    def _day(self, days: Days, at: datetime) -> int:
        if not self._begin <= at < self._end or days != self._days:
            day = days.day(at)
            self._days, (self._begin, self._end) = days, days.span(day)
            self._number = number_of(day)
        return self._number


def names_of(play: PlayRecord | PlaySum) -> Iterable[str]:
    """What stands in a play as a name."""
    said = (play.screen, play.zone, play.item, play.verified, play.object, play.edition)
    return [name for name in said if name is not None]


class PlayBook:
    """Keeps plays, in one transaction."""

    def __init__(self, memory: Memory, rows: Rows, limits: Limits) -> None:
        self._memory, self._rows, self._limits = memory, rows, limits

    def keep(self, connection: sa.Connection, played: list[Played], number: Mapping[str, int]) -> None:
        """Add plays to their chains and to the totals."""
        keys = [(one.day, number[one.taken.device]) for one in played]
        self._memory.chain(connection, keys)
        rows: dict[int, list[Row]] = {}
        seals: dict[int, list[Row]] = {}
        sums: list[tuple[Row, Row]] = []
        for key, one in zip(keys, played, strict=True):
            day, device = key
            chain = self._memory.chains[key]
            said = _said(one)
            chain = Chain(chain.rows + 1, linked(chain.hash, said))
            self._memory.chains[key] = chain
            rows.setdefault(day, []).append((device, chain.rows, *_numbered(said, number)))
            if chain.rows % self._limits.seal_rows == 0:
                seals.setdefault(day, []).append((device, chain.rows, chain.hash))
            if not one.clock_wrong:
                sums.append(_total(key, one.play, number))
        for day, found in rows.items():
            self._rows.add(connection, self._memory.table(connection, plays_of(day)), found)
        for day in rows:
            table = self._memory.table(connection, seals_of(day))
            self._rows.add(connection, table, seals.get(day, []))
        ends = [(*key, *self._memory.chains[key]) for key in sorted(set(keys))]
        self._rows.put(connection, chains, ends)
        self._rows.sum(connection, play_sums, totals(sums))
        self._rows.sum(connection, play_days, [(day, 1, 0) for day in sorted({key[0] for key, _ in sums})])


def _said(one: Played) -> Row:
    """A play as it is hashed: what the columns of its row say, in their order."""
    play = one.play
    return (
        one.taken.report.spool,
        one.number,
        play.screen,
        play.zone,
        play.item,
        play.object,
        ms(play.start),
        play.duration_ms,
        play.frames,
        play.verified,
        play.edition,
        play.bits,
        play.levels,
        play.count if isinstance(play, PlaySum) else 1,
        int(one.clock_wrong),
    )


def _numbered(said: Row, number: Mapping[str, int]) -> Row:
    """The same with numbers for names."""
    spool, place, screen, zone, item, shown, start, took, frames, verified, edition, *rest = said
    return (
        number[spool],
        place,
        number[screen],
        number[zone],
        number[item],
        shown if shown is None else number[shown],
        start,
        took,
        frames,
        number[verified],
        edition if edition is None else number[edition],
        *rest,
    )


def _total(key: tuple[int, int], play: PlayRecord | PlaySum, number: Mapping[str, int]) -> tuple[Row, Row]:
    count = play.count if isinstance(play, PlaySum) else 1
    place = (*key, number[play.screen], number[play.zone], number[play.item])
    verified = count if play.verified == MATCHED else 0
    differing = count if play.verified == DIFFERS else 0
    return place, (count, play.duration_ms, verified, differing)
