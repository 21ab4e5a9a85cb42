"""What no part of central is asked, and who asks behind a proxy."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from central_process import feed
from whole_central import whole

from central.access import Role, mint
from central.app import central_app
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


PROXY, STRANGER, ASKS = "127.0.0.1", "198.51.100.7", "192.0.2.9"


@pytest.mark.parametrize("path", ["/v1/reports", "/v1/push", "/", "/metadata/timestamp.json"])
@pytest.mark.parametrize(("comes_from", "is_known_as"), [(PROXY, ASKS), (STRANGER, STRANGER)])
def test_who_asks_is_what_a_proxy_says_and_nobody_else(path: str, comes_from: str, is_known_as: str) -> None:
    """But of reports, which are signed: none is looked at for that."""
    seen: list[str] = []

    async def part(scope: Any, _receive: Any, _send: Any) -> None:
        seen.append(scope["client"][0])

    app = central_app(reports=part, push=part, feed=part, faces=part, proxies=PROXY)
    headers = [(b"x-forwarded-for", ASKS.encode())]
    asked = {"type": "http", "path": path, "headers": headers, "client": (comes_from, 1), "scheme": "http"}

    async def ask() -> None:
        await app(asked, None, None)

    asyncio.run(ask())
    assert seen == [comes_from if path == "/v1/reports" else is_known_as]
