"""Tokens kept in memory, for tests and for a city that only seems."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime

from msgspec.structs import replace

from central.access import Token
from central.answers import Audit
from central.sessions import Session


class KeptTokens:
    """A `TokenKeeper`, and a `SessionKeeper`, that forgets everything in the end."""

    def __init__(self, *tokens: Token, note: Callable[[Audit], Awaitable[None]] | None = None) -> None:
        self._tokens = {token.id: token for token in tokens}
        self.kept: dict[str, Session] = {}
        self._note = note

    async def tokens(self) -> tuple[Token, ...]:
        return tuple(self._tokens.values())

    async def keep(self, token: Token, entry: Audit) -> None:
        self._tokens[token.id] = token
        await self._noted(entry)

    async def use(self, id_: str, at: datetime) -> None:
        self._tokens[id_] = replace(self._tokens[id_], used=at)

    async def revoke(self, id_: str, at: datetime, entry: Audit) -> None:
        token = self._tokens[id_]
        self._tokens[id_] = replace(token, revoked=token.revoked or at)
        await self._noted(entry)

    async def sessions(self) -> tuple[Session, ...]:
        return tuple(self.kept.values())

    async def begin_session(self, new: Session, over: Collection[str], entry: Audit) -> None:
        self.kept = {name: one for name, one in self.kept.items() if name not in over}
        self.kept[new.digest] = new
        await self._noted(entry)

    async def end_session(self, digest: str, entry: Audit) -> None:
        self.kept.pop(digest, None)
        await self._noted(entry)

    async def _noted(self, entry: Audit) -> None:
        if self._note:
            await self._note(entry)
