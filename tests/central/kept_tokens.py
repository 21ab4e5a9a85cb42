"""Tokens kept in memory, for tests and for a city that only seems."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec.structs import replace

from central.access import Token
from central.answers import Audit
from central.sessions import Session


class KeptTokens:
    """A `TokenKeeper` and a `SessionKeeper`: all of it is forgotten in the end, but sessions in a `file`."""

    def __init__(
        self,
        *tokens: Token,
        note: Callable[[Audit], Awaitable[None]] | None = None,
        file: Path | None = None,
    ) -> None:
        self._tokens = {token.id: token for token in tokens}
        self._file = file
        there = file.read_bytes() if file and file.exists() else b"{}"
        self.kept = msgspec.json.decode(there, type=dict[str, Session])
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
        self._put({name: one for name, one in self.kept.items() if name not in over} | {new.digest: new})
        await self._noted(entry)

    async def end_session(self, digest: str, entry: Audit) -> None:
        self._put({name: one for name, one in self.kept.items() if name != digest})
        await self._noted(entry)

    def _put(self, kept: dict[str, Session]) -> None:
        self.kept = kept
        if self._file:
            self._file.write_bytes(msgspec.json.encode(kept))

    async def _noted(self, entry: Audit) -> None:
        if self._note:
            await self._note(entry)
