"""What a device is to play: its editions, the alerts that cover it, and what it was to play before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from central.judging.city import City
from playlists.documents import Position
from playlists.feed.alerts import Alert
from playlists.feed.generation import Part, playing
from playlists.program import Program

KEPT = timedelta(days=1)
"""So long central knows what was to play before: a device may be late, and its plays come later still."""

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Former(msgspec.Struct, frozen=True, kw_only=True):
    """An edition that the feed does not name any more, and until when it did."""

    part: Part
    until: datetime


class Warned(msgspec.Struct, frozen=True, kw_only=True):
    """The alerts of one version of the board that cover a device, and since when central knows that one."""

    version: int
    alerts: tuple[Alert, ...]
    since: datetime


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """All that one device is to play.

    `parts` are its editions in the order of time, none where nothing may be shown (`trouble` says why).
    `boards` begins with the alerts of now. `programs` holds, by edition and version of the board, what shows
    while alerts cover the device. `cities` begins with the city data of now; `position` is the device's.
    `version` is the feed's snapshot; `changed` is when central learnt that
    another edition plays.
    """

    version: int
    parts: tuple[Part, ...]
    boards: tuple[Warned, ...]
    former: tuple[Former, ...] = ()
    programs: dict[tuple[str, int], Program] = {}
    changed: datetime = _LONG_AGO
    trouble: str = ""
    cities: tuple[City, ...] = ()
    position: Position | None = None

    def due(self, at: datetime) -> Part | None:
        """The edition that plays at an instant, by the rule of the device."""
        return playing(self.parts, at) if self.parts else None

    def since(self, part: Part) -> datetime:
        """Since when the device could have known that this edition plays."""
        return max(part.effective_from, self.changed)

    def edition(self, sha256: str) -> Part | None:
        """An edition that plays, will, or did in the last day."""
        known = (*self.parts, *(former.part for former in self.former))
        return next((part for part in known if part.sha256 == sha256), None)

    def at(self, then: datetime) -> Part | None:
        """The edition that was in force at an instant of the past, as far as central knows."""
        for former in self.former:
            if former.part.effective_from <= then < former.until:
                return former.part
        begun = [part for part in self.parts if part.effective_from <= then]
        return playing(begun, then) if begun else None

    def board(self, version: int | None) -> Warned | None:
        """The alerts of a version of the board, if central still knows them."""
        return next((board for board in self.boards if board.version == version), None)

    def program(self, part: Part, board: Warned) -> Program:
        """What shows by an edition and a board."""
        return self.programs.get((part.sha256, board.version), part.program) if board.alerts else part.program


def remembered(before: Duty, parts: Sequence[Part], at: datetime) -> tuple[Former, ...]:
    """What is remembered of a duty that gives way to these editions at an instant."""
    named = {part.sha256 for part in parts}
    gone = [Former(part=part, until=at) for part in before.parts if part.effective_from <= at]
    kept = {
        former.part.sha256: former
        for former in (*before.former, *gone)
        if former.part.sha256 not in named and at - former.until <= KEPT
    }
    return tuple(kept.values())


def learnt(before: Duty, parts: Sequence[Part], at: datetime) -> datetime:
    """When central learnt of the edition that plays at an instant by these editions."""
    due = playing(parts, at) if parts else None
    known = before.due(at)
    same = due is not None and known is not None and due.sha256 == known.sha256
    return before.changed if same else at
