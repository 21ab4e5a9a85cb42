"""Tokens as the store keeps them."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial

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
