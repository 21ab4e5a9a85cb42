"""The fleet as the window holds it: what stands where, in an order that stays, and what a search finds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from central.answers import DeviceLine, Figures, Fleet, FleetChange
from central.telling.signs import Key, Sign, keys_of, signs_of

_NUMBER = re.compile(r"(\d+)")


class Grouping(StrEnum):
    """By what the wall is divided."""

    GROUP = "group"
    FAMILY = "family"
    PLACE = "place"


class Section(NamedTuple):
    """A part of the wall: its name ("" for what belongs to none) and its tiles."""

    title: str
    keys: tuple[Key, ...]


class Changed(NamedTuple):
    """What a change did.

    The tiles that look otherwise; whether tiles came, went or moved; whether a search may find others now.
    """

    keys: frozenset[Key]
    moved: bool
    sought: bool


def folded(text: str) -> str:
    """A text as it is searched: without capitals and accents."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Orders `kiosk-9` before `kiosk-10`."""
    parts = _NUMBER.split(folded(text))
    return tuple((1, int(part), "") if part.isdecimal() else (0, 0, part) for part in parts)


def _place(line: DeviceLine) -> tuple[object, ...]:
    """What decides where a device's tiles stand."""
    return line.family, line.place, line.groups[:1], keys_of(line)


def _title(line: DeviceLine, grouping: Grouping) -> str:
    match grouping:
        case Grouping.GROUP:
            return line.groups[0] if line.groups else ""
        case Grouping.FAMILY:
            return line.family
        case Grouping.PLACE:
            return line.place


def _haystacks(line: DeviceLine) -> dict[Key, str]:
    """What a search looks through, tile by tile: also the items on that screen, and the one that is wrong."""
    about = " ".join((line.device, line.place, *line.groups, line.family, line.profile, _missed(line)))
    if not line.screens:
        return {Key(line.device, ""): folded(about)}
    return {
        Key(line.device, screen.screen): folded(" ".join((about, screen.screen, *screen.items.values())))
        for screen in line.screens
    }


def _sought(line: DeviceLine) -> tuple[object, ...]:
    """What a search looks through that changes from report to report."""
    return tuple(screen.items for screen in line.screens), _missed(line)


def _missed(line: DeviceLine) -> str:
    """The item that a device should show and does not, or cannot."""
    return "" if line.reason is None else line.reason.item


class FleetModel:
    """The devices of a fleet at one instant, kept up to date by what central says."""

    def __init__(self, fleet: Fleet) -> None:
        self.name = fleet.name
        self.zone = ZoneInfo(fleet.time_zone)
        self.live = fleet.live
        self.at: datetime = fleet.at
        self.figures: Figures = fleet.figures
        self.lines: dict[str, DeviceLine] = {}
        self.signs: dict[Key, Sign] = {}
        self._hay: dict[Key, str] = {}
        for line in sorted(fleet.devices, key=lambda line: natural(line.device)):
            self._put(line)

    def _put(self, line: DeviceLine) -> None:
        self.lines[line.device] = line
        self.signs.update(zip(keys_of(line), signs_of(line), strict=True))
        for key in keys_of(line):
            self._hay.pop(key, None)

    def _drop(self, device: str) -> tuple[Key, ...]:
        line = self.lines.pop(device, None)
        if line is None:
            return ()
        for key in keys_of(line):
            self.signs.pop(key, None)
            self._hay.pop(key, None)
        return keys_of(line)

    def apply(self, change: FleetChange) -> Changed:
        """Take in what central said."""
        self.at, self.figures = change.at, change.figures
        keys: set[Key] = set()
        moved = sought = False
        for device in change.gone:
            moved |= bool(self._drop(device))
        for line in change.devices:
            before = self.lines.get(line.device)
            if before is None or _place(before) != _place(line):
                self._drop(line.device)
                moved = True
            sought |= before is None or _sought(before) != _sought(line)
            was = {key: self.signs.get(key) for key in keys_of(line)}
            self._put(line)
            keys.update(key for key, sign in was.items() if self.signs[key] is not sign)
        if moved:
            self.lines = dict(sorted(self.lines.items(), key=lambda pair: natural(pair[0])))
        return Changed(frozenset(keys), moved, sought)

    def key_of(self, name: str) -> Key | None:
        """The tile of `DEVICE/SCREEN`, or the first of `DEVICE`."""
        device, _, screen = name.partition("/")
        return next((key for key in self.signs if key.device == device and screen in {"", key.screen}), None)

    def hay(self, key: Key) -> str:
        """What a search looks through for a tile."""
        if key not in self._hay:
            self._hay.update(_haystacks(self.lines[key.device]))
        return self._hay[key]

    def found(
        self, query: str, only: frozenset[Sign] = frozenset(), also: frozenset[Key] = frozenset()
    ) -> Iterator[Key]:
        """The tiles with every word of the query, or among `also`; of those signs alone, if any."""
        words = folded(query).split()
        for line in self.lines.values():
            for key in keys_of(line):
                if only and self.signs[key] not in only:
                    continue
                if not words or key in also or all(word in self.hay(key) for word in words):
                    yield key

    def sections(
        self,
        grouping: Grouping,
        query: str = "",
        only: frozenset[Sign] = frozenset(),
        also: frozenset[Key] = frozenset(),
    ) -> tuple[Section, ...]:
        """The wall: sections by name, those that belong to none last; tiles by number."""
        parts: dict[str, list[Key]] = {}
        for key in self.found(query, only, also):
            parts.setdefault(_title(self.lines[key.device], grouping), []).append(key)
        ordered = sorted(parts, key=lambda title: (not title, natural(title)))
        return tuple(Section(title, tuple(parts[title])) for title in ordered)

    def tally(self) -> Mapping[Sign, int]:
        """How many screens bear each sign."""
        counts = dict.fromkeys(Sign, 0)
        for sign in self.signs.values():
            counts[sign] += 1
        return counts

    def items(self, query: str) -> tuple[str, ...]:
        """The items on the glass anywhere, or missed, with all words of the query; an exact one alone."""
        words = folded(query).split()
        if not words:
            return ()
        lines = self.lines.values()
        names = {item for line in lines for screen in line.screens for item in screen.items.values()}
        names.update(missed for line in lines if (missed := _missed(line)))
        exact = tuple(sorted(item for item in names if item == query.strip()))
        return exact or tuple(sorted(item for item in names if all(word in folded(item) for word in words)))
