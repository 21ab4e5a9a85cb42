"""Tokens kept in memory, for tests and for a city that only seems."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from msgspec.structs import replace

from central.access import Token
from central.answers import Audit


class KeptTokens:
    """A `TokenKeeper` that forgets everything in the end."""

    def __init__(self, *tokens: Token, note: Callable[[Audit], Awaitable[None]] | None = None) -> None:
        self._tokens = {token.id: token for token in tokens}
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

    async def _noted(self, entry: Audit) -> None:
        if self._note:
            await self._note(entry)
