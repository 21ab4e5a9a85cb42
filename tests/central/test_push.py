"""The stream of hints: signed, told at once, kept alive, bounded, and ended in order."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from central_process import Sender, central, enrol, feed, publish
from httpx_sse import EventSource, ServerSentEvent
from store_world import AT

from central.store.keys import Enrolled
from central.taking.intake import Intake
from central.taking.keyring import Keyring
from central.taking.push import PUSH, Hub, Limits
from device_profiles.identity import DeviceKey

KEYS = {f"kiosk-{number:03}": DeviceKey.make() for number in range(1, 4)}


@contextmanager
def listening(url: str, device: str, key: DeviceKey) -> Iterator[Iterator[ServerSentEvent]]:
    headers = key.sign(device, "GET", PUSH, b"", datetime.now(UTC))
    with (
        httpx.Client(base_url=url, timeout=20) as client,
        client.stream("GET", PUSH, headers=headers) as response,
    ):
        assert response.headers["x-accel-buffering"] == "no"
        assert response.headers["cache-control"] == "no-store"
        yield EventSource(response).iter_sse()


def test_an_agent_hears_of_a_new_feed_and_the_process_ends_in_order_all_the_same(tmp_path: Path) -> None:
    world = feed(tmp_path)
    sender = Sender("")
    enrol(tmp_path, sender)
    with central(tmp_path) as running, listening(running.url, sender.device, sender.key) as events:
        told = next(events)
        assert told.event == "feed"
        before = int(told.data)
        begun = time.monotonic()
        publish(world, "Du nouveau")
        told = next(events)
        assert (told.event, told.data) == ("feed", str(before + 1))
        assert time.monotonic() - begun < 2.0
        begun = time.monotonic()
        assert running.end() == 0
        assert time.monotonic() - begun < 5.0
        assert next(events, None) is None


class Line:
    """One connection to the hub, as a server would make it."""

    def __init__(self, hub: Hub, device: str, key: DeviceKey | None = None) -> None:
        signed = (key or KEYS[device]).sign(device, "GET", PUSH, b"", AT)
        headers = [(name.lower().encode(), value.encode()) for name, value in signed.items()]
        scope = {"type": "http", "method": "GET", "path": PUSH, "headers": headers, "client": ("x", 1)}
        self.sent: list[Any] = []
        self._gone, self._said = asyncio.Event(), asyncio.Event()
        self.task = asyncio.create_task(hub(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, str]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        self.sent.append(message)
        self._said.set()

    async def said(self, what: str) -> None:
        """Wait until this was said."""
        while what not in self.heard:
            self._said.clear()
            await self._said.wait()

    def leave(self) -> None:
        self._gone.set()

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def heard(self) -> str:
        return b"".join(message["body"] for message in self.sent[2:]).decode()


def keys() -> Keyring:
    keyring = Keyring()
    keyring.fill({device: Enrolled(key.public, AT) for device, key in KEYS.items()})
    return keyring


def hub(keyring: Keyring | None = None, **limits: Any) -> Hub:
    return Hub(Intake(keyring or keys()), lambda: AT, Limits(**limits))


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


def test_of_each_event_only_the_newest_waits_and_who_comes_later_hears_it_too() -> None:
    async def act() -> None:
        central = hub()
        first, second = Line(central, "kiosk-001"), Line(central, "kiosk-002")
        await settle()
        central.tell("orders", "a", ["kiosk-001"])
        central.tell("orders", "b", ["kiosk-001", "kiosk-999"])
        await central.tell_all("feed", "8")
        assert first.heard == "event: orders\ndata: b\n\nevent: feed\ndata: 8\n\n"
        assert second.heard == "event: feed\ndata: 8\n\n"
        third = Line(central, "kiosk-003")
        await settle()
        assert third.heard == "event: feed\ndata: 8\n\n"
        for line in (first, second, third):
            line.leave()
            await line.task
        assert central.listening == 0

    asyncio.run(act())


def test_a_device_has_one_stream_the_newest() -> None:
    async def act() -> None:
        central = hub()
        first = Line(central, "kiosk-001")
        await settle()
        second = Line(central, "kiosk-001")
        await first.task
        assert central.listening == 1
        await central.tell_all("feed", "1")
        assert "feed" in second.heard
        central.close()
        await second.task
        assert not second.sent[-1].get("more_body")

    asyncio.run(act())


def test_a_crowd_is_told_a_part_at_a_time_and_all_have_heard_when_it_is_said() -> None:
    async def act() -> None:
        central = hub(crowd=1)
        lines = [Line(central, device) for device in KEYS]
        await settle()
        between: list[list[bool]] = []

        async def beside() -> None:
            while not between or not all(between[-1]):
                between.append(["feed" in line.heard for line in lines])
                await asyncio.sleep(0)

        other = asyncio.create_task(beside())
        await central.tell_all("feed", "1")
        assert all("feed" in line.heard for line in lines)
        await other
        assert [True, False, False] in between
        central.close()
        await asyncio.gather(*(line.task for line in lines))

    asyncio.run(act())


def test_something_is_said_now_and_then() -> None:
    async def act() -> None:
        central = hub(alive_s=0.01, slices=2)
        line = Line(central, "kiosk-001")
        alive = asyncio.create_task(central.keep_alive())
        await line.said(":\n:\n")
        alive.cancel()
        line.leave()
        await line.task

    asyncio.run(act())


@pytest.mark.parametrize("another", [None, DeviceKey.make().public], ids=["none", "another"])
def test_a_stream_ends_with_the_key_that_opened_it(another: str | None) -> None:
    async def act() -> None:
        keyring = keys()
        central = hub(keyring, alive_s=0.01, slices=2)
        first, second = Line(central, "kiosk-001"), Line(central, "kiosk-002")
        alive = asyncio.create_task(central.keep_alive())
        await first.said(":\n")
        keyring.put("kiosk-001", another)
        await asyncio.wait_for(first.task, 10)
        assert not first.sent[-1].get("more_body")
        await second.said(":\n:\n")
        alive.cancel()
        second.leave()
        await second.task

    asyncio.run(act())


@pytest.mark.parametrize("why", ["full", "closed", "foreign"])
def test_a_stream_that_cannot_be_is_refused(why: str, expect_log: Callable[[str], None]) -> None:
    async def act() -> int:
        central = hub(listeners=0 if why == "full" else 1)
        if why == "closed":
            central.close()
        line = Line(central, "kiosk-001", KEYS["kiosk-002"] if why == "foreign" else None)
        await line.task
        return line.status

    status = asyncio.run(act())
    assert status == (401 if why == "foreign" else 503)
    expect_log(f"/v1/push refused x: {status}")
