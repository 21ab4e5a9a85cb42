"""Tokens as the store keeps them, and who may read it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace
from standing_city import NOW
from store_world import age

from central.access import Role, mint
from central.answers import Audit
from central.errors import StoreError
from central.sessions import Sessions
from central.store import migrations, notes, outside
from central.store.sessions import SessionRows
from central.store.store import Store
from central.store.tables import sessions

MINUTE = timedelta(minutes=1)
LINE = Audit(at=NOW, who="Anne", address="10.0.0.1", action="sign_in", subject="")


def test_a_use_does_not_undo_a_revocation_and_a_token_is_revoked_once(store: Store) -> None:
    token, _ = mint("Mur", Role.VIEW, NOW)

    async def work() -> None:
        await store.write(partial(notes.keep_token, token=token))
        await store.write(partial(notes.revoke_token, token=token.id, at=NOW + MINUTE))
        await store.write(partial(notes.use_token, token=token.id, at=NOW + 2 * MINUTE))
        await store.write(partial(notes.revoke_token, token=token.id, at=NOW + 3 * MINUTE))

    asyncio.run(work())
    (kept,) = store.look(notes.known_tokens)
    assert (kept.used, kept.revoked) == (NOW + 2 * MINUTE, NOW + MINUTE)


def test_a_session_outlives_a_restart_and_not_its_end_and_both_are_noted(store: Store) -> None:
    def anew() -> Sessions:
        return Sessions(SessionRows(store), lambda: NOW)

    async def work() -> tuple[str, str]:
        words = [await anew().begin("a", NOW + MINUTE, replace(LINE, action="sign_in")) for _ in range(2)]
        found = await anew().of(words[0])
        assert found is not None
        await anew().end(found, replace(LINE, action="sign_out"))
        assert await anew().of(words[0]) is None
        assert await anew().of(words[1])
        return words[0], words[1]

    words = asyncio.run(work())
    noted = store.look(partial(notes.newest_notes, most=9))
    assert [line.action for line in noted] == ["sign_out", "sign_in", "sign_in"]
    assert not any(word in str(store.look(lambda c: c.execute(sessions.select()).all())) for word in words)


def test_a_store_of_before_is_given_room_for_sessions(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/old.db"
    Store.open(url).close()
    age(url, 4, sessions)
    with pytest.raises(StoreError, match="migrate"):
        Store.open(url)
    assert outside.migrate(url) == (4, migrations.VERSION)
    store = Store.open(url)
    assert asyncio.run(Sessions(SessionRows(store), lambda: NOW).begin("a", NOW + MINUTE, LINE))
    store.close()


@pytest.fixture
def generous() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("generous")
@pytest.mark.parametrize(("before", "after"), [(None, 0o600), (0o644, 0o640), (0o660, 0o660)])
def test_nobody_else_on_its_machine_reads_the_store(tmp_path: Path, before: int | None, after: int) -> None:
    """Its folder may be open to all (systemd makes it so): in it stand people, places and tokens' digests."""
    file = tmp_path / "central.db"
    if before is not None:
        Store.open(f"sqlite:///{file}").close()
        file.chmod(before)
    store = Store.open(f"sqlite:///{file}")
    token, _ = mint("Mur", Role.VIEW, NOW)
    asyncio.run(store.write(partial(notes.keep_token, token=token)))
    rights = {found.name: found.stat().st_mode & 0o777 for found in tmp_path.iterdir()}
    store.close()
    assert rights["central.db"] == after
    assert [name for name, mode in rights.items() if mode & 0o007] == []
