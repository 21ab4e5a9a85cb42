"""Bands: the time of each screen by verdict, no second of it twice, adjoining equal ones in one row.

A band never crosses the beginning of a day, so that the bands of an instant are found among a day’s.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce

import sqlalchemy as sa

from central.answers import Band
from central.store.memory import Memory, Tail
from central.store.rows import Row, Rows, totals
from central.store.tables import bands, day_sums, ms, number_of
from central.store.taken import Days, Taken

Stretch = tuple[int, int, str]
"""From when to when, with which verdict."""
_LONGEST_MS = 26 * 3_600_000
"""No band is longer: it ends with its day."""
_NEAR = (
    sa.select(*bands.c["start", "end", "verdict"])
    .where(
        bands.c.device == sa.bindparam("device"),
        bands.c.screen == sa.bindparam("screen"),
        bands.c.start >= sa.bindparam("since"),
        bands.c.start <= sa.bindparam("last"),
        bands.c.end >= sa.bindparam("first"),
        bands.c.day == sa.bindparam("day"),
    )
    .order_by(bands.c.start)
)


class BandBook:
    """Keeps bands and the sums of days, in one transaction."""

    def __init__(self, memory: Memory, rows: Rows) -> None:
        self._memory, self._rows = memory, rows

    def follow(self, connection: sa.Connection, taken: Iterable[Taken], number: Mapping[str, int]) -> None:
        """Bands that follow what is there; time that is there already keeps its verdict."""
        changed: dict[Row, Row] = {}
        sums: list[tuple[Row, Row]] = []
        for one in taken:
            device = number[one.device]
            for band in one.bands:
                screen = number[band.screen]
                for day, stretch in _stretches(band, one.days):
                    added = self._follow((device, screen), day, stretch, changed)
                    if added:
                        sums.append(((day, device, screen, stretch[2]), (added,)))
        self._rows.put(connection, bands, [(*key, *changed[key]) for key in sorted(changed)])
        self._rows.sum(connection, day_sums, totals(sums))

    def correct(self, connection: sa.Connection, taken: Iterable[Taken], number: Mapping[str, int]) -> None:
        """Bands that take the place of what is there for their time."""
        gone: list[Row] = []
        new: list[Row] = []
        sums: list[tuple[Row, Row]] = []
        for (day, *place), stretches in _corrections(taken, number).items():
            before = self._near(connection, day, place, stretches)
            after = reduce(overwritten, stretches, before)
            gone += [(*place, start) for start, _, _ in set(before).difference(after)]
            new += [(*place, start, day, end, said) for start, end, said in set(after).difference(before)]
            sums += [((day, *place, said), (end - start,)) for start, end, said in after]
            sums += [((day, *place, said), (start - end,)) for start, end, said in before]
            self._ends((place[0], place[1]), day, after[-1])
        self._rows.drop(connection, bands, sorted(gone))
        self._rows.add(connection, bands, sorted(new))
        self._rows.sum(connection, day_sums, [row for row in totals(sums) if row[-1]])

    def _follow(self, place: tuple[int, int], day: int, stretch: Stretch, changed: dict[Row, Row]) -> int:
        """The milliseconds that a stretch adds to its screen."""
        start, end, verdict = stretch
        tail = self._memory.tails.get(place)
        if tail is not None:
            start = max(start, tail.end)
        if start >= end:
            return 0
        goes_on = tail is not None and (tail.day, tail.end, tail.verdict) == (day, start, verdict)
        first = tail.start if tail is not None and goes_on else start
        self._memory.tails[place] = Tail(day, first, end, verdict)
        changed[*place, first] = (day, end, verdict)
        return end - start

    def _near(
        self, connection: sa.Connection, day: int, place: Sequence[int], stretches: Sequence[Stretch]
    ) -> list[Stretch]:
        """What a screen has of a day where stretches lie, and beside them."""
        first, last = min(start for start, _, _ in stretches), max(end for _, end, _ in stretches)
        return self._rows.find(connection, _NEAR, (*place, first - _LONGEST_MS, last, first, day))

    def _ends(self, place: tuple[int, int], day: int, last: Stretch) -> None:
        """Note a band that may be the last one of its screen."""
        tail = self._memory.tails.get(place)
        if tail is None or last[1] >= tail.end:
            self._memory.tails[place] = Tail(day, *last)


def _corrections(
    taken: Iterable[Taken], number: Mapping[str, int]
) -> dict[tuple[int, int, int], list[Stretch]]:
    """By day, device and screen what takes the place of what is there, in that order."""
    found: dict[tuple[int, int, int], list[Stretch]] = {}
    for one in taken:
        for band in one.corrections:
            for day, stretch in _stretches(band, one.days):
                found.setdefault((day, number[one.device], number[band.screen]), []).append(stretch)
    return found


def overwritten(before: Sequence[Stretch], new: Stretch) -> list[Stretch]:
    """Stretches with a new one in the place of what they have there; adjoining equal ones become one."""
    start, end, _ = new
    pieces = [new]
    for since, until, verdict in before:
        if since < start:
            pieces.append((since, min(until, start), verdict))
        if until > end:
            pieces.append((max(since, end), until, verdict))
    joined: list[Stretch] = []
    for piece in sorted(pieces):
        if joined and (joined[-1][1], joined[-1][2]) == (piece[0], piece[2]):
            joined[-1] = (joined[-1][0], *piece[1:])
        else:
            joined.append(piece)
    return joined


def _stretches(band: Band, days: Days) -> Iterable[tuple[int, Stretch]]:
    for day, start, end in days.parts(band.start, band.end):
        yield number_of(day), (ms(start), ms(end), band.verdict.value)
