"""What changes quickly, brought first: a role's dispatch is in place before anything else is asked for."""

from __future__ import annotations

from pathlib import Path

from tuf.api.exceptions import DownloadError, ExpiredMetadataError, RepositoryError

from player.agent.refresh import DurableUpdater, held
from player.state import State
from playlists.durable import put
from playlists.errors import FeedError
from playlists.feed import dispatch
from playlists.feed.tree import ROOT, SNAPSHOT, TARGETS, TIMESTAMP

Versions = tuple[int, int, int]
"""Of the root, of the targets, and of the role."""


class Courier:
    """Keeps the dispatch of one role in step with the feed; an older one never takes the place of a newer.

    `trouble` tells, in a line, why the feed's newest word of it is not in place; empty where it is.
    """

    def __init__(self, state: State, anchor: bytes, role: str) -> None:
        self._state, self._anchor, self.role = state, anchor, role
        self._file = state.dispatch(role)
        self._placed: Versions | None = None
        self._mark: tuple[int, int] | None = None
        self._stale: Versions | None = None
        self.trouble = ""
        self._recall()

    @property
    def version(self) -> int | None:
        """The version of the role that is in place."""
        return self._placed[2] if self._placed else None

    def bring(self, updater: DurableUpdater) -> None:
        """Put in place what the feed says, once `updater` has the top-level metadata.

        What cannot be had, or is not good, is told in `trouble` and stops nothing else. Raises `OSError`.
        """
        promised = updater.promised(self.role)
        if promised is None or promised == self._stale:
            return
        if promised == self._placed and _mark_of(self._file) == self._mark:
            self.trouble = ""
            return
        try:
            updater.follow(self.role)
            self._place(promised)
        except ExpiredMetadataError:  # nothing that it says can be in force any more
            self._stale, self.trouble = promised, ""
        except (FeedError, RepositoryError, DownloadError) as error:
            self.trouble = str(error)
        else:
            self.trouble = ""

    def _place(self, promised: Versions) -> None:
        files = held(self._state, (TIMESTAMP, SNAPSHOT, TARGETS, self.role))
        data = dispatch.pack(files)
        found = _versions(dispatch.read(data, self._anchor, self.role), self.role)
        if found != promised:
            raise FeedError(f"versions {found} came in the place of {promised}")
        if self._placed and _is_older(found, self._placed):
            raise FeedError(f"versions {found} are older than those in place, {self._placed}")
        put(self._file, data)
        self._placed, self._mark = found, _mark_of(self._file)

    def _recall(self) -> None:
        """What is in place from before, if it holds."""
        try:
            found = dispatch.read(self._file.read_bytes(), self._anchor, self.role)
        except (OSError, FeedError):
            return
        self._placed, self._mark = _versions(found, self.role), _mark_of(self._file)


def _versions(found: dispatch.Dispatch, role: str) -> Versions:
    return found.versions[ROOT], found.versions[TARGETS], found.versions[role]


def _is_older(found: Versions, placed: Versions) -> bool:
    """Whether something of it goes back; under a newer root versions may, as after a feed was restored."""
    return found[0] < placed[0] or (
        found[0] == placed[0] and any(new < old for new, old in zip(found, placed, strict=True))
    )


def _mark_of(file: Path) -> tuple[int, int] | None:
    """Tells one writing of a file from another."""
    try:
        there = file.stat()
    except OSError:
        return None
    return there.st_mtime_ns, there.st_size
