"""`GET /v1/push`: tells agents at once that there is something new, by server-sent events. Bare ASGI.

It is a hint and no more: what is true stands in the signed feed, and who hears nothing asks every 30 s.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Collection
from functools import lru_cache
from http import HTTPStatus
from itertools import count

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from central.taking.asking import Clock, Receive, Scope, Send, asked_of, send_answer, told_no
from central.taking.intake import Intake, Refused, refuse

PUSH = "/v1/push"
FEED, PICTURE = "feed", "picture"
"""What devices are told: the feed says something new (its version); somebody wants to see the glass."""
_HEAD = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
)
_ALIVE = b":\n"


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds of what listens."""

    listeners: int = 20_000
    alive_s: float = 15.0
    """How often something is said, so that proxies keep the line."""
    slices: int = 15
    """In so many parts, one after the other, so that it is never a crowd."""
    crowd: int = 100
    """So many are told at once what all are told; some 5 ms."""
    retry_ms: int = 3_000
    """When a listener whose line broke comes again; the agent spreads it."""


class _Listener:
    """One stream. Of each event only the newest waits."""

    def __init__(self, slice_: int, key: Ed25519PublicKey | None) -> None:
        self.slice, self.key = slice_, key
        self.waiting: dict[str, str] = {}
        self.gone = False
        self._wake = asyncio.Event()

    def tell(self, event: str, data: str) -> None:
        self.waiting[event] = data
        self._wake.set()

    def keep(self) -> None:
        """Let something be said, whatever it is."""
        self._wake.set()

    def end(self) -> None:
        self.gone = True
        self._wake.set()

    async def next(self) -> bytes | None:
        """What there is to say; None at the end."""
        await self._wake.wait()
        self._wake.clear()
        if self.gone:
            return None
        said = b"".join(_frame(event, data) for event, data in self.waiting.items())
        self.waiting.clear()
        return said or _ALIVE


class Hub:
    """All that listen; one stream a device, a second one ends the first. Belongs to one event loop."""

    def __init__(self, intake: Intake, clock: Clock, limits: Limits | None = None) -> None:
        self._intake, self._clock, self._limits = intake, clock, limits or Limits()
        self._listeners: dict[str, _Listener] = {}
        self._last: dict[str, str] = {}
        self._numbers = count()
        self._closed = False

    @property
    def listening(self) -> int:
        """How many streams there are."""
        return len(self._listeners)

    def tell(self, event: str, data: str, devices: Collection[str]) -> None:
        """Tell an event to some."""
        for device in devices:
            if listener := self._listeners.get(device):
                listener.tell(event, data)

    async def tell_all(self, event: str, data: str) -> None:
        """Tell an event to all, and return when it went out to each; whoever comes later hears it at once.

        A crowd at a time: what else there is to do goes on between.
        """
        self._last[event] = data
        devices, crowd = list(self._listeners), self._limits.crowd
        for place in range(0, len(devices), crowd):
            self.tell(event, data, devices[place : place + crowd])
            await asyncio.sleep(0)

    async def keep_alive(self) -> None:
        """Say something to each listener now and then, until cancelled; whose key counts no more is ended."""
        limits = self._limits
        for turn in count():
            await asyncio.sleep(limits.alive_s / limits.slices)
            for device, listener in list(self._listeners.items()):
                if listener.slice != turn % limits.slices:
                    continue
                if listener.key == self._intake.key(device):
                    listener.keep()
                else:
                    listener.end()

    def close(self) -> None:
        """End all streams, and begin no more."""
        self._closed = True
        for listener in list(self._listeners.values()):
            listener.end()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one stream."""
        asked, now = asked_of(scope), self._clock()
        device = self._intake.signer(asked.method, asked.path, asked.headers, now)
        full = len(self._listeners) >= self._limits.listeners
        if asked.method != "GET":
            device = refuse(HTTPStatus.METHOD_NOT_ALLOWED, "method", "GET the stream", now)
        elif not isinstance(device, Refused) and (self._closed or full):
            device = refuse(HTTPStatus.SERVICE_UNAVAILABLE, "busy", "too many listen", now, 60)
        if isinstance(device, Refused):
            await send_answer(send, told_no(asked, device))
            return
        await self._serve(device, receive, send)

    async def _serve(self, device: str, receive: Receive, send: Send) -> None:
        listener = _Listener(next(self._numbers) % self._limits.slices, self._intake.key(device))
        if before := self._listeners.get(device):
            before.end()
        self._listeners[device] = listener
        watch = asyncio.create_task(_gone(receive, listener))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": list(_HEAD)})
            hello = f"retry: {self._limits.retry_ms}\n"
            await send({"type": "http.response.body", "body": hello.encode(), "more_body": True})
            for event, data in self._last.items():
                listener.tell(event, data)
            while (said := await listener.next()) is not None:
                await send({"type": "http.response.body", "body": said, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            if self._listeners.get(device) is listener:
                del self._listeners[device]
            watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watch


@lru_cache(maxsize=64)
def _frame(event: str, data: str) -> bytes:
    """An event as it goes over the line: the same for all, so made once."""
    return f"event: {event}\ndata: {data}\n\n".encode()


async def _gone(receive: Receive, listener: _Listener) -> None:
    """Notice that the other side has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.end()
