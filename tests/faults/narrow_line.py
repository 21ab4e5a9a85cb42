"""A narrow line on loopback: so many bytes a second for all together, and a queue in which they wait."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_PIECE = 4096


class NarrowLine:
    """Hands bytes on to a server's port; what comes back goes through one queue, first come, first served.

    A router without any sense: it holds up to `queue` bytes, and lets `rate` of them a second through.
    """

    def __init__(self, target: int, rate: float, queue: int) -> None:
        self._target, self._rate, self._room = target, rate, queue
        self._waiting: asyncio.Queue[tuple[bytes, asyncio.StreamWriter]] = asyncio.Queue(queue // _PIECE)
        self.port = 0
        self.passed = 0

    @property
    def filled(self) -> float:
        """Which part of the queue is taken: what comes now waits behind it."""
        return self._waiting.qsize() / self._waiting.maxsize

    async def serve(self, ready: threading.Event, over: asyncio.Event) -> None:
        """Serve until it is over."""
        server = await asyncio.start_server(self._accepted, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        sending = asyncio.create_task(self._send())
        ready.set()
        async with server:
            await over.wait()
        sending.cancel()

    async def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._target, limit=4 * _PIECE)
        await asyncio.gather(self._ask(reader, back), self._answer(there, writer), return_exceptions=True)
        back.close()
        writer.close()

    async def _ask(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while piece := await source.read(_PIECE):
            sink.write(piece)
            await sink.drain()
        sink.close()

    async def _answer(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        """What the server sends, as far as who asked takes it."""
        while piece := await source.read(_PIECE):
            await self._waiting.put((piece, sink))
            await sink.drain()
        await self._waiting.put((b"", sink))

    async def _send(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            piece, sink = await self._waiting.get()
            due = max(due, loop.time()) + len(piece) / self._rate
            await asyncio.sleep(due - loop.time())
            if piece and not sink.is_closing():
                sink.write(piece)
                self.passed += len(piece)
            else:
                sink.close()


@contextmanager
def narrow_line(target: int, rate: float, queue: int) -> Iterator[NarrowLine]:
    """A line to a server of this machine, in a thread of its own."""
    line, ready = NarrowLine(target, rate, queue), threading.Event()
    loop, over = asyncio.new_event_loop(), asyncio.Event()

    def run() -> None:
        loop.run_until_complete(line.serve(ready, over))
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    ready.wait()
    try:
        yield line
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
