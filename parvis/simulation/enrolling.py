"""Tells central the keys of simulated devices, through its API as an administrator does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from urllib.parse import quote

import msgspec

from parvis.simulation.line import Address, Line, LostError
from parvis.words import SaidError, words

_GOOD = 200
_AT_ONCE = 8
_TRIES = 20
_PATIENCE_S = 20.0
_PAUSE_S = 1.0
_SHOWN = 200


class EnrollingError(SaidError):
    """Central does not take a key: which, and why."""


async def enrol(url: str, token: str, keys: Iterable[tuple[str, str]], done: Callable[[int], None]) -> None:
    """Enrol devices with their keys. Raises `EnrollingError`."""
    waiting, finished, address = list(keys), 0, Address.of(url)

    async def work() -> None:
        nonlocal finished
        line = Line(address, _PATIENCE_S)
        try:
            while waiting:
                device, key = waiting.pop()
                await _enrol(line, url, token, device, key)
                finished += 1
                done(finished)
        finally:
            line.close()

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(_AT_ONCE):
                group.create_task(work())
    except ExceptionGroup as found:
        raise found.exceptions[0] from found


async def _enrol(line: Line, url: str, token: str, device: str, key: str) -> None:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    body, reason = msgspec.json.encode({"key": key}), ""
    for _ in range(_TRIES):
        try:
            answer = await line.send("PUT", f"/v1/devices/{quote(device)}/key", headers, body)
        except LostError as error:
            reason = str(error)
            await asyncio.sleep(_PAUSE_S)
            continue
        if answer.status == _GOOD:
            return
        reason = answer.body.decode(errors="replace")[:_SHOWN] or str(answer.status)
        retry = answer.headers.get("retry-after", "")
        if not retry.isdecimal():
            break
        await asyncio.sleep(float(retry))
    raise EnrollingError(words("simulate.not-enrolled", url=url, device=device, reason=reason))
