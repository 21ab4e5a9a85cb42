"""Bands: the time of each screen by verdict, no second of it twice, adjoining equal ones in one row.

A band never crosses the beginning of a day, so that the bands of an instant are found among a day’s.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from central.answers import Band
from central.store.memory import Memory, Tail
from central.store.rows import Row, Rows, totals
from central.store.tables import bands, day_sums, ms, number_of
from central.store.taken import Days, Taken

Stretch = tuple[int, int, str]
"""From when to when, with which verdict."""


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

    def correct(
        self,
        connection: sa.Connection,
        device: int,
        given: Iterable[Band],
        number: Mapping[str, int],
        days: Days,
    ) -> None:
        """Bands that take the place of what is there for their time."""
        for band in given:
            for day, stretch in _stretches(band, days):
                self._correct(connection, (device, number[band.screen]), day, stretch)

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

    def _correct(self, connection: sa.Connection, place: tuple[int, int], day: int, stretch: Stretch) -> None:
        mine = sa.and_(bands.c.device == place[0], bands.c.screen == place[1])
        of_day = sa.select(*bands.c["start", "end", "verdict"]).where(mine, bands.c.day == day)
        before = [
            (start, end, verdict)
            for start, end, verdict in connection.execute(of_day.order_by(bands.c.start))
        ]
        after = overwritten(before, stretch)
        gone, new = set(before) - set(after), set(after) - set(before)
        if gone:
            starts = [start for start, _, _ in gone]
            connection.execute(sa.delete(bands).where(mine, bands.c.start.in_(starts)))
        self._rows.add(
            connection, bands, [(*place, start, day, end, verdict) for start, end, verdict in sorted(new)]
        )
        sums = [((day, *place, verdict), (end - start,)) for start, end, verdict in after]
        sums += [((day, *place, verdict), (start - end,)) for start, end, verdict in before]
        self._rows.sum(connection, day_sums, [row for row in totals(sums) if row[-1]])
        tail = self._memory.tails.get(place)
        last = after[-1]
        if tail is None or last[1] >= tail.end:
            self._memory.tails[place] = Tail(day, *last)


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
