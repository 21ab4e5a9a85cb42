"""The first root of a feed, from the file in which it came with a device or an installation."""

from __future__ import annotations

from pathlib import Path

from parvis.words import SaidError, refusal, words
from playlists.errors import FeedError
from playlists.feed.trust import read_root
from playlists.workspace.heard import refused


def checked_anchor(file: Path) -> bytes:
    """Its bytes, which are such a root. Raises `SaidError`."""
    try:
        data = file.read_bytes()
        read_root(data)
    except OSError as error:
        raise SaidError(words("agent.no-root", file=str(file), reason=refusal(error))) from error
    except FeedError as error:
        raise SaidError(words("agent.bad-root", file=str(file), reason=refused(str(error)))) from error
    return data
