"""The exceptions of this room.

PlaylistsError
├── DaypartError    a time rule that does not parse
├── FeedError       a feed that does not hold what it promises, or cannot be written
│   └── KeysError   keys that are missing, do not open, or may not sign
└── MediaError      a media file that cannot be shown
"""

from __future__ import annotations


class PlaylistsError(Exception):
    """Bad data met in this room."""


class DaypartError(PlaylistsError):
    """A time rule that does not parse; the message carries the parser's caret."""


class FeedError(PlaylistsError):
    """A feed that does not hold what it promises, or cannot be written: what is wrong, what to do."""


class KeysError(FeedError):
    """Keys that are missing, do not open, or may not sign: which, and what to do."""


class MediaError(PlaylistsError):
    """A media file that cannot be shown: which file, what is wrong, what to do."""
