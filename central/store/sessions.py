"""Browsers that are signed in, as rows."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

import sqlalchemy as sa

from central.answers import Audit
from central.sessions import Session
from central.store import notes
from central.store.store import Store
from central.store.tables import instant, ms, sessions


class SessionRows:
    """Keeps sessions in the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def sessions(self) -> tuple[Session, ...]:
        """All of them."""
        return await self._store.read(_all)

    async def begin_session(self, new: Session, over: Collection[str], entry: Audit) -> None:
        """Keep a new one, let go of others."""
        await self._store.write(notes.noted(partial(_begin, new=new, over=over), entry))

    async def end_session(self, digest: str, entry: Audit) -> None:
        """Let go of one."""
        await self._store.write(notes.noted(partial(_drop, over=(digest,)), entry))


def _all(connection: sa.Connection) -> tuple[Session, ...]:
    found = connection.execute(sa.select(*sessions.c["digest", "holder", "until"]))
    return tuple(
        Session(digest=digest, holder=holder, until=instant(until)) for digest, holder, until in found
    )


def _begin(connection: sa.Connection, new: Session, over: Collection[str]) -> None:
    _drop(connection, over)
    connection.execute(sessions.insert().values(digest=new.digest, holder=new.holder, until=ms(new.until)))


def _drop(connection: sa.Connection, over: Collection[str]) -> None:
    for digest in over:
        connection.execute(sa.delete(sessions).where(sessions.c.digest == digest))
