"""Proof of play, added up: by campaign, item, device and day, with the share of air time and what was booked.

Pure: rows of the store and the programs of the fleet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from central.answers import PlaysLine
from central.judging.fleet import Roll
from central.view import By
from playlists.program import Program


class Row(Protocol):
    """What one item has played in one zone on a day (`central.store.proof.Total`)."""

    @property
    def day(self) -> date: ...  # noqa: D102
    @property
    def device(self) -> str: ...  # noqa: D102
    @property
    def screen(self) -> str: ...  # noqa: D102
    @property
    def zone(self) -> str: ...  # noqa: D102
    @property
    def item(self) -> str: ...  # noqa: D102
    @property
    def plays(self) -> int: ...  # noqa: D102
    @property
    def seconds(self) -> float: ...  # noqa: D102
    @property
    def verified(self) -> int: ...  # noqa: D102
    @property
    def differing(self) -> int: ...  # noqa: D102


class Booking(NamedTuple):
    """The campaign of an item, and the share of air time that was booked for it, if one was."""

    campaign: str
    share: float | None


Place = tuple[str, str, str]
"""A zone of a screen of a device: what air time is of."""


class Bookings:
    """What was booked, by the programs of a fleet; programs that devices share are looked through once."""

    def __init__(self, roll: Roll) -> None:
        self._roll = roll
        self._of: dict[int, Mapping[tuple[str, str], Booking]] = {}
        self._asked: dict[tuple[str, str, str], Booking] = {}

    def of(self, device: str, screen: str, item: str) -> Booking:
        """The booking of an item; of one that no edition known here has, the campaign by its name."""
        asked = device, screen, item
        if asked not in self._asked:
            self._asked[asked] = self._find(device, screen, item)
        return self._asked[asked]

    def _find(self, device: str, screen: str, item: str) -> Booking:
        duty = self._roll.duties.get(device)
        parts = (*duty.parts[::-1], *(former.part for former in duty.former)) if duty else ()
        for part in parts:
            found = self._known(part.program).get((screen, item))
            if found is not None:
                return found
        return _unknown(item)

    def _known(self, program: Program) -> Mapping[tuple[str, str], Booking]:
        if id(program) not in self._of:
            self._of[id(program)] = _booked(program)
        return self._of[id(program)]


class FleetBookings:
    """What was booked, where it is the same on all devices: for rows that tell of no single one.

    What plays now or will goes before what was to play before. Two playlists may have items of one name, and
    one name in two editions of it two shares: of such an item nothing can be said for the whole fleet.
    """

    def __init__(self, roll: Roll) -> None:
        duties = roll.duties.values()
        newest = {id(part.program): part.program for duty in duties for part in duty.parts[-1:]}
        others = (part.program for duty in duties for part in duty.parts[:-1])
        former = (former.part.program for duty in duties for former in duty.former)
        rest = {id(program): program for program in (*others, *former)}
        found = _of_items(newest.values())
        self._of = {**_of_items(rest.values()), **found}

    def clear(self, items: Iterable[str]) -> bool:
        """Whether each of these items is booked in one way."""
        return all(len(self._of.get(item, ())) <= 1 for item in items)

    def of(self, device: str, screen: str, item: str) -> Booking:
        """The booking of an item on whatever screen it is."""
        del device, screen
        return next(iter(self._of.get(item, ())), None) or _unknown(item)


def _of_items(programs: Iterable[Program]) -> dict[str, set[Booking]]:
    found: defaultdict[str, set[Booking]] = defaultdict(set)
    for program in programs:
        for (_, item), booking in _booked(program).items():
            found[item].add(booking)
    return found


def _booked(program: Program) -> dict[tuple[str, str], Booking]:
    return {
        (screen.screen.name, item.id): Booking(playlist.id, item.share)
        for screen in program.screens
        for playlist in screen.playlists.values()
        for item in playlist.items
    }


def _unknown(item: str) -> Booking:
    return Booking(item.rpartition("#")[0], None)


_Cell = tuple[Place, date]
_OwnCell = tuple[_Cell, str]
"""A zone on a day, and what of its air time one campaign had."""


class Booked(Protocol):
    """Tells of a row what was booked."""

    def of(self, device: str, screen: str, item: str) -> Booking: ...  # noqa: D102


class _Sum:
    """One line in the making."""

    __slots__ = ("booked", "cells", "differing", "plays", "seconds", "verified")

    def __init__(self) -> None:
        self.plays = self.verified = self.differing = 0
        self.seconds = 0.0
        self.cells: set[_Cell] = set()
        self.booked: dict[_OwnCell, dict[str, float]] = defaultdict(dict)


def totals(
    rows: Iterable[Row],
    bookings: Booked,
    by: Sequence[By],
    *,
    campaign: str = "",
    item: str = "",
) -> tuple[PlaysLine, ...]:
    """The lines of proof of play, those with most time first; grouped by day, the days in order.

    Of a device as a whole nothing is booked.

    A line's share is its part of the air time of all zones in which it played, on the days on which it did.
    What was booked is a part of the same time: a share is of its playlist's hours, whenever those are.
    """
    order = (By.CAMPAIGN, By.ITEM, By.DEVICE, By.DAY)
    places = [order.index(part) for part in by]
    air: defaultdict[_Cell, float] = defaultdict(float)
    own: defaultdict[_OwnCell, float] = defaultdict(float)
    sums: defaultdict[tuple[object, ...], _Sum] = defaultdict(_Sum)
    for row in rows:
        cell = (row.device, row.screen, row.zone), row.day
        air[cell] += row.seconds
        booking = bookings.of(row.device, row.screen, row.item)
        own[cell, booking.campaign] += row.seconds
        if (campaign and booking.campaign != campaign) or (item and row.item != item):
            continue
        told = booking.campaign, row.item, row.device, row.day
        found = sums[tuple([told[place] for place in places])]
        found.plays += row.plays
        found.seconds += row.seconds
        found.verified += row.verified
        found.differing += row.differing
        found.cells.add(cell)
        if booking.share is not None:
            found.booked[cell, booking.campaign][row.item] = booking.share
    return tuple(sorted(_lines(sums, air, own, by), key=_order))


def _lines(
    sums: Mapping[tuple[object, ...], _Sum],
    air: Mapping[_Cell, float],
    own: Mapping[_OwnCell, float],
    by: Sequence[By],
) -> Iterator[PlaysLine]:
    for key, found in sums.items():
        named = dict(zip(by, key, strict=True))
        day, around = named.get(By.DAY), sum(air[cell] for cell in found.cells)
        booked = sum(own[cell] * sum(shares.values()) for cell, shares in found.booked.items())
        whole = {cell for cell, _ in found.booked} == found.cells
        yield PlaysLine(
            day=day if isinstance(day, date) else None,
            device=str(named.get(By.DEVICE, "")),
            campaign=str(named.get(By.CAMPAIGN, "")),
            item=str(named.get(By.ITEM, "")),
            plays=found.plays,
            seconds=found.seconds,
            verified=found.verified,
            differing=found.differing,
            share=found.seconds / around if around else None,
            booked=booked / around if around and whole and {*by} != {By.DEVICE} else None,
        )


def _order(line: PlaysLine) -> tuple[date, float, str, str, str]:
    return line.day or date.min, -line.seconds, line.campaign, line.item, line.device
