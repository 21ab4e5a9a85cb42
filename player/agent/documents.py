"""Programs and approvals: small files by their SHA-256, fetched whole before anything is fetched for them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from player.agent.errors import WrongAnswerError
from player.agent.limits import Limits
from player.agent.source import Source, read
from player.state import LATEST, State
from playlists.durable import put
from playlists.errors import FeedError
from playlists.feed import wire
from playlists.feed.generation import approvals_needed
from playlists.feed.tree import APPROVALS, PROGRAMS, document_path
from playlists.feed.trust import Trusted


class Documents:
    """The documents of one state of the feed; those of the latest generation are not fetched again."""

    def __init__(self, state: State, source: Source, limits: Limits) -> None:
        self._state, self._source, self._limits = state, source, limits
        self.files: dict[str, bytes] = {}

    def fetch(self, trusted: Trusted) -> None:
        """Bring all that is needed to judge a device's programs.

        Raises:
            FetchError: something was not to be had.
            FeedError: what came cannot be read.
            OSError: it could not be written.
        """
        editions = trusted.head.editions if trusted.head else ()
        for edition in editions:
            self._require(edition.program, edition.bytes, self._limits.program_bytes)
            self._bring(PROGRAMS, edition.program, edition.bytes)
        programs = [wire.read(self.files[edition.program]) for edition in editions]
        for pointer in approvals_needed(trusted, programs):
            self._require(pointer.sha256, pointer.bytes, self._limits.approval_bytes)
            self._bring(APPROVALS, pointer.sha256, pointer.bytes)

    def _require(self, sha256: str, size: int, at_most: int) -> None:
        if not 0 <= size <= at_most:
            raise FeedError(
                f"the file {sha256[:12]}… is said to have {size} bytes; at most {at_most} are taken"
            )

    def _bring(self, folder: str, sha256: str, size: int) -> None:
        if sha256 in self.files:
            return
        try:
            path = document_path(folder, sha256)
        except ValueError as error:
            raise FeedError(f"the feed’s metadata do not hold: {error}") from error
        waiting = self._state.incoming / sha256
        for kept in (self._state.generations / LATEST / "documents" / sha256, waiting):
            data = _is(kept, sha256)
            if data is not None:
                self.files[sha256] = data
                return
        data = read(self._source, path, size, self._limits.small_s)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise WrongAnswerError(f"{path} is not what its name promises")
        put(waiting, data, durable=False)
        self.files[sha256] = data


def _is(path: Path, sha256: str) -> bytes | None:
    """The bytes of a file if they are those that were promised."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None
