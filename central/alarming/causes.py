"""What shares a cause: screens with the same trouble, put together by what they have in common.

The same object or item; else the fleet, a place, a group, a family of which most have it; else the device.
Each screen is in one cell.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cached_property

import msgspec

from central.judging.devices import Standing
from central.standing import Alarm, Reason


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """From how many devices on, and from which part of them, it is theirs together.

    `family_many` of one family that share nothing else are told together, whatever part of it they are.
    What falls silent within `together` of another has fallen silent with it.
    """

    together: timedelta = timedelta(seconds=60)
    item_devices: int = 2
    place_devices: int = 2
    group_devices: int = 3
    family_devices: int = 3
    fleet_devices: int = 5
    family_many: int = 15
    part: float = 0.6
    fleet_part: float = 0.8


LIMITS = Limits()
_RANKS = {"object": 0, "item": 1, "place": 2, "group": 3, "family": 4, "fleet": 5, "device": 6}
"""Of two that hold as much, the more exact one."""
_OF_ITEMS = frozenset({"quarantine", "wrong_picture", "missing"})
"""Codes that may hang on one thing that is shown."""
_OF_LINES = frozenset({"silent"})
"""Codes whose beginning tells what belongs together."""


class Case(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A device, where it belongs, and how it stands."""

    device: str
    place: str = ""
    family: str = ""
    groups: tuple[str, ...] = ()
    standing: Standing

    def scopes(self) -> Iterator[tuple[str, str]]:
        """All that it shares with others: what, and which one."""
        yield "fleet", ""
        if self.place:
            yield "place", self.place
        if self.family:
            yield "family", self.family
        for group in self.groups:
            yield "group", group


class Unit(msgspec.Struct, frozen=True, eq=False, dict=True):
    """One trouble of one screen, or of a device as a whole."""

    case: Case
    reason: Reason

    @cached_property
    def name(self) -> str:
        """`DEVICE/SCREEN`, or `DEVICE`."""
        return f"{self.case.device}/{self.reason.screen}" if self.reason.screen else self.case.device

    @property
    def since(self) -> datetime | None:
        """Since when."""
        return self.reason.since


class Cell(msgspec.Struct, frozen=True, eq=False):
    """What has one cause."""

    scope: str
    subject: str
    units: tuple[Unit, ...]


class _Candidate(msgspec.Struct, frozen=True, eq=False):
    """What could be one cause; `lasts` where an alarm has told of it already."""

    scope: str
    subject: str
    cluster: int
    units: tuple[Unit, ...]
    lasts: bool = False

    def without(self, gone: set[str]) -> _Candidate:
        left = tuple(unit for unit in self.units if unit.name not in gone)
        return self if len(left) == len(self.units) else msgspec.structs.replace(self, units=left)

    def preference(self) -> tuple[bool, int, int, str, int, bool]:
        """One thing that is shown before where it is shown; then what holds most; then the more exact."""
        of_item = self.scope in ("object", "item")
        names = {unit.name for unit in self.units}
        rank = _RANKS[self.scope]
        return not of_item, -len(names), rank, self.subject, self.cluster, not self.lasts


def cells(
    units: Sequence[Unit], cases: Sequence[Case], lasting: Iterable[Alarm], limits: Limits = LIMITS
) -> list[Cell]:
    """Troubles of one code by cause.

    `cases` are all devices that count, `lasting` the alarms of that code that last: what was one cause stays
    one while some of it is left.
    """
    ordered = sorted(units, key=lambda unit: (unit.name, unit.reason.item, unit.reason.object or ""))
    sizes = _sizes(cases)
    candidates = [*_candidates(ordered, limits), *_standing(ordered, lasting)]
    heap = [(one.preference(), number) for number, one in enumerate(candidates)]
    heapq.heapify(heap)
    gone: set[str] = set()
    found: list[Cell] = []
    while heap:
        _, number = heapq.heappop(heap)
        best = candidates[number].without(gone)
        if not _holds(best, sizes, limits):
            continue
        if best is not candidates[number]:  # others have taken some of it: it waits its turn again
            candidates[number] = best
            heapq.heappush(heap, (best.preference(), number))
            continue
        gone.update(unit.name for unit in best.units)
        found.append(Cell(best.scope, best.subject, best.units))
    rest = [unit for unit in ordered if unit.name not in gone]
    return [*found, *_scattered(rest, limits)]


def _scattered(units: Sequence[Unit], limits: Limits) -> Iterator[Cell]:
    """What shares no place, no group and no family as a whole: many of a family together, others alone."""
    clusters = _clusters(units, limits)
    families: defaultdict[tuple[str, int], list[Unit]] = defaultdict(list)
    for unit in units:
        families[unit.case.family, clusters.get(unit.name, 0)].append(unit)
    for (family, _), own in families.items():
        devices: defaultdict[str, list[Unit]] = defaultdict(list)
        for unit in own:
            devices[unit.case.device].append(unit)
        if family and len(devices) >= limits.family_many:
            yield Cell("family", family, tuple(own))
            continue
        for device, alone in devices.items():
            yield Cell("device", device, tuple(alone))


def _candidates(units: Sequence[Unit], limits: Limits) -> Iterator[_Candidate]:
    """All that troubles could share."""
    shared: defaultdict[tuple[str, str, int], list[Unit]] = defaultdict(list)
    clusters = _clusters(units, limits)
    for unit in units:
        reason, cluster = unit.reason, clusters.get(unit.name, 0)
        if reason.code in _OF_ITEMS:
            if reason.object:
                shared["object", reason.object, 0].append(unit)
            if reason.item:
                shared["item", reason.item, 0].append(unit)
        for scope, subject in unit.case.scopes():
            shared[scope, subject, cluster].append(unit)
    for (scope, subject, cluster), own in shared.items():
        yield _Candidate(scope, subject, cluster, tuple(own))


def _standing(units: Sequence[Unit], lasting: Iterable[Alarm]) -> Iterator[_Candidate]:
    """What alarms have told of already, and is left of it."""
    for alarm in lasting:
        if alarm.scope != "device":
            names = frozenset(alarm.screens)
            own = tuple(unit for unit in units if unit.name in names)
            yield _Candidate(alarm.scope, alarm.subject, -1, own, True)  # noqa: FBT003


def _clusters(units: Sequence[Unit], limits: Limits) -> dict[str, int]:
    """What fell silent together, by number."""
    dated = sorted((unit.since, unit.name) for unit in units if unit.reason.code in _OF_LINES and unit.since)
    found: dict[str, int] = {}
    number, before = 0, None
    for since, name in dated:
        if before is not None and since - before > limits.together:
            number += 1
        found[name], before = number, since
    return found


def _holds(candidate: _Candidate, sizes: dict[tuple[str, str], int], limits: Limits) -> bool:
    """Whether enough of what could share a cause has the trouble."""
    devices = len({unit.case.device for unit in candidate.units})
    if candidate.lasts:
        return devices > 0
    scope = candidate.scope
    if scope in ("object", "item"):
        return devices >= limits.item_devices
    least = {
        "place": limits.place_devices,
        "group": limits.group_devices,
        "family": limits.family_devices,
        "fleet": limits.fleet_devices,
    }[scope]
    part = limits.fleet_part if scope == "fleet" else limits.part
    return devices >= least and devices >= part * sizes[scope, candidate.subject]


def _sizes(cases: Iterable[Case]) -> dict[tuple[str, str], int]:
    """How many devices there are of each kind."""
    found: defaultdict[tuple[str, str], int] = defaultdict(int)
    for case in cases:
        for scope in case.scopes():
            found[scope] += 1
    return found
