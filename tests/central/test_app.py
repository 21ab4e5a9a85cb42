"""What no part of central is asked, in stores of both kinds."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest
from central_process import feed
from whole_central import whole

from central.access import Role, mint
from central.store.notes import keep_token
from central.store.store import Store
from central.works import Works


@pytest.fixture
def works(tmp_path: Path, store: Store) -> Works:
    world = feed(tmp_path)
    return whole(world, store, lambda: world.now + timedelta(seconds=1))


def test_an_address_with_nul_in_it_is_refused_before_anything_is_asked(works: Works, store: Store) -> None:
    token, secret = mint("Soizic", Role.ADMIN, works.service.clock())
    asyncio.run(store.write(partial(keep_token, token=token)))
    given = httpx.ASGITransport(works.app, raise_app_exceptions=False)

    async def ask(path: str) -> tuple[int, str]:
        async with httpx.AsyncClient(transport=given, base_url="http://central") as client:
            said = await client.get(path, headers={"Authorization": f"Bearer {secret}"})
        return said.status_code, said.headers["content-type"]

    for path in (
        "/v1/enrolments/%00",
        "/v1/enrolments/kiosk%00001/acceptance",
        "/v1/devices/%00/history",
        "/v1/plays?device=%00",
        "/v1/pairings?code=A%00",
        "/devices/%00",
        "/metadata/%00",
    ):
        assert asyncio.run(ask(path)) == (400, "application/json"), path
    assert asyncio.run(ask("/v1/enrolments/%2500"))[0] == 404
