"""The exceptions of this room.

PlaylistsError
├── DaypartError    a time rule that does not parse
├── FeedError       a feed that does not hold what it promises, or cannot be written
│   ├── KeysError   keys that are missing, do not open, or may not sign
│   └── LostError   a file that has gone from a feed's folder, or is damaged there
├── MediaError      a media file that cannot be shown
└── SourceError     a source of city data whose answer cannot be used
"""

from __future__ import annotations

from enum import StrEnum


class PlaylistsError(Exception):
    """Bad data met in this room."""


class RuleFault(StrEnum):
    """What can be wrong with a time rule, or with where it is read."""

    EMPTY = "is empty"
    LONG = "is too long"
    SYNTAX = "does not parse"
    COUNTRY = "needs the public holidays of a country that has none"
    POSITION = "needs the sun at a position that is not on earth"


class DaypartError(PlaylistsError):
    """A time rule that cannot be used.

    `column` is where its parser stopped, from 0; `country` is the one that has no known public holidays.
    """

    def __init__(self, fault: RuleFault, rule: str, *, column: int = 0, country: str = "") -> None:
        marked = f":\n{rule}\n{' ' * column}^" if fault is RuleFault.SYNTAX else ""
        super().__init__(f"The time rule {fault}{marked}")
        self.fault = fault
        self.rule = rule
        self.column = column
        self.country = country


class FeedError(PlaylistsError):
    """A feed that does not hold what it promises, or cannot be written: what is wrong, what to do."""


class KeysError(FeedError):
    """Keys that are missing, do not open, or may not sign: which, and what to do."""


class LostError(FeedError):
    """A file that has gone from a feed's folder, or is damaged there: which, and what to do."""


class MediaError(PlaylistsError):
    """A media file that cannot be shown: which file, what is wrong, what to do."""


class SourceError(PlaylistsError):
    """An answer of a source of city data that cannot be used: `code` names what is wrong, `facts` where."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(f"{code}: {facts}" if facts else code)
        self.code = code
        self.facts = facts
