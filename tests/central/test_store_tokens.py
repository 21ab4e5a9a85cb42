"""Tokens as the store keeps them, and who may read it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from standing_city import NOW

from central.access import Role, mint
from central.store import notes
from central.store.store import Store

MINUTE = timedelta(minutes=1)


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
