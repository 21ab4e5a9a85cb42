"""What changes, to everybody who watches: one reader of the view, its words encoded once for all."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from litestar.types import Receive, Scope, Send

from central.access import Who
from central.answers import FleetChange
from central.api.answer import JSON
from central.api.desk import LIMITS

_LOG = logging.getLogger(__name__)
_QUIET = b": still here\n\n"
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
_FULL = b'{"code":"too_many","detail":"there are streams enough"}'


class Hub:
    """Hands each change to all streams. One that does not keep up is ended: it comes again and asks anew.

    `lasts` tells before each word whether whoever watches still may.
    """

    def __init__(
        self,
        changes: Callable[[], AsyncIterator[FleetChange]],
        lasts: Callable[[Who], Awaitable[bool]],
    ) -> None:
        self._changes, self._lasts = changes, lasts
        self._streams: set[asyncio.Queue[bytes | None]] = set()

    async def run(self) -> None:
        """Read changes until they end or this is cancelled; when reading breaks off, begin again."""
        while True:
            try:
                async for change in self._changes():
                    self._tell(b"event: change\ndata: " + JSON.encode(change) + b"\n\n")
            except Exception:  # noqa: BLE001 - whatever it was, who watches sees it and comes again
                _LOG.exception("the stream of changes broke off")
            else:
                return
            finally:
                self._tell(None)
            await asyncio.sleep(LIMITS.stream_again_s)

    def _tell(self, said: bytes | None) -> None:
        for stream in tuple(self._streams):
            if stream.full():
                self._streams.discard(stream)
                stream.get_nowait()
                stream.put_nowait(None)
            else:
                stream.put_nowait(said)

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One stream, until who watches goes away, or may watch no more."""
        if len(self._streams) >= LIMITS.streams:
            await _refuse(send)
            return
        stream: asyncio.Queue[bytes | None] = asyncio.Queue(LIMITS.stream_events)
        self._streams.add(stream)
        gone = asyncio.ensure_future(_gone(receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
            await _say(send, b"retry: 2000\n\n")
            while not gone.done():
                said = await _next(stream, gone)
                if said is None or not await self._lasts(scope["user"]):
                    break
                await _say(send, said)
            if not gone.done():
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            gone.cancel()
            self._streams.discard(stream)


async def _next(stream: asyncio.Queue[bytes | None], gone: asyncio.Future[None]) -> bytes | None:
    """What to say next; None where it is over."""
    word = asyncio.ensure_future(stream.get())
    waited: set[asyncio.Future[Any]] = {word, gone}
    done, _ = await asyncio.wait(waited, timeout=LIMITS.stream_quiet_s, return_when=asyncio.FIRST_COMPLETED)
    if word in done:
        return word.result()
    word.cancel()
    return None if gone in done else _QUIET


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _say(send: Send, said: bytes) -> None:
    await send({"type": "http.response.body", "body": said, "more_body": True})


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"application/json"), (b"retry-after", b"30")]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": _FULL, "more_body": False})
