"""Browsers that are signed in: each has a word in a cookie, until its time is over or it signs out.

A word is long and random, so its SHA-256 is enough to know it by, and is all that is kept.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Protocol

import msgspec

from central.answers import Audit
from central.errors import StoreError

_log = logging.getLogger(__name__)
MOST = 64
"""Browsers that are signed in at once with one token: of more, those of the earliest end are signed out."""


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A browser that is signed in: `digest` is the SHA-256 of its word, `holder` who it is.

    One that is not `noted`, because nothing could be written, lasts in memory alone and may only look.
    """

    digest: str
    holder: str
    until: datetime
    noted: bool = True


class SessionKeeper(Protocol):
    """Where sessions are kept."""

    async def sessions(self) -> tuple[Session, ...]:
        """All of them, those too whose time is over."""
        ...

    async def begin_session(self, new: Session, over: Collection[str], entry: Audit) -> None:
        """Keep a new one and its line in the audit log, and let go of others, by their digests.

        Raises `StoreError`: nothing can be written.
        """
        ...

    async def end_session(self, digest: str, entry: Audit) -> None:
        """Let go of one; the audit log has a line of it."""
        ...


class Sessions:
    """Knows who is signed in. Nobody else writes what is kept."""

    def __init__(self, keeper: SessionKeeper, clock: Callable[[], datetime]) -> None:
        self._keeper, self._clock = keeper, clock
        self._known: dict[str, Session] | None = None

    async def begin(self, holder: str, until: datetime, entry: Audit) -> str:
        """Sign a browser in; the word for its cookie. Where nothing can be written it may look, no more."""
        known, word = await self._all(), secrets.token_urlsafe(32)
        new = Session(digest=_digest(word), holder=holder, until=until)
        own = sorted((one for one in known.values() if one.holder == holder), key=lambda one: one.until)
        over = {one.digest for one in (*self._ended(known), *own[: max(0, len(own) + 1 - MOST)])}
        try:
            await self._keeper.begin_session(new, over, entry)
        except StoreError as error:
            _log.error("%s signs in from %s, to look only: %s", entry.who, entry.address, error)
            new = msgspec.structs.replace(new, noted=False)
        for digest in over:
            known.pop(digest, None)
        known[new.digest] = new
        return word

    async def of(self, word: str) -> Session | None:
        """The session that a word belongs to; None where it is over or is none."""
        found = (await self._all()).get(_digest(word))
        return found if found and self._clock() < found.until else None

    def lasts(self, digest: str) -> bool:
        """Whether a session that was told goes on."""
        found = (self._known or {}).get(digest)
        return found is not None and self._clock() < found.until

    async def end(self, session: Session, entry: Audit) -> None:
        """Sign a browser out, wherever its word was copied to."""
        if session.noted:
            await self._keeper.end_session(session.digest, entry)
        (await self._all()).pop(session.digest, None)

    def _ended(self, known: dict[str, Session]) -> list[Session]:
        at = self._clock()
        return [one for one in known.values() if one.until <= at]

    async def _all(self) -> dict[str, Session]:
        if self._known is None:
            found = await self._keeper.sessions()
            if self._known is None:  # somebody else may have asked meanwhile
                self._known = {one.digest: one for one in found}
        return self._known


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode("utf-8", "replace")).hexdigest()
