"""The exceptions of this room.

PlaylistsError
├── DaypartError    a time rule that does not parse
└── MediaError      a media file that cannot be shown
"""

from __future__ import annotations


class PlaylistsError(Exception):
    """Bad data met in this room."""


class DaypartError(PlaylistsError):
    """A time rule that does not parse; the message carries the parser's caret."""


class MediaError(PlaylistsError):
    """A media file that cannot be shown: which file, what is wrong, what to do."""
