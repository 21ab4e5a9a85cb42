"""Tokens kept in memory, for tests and for a city that only seems."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from central.access import Token


class KeptTokens:
    """A `TokenKeeper` that forgets everything in the end."""

    def __init__(self, *tokens: Token) -> None:
        self._tokens = {token.id: token for token in tokens}

    async def tokens(self) -> tuple[Token, ...]:
        return tuple(self._tokens.values())

    async def keep(self, token: Token) -> None:
        self._tokens[token.id] = token

    async def use(self, id_: str, at: datetime) -> None:
        self._tokens[id_] = replace(self._tokens[id_], used=at)

    async def revoke(self, id_: str, at: datetime) -> None:
        token = self._tokens[id_]
        self._tokens[id_] = replace(token, revoked=token.revoked or at)
