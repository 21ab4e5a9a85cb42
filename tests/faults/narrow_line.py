"""A narrow line on loopback: so many bytes a second for all together, and a queue in which they wait."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_PIECE = 4096
_TICK_S = 0.02
"""What a busy machine may be late by, and make up for."""


class NarrowLine:
    """Hands bytes on to a server's port; what comes back goes through one queue, first come, first served.

    A router without any sense: it holds up to `queue` bytes, and lets `rate` of them a second through. One
    answer may have as many on the way, and no more before who asked has taken them.
    """

    def __init__(self, target: int, rate: float, queue: int) -> None:
        self._target, self._rate, self._room = target, rate, queue
        self._waiting: asyncio.Queue[tuple[bytes, asyncio.Queue[bytes]]] = asyncio.Queue(queue // _PIECE)
        self.port = 0

    @property
    def filled(self) -> float:
        """Which part of the queue is taken: what comes now waits behind it."""
        return self._waiting.qsize() / self._waiting.maxsize

    async def serve(self, ready: threading.Event) -> None:
        """Serve until `end`."""
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        ear = socket.create_server(("127.0.0.1", 0))
        ear.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16 * _PIECE)
        server = await asyncio.start_server(self._accepted, sock=ear)
        self.port = ear.getsockname()[1]
        sending = asyncio.create_task(self._send())
        ready.set()
        await self._over.wait()
        server.close()
        sending.cancel()

    def end(self) -> None:
        """Serve no more. To be called from another thread."""
        self._loop.call_soon_threadsafe(self._over.set)

    async def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._target, limit=4 * _PIECE)
        with suppress(asyncio.CancelledError):  # of which asyncio's streams would complain
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
        sink.transport.set_write_buffer_limits(high=0)
        window = asyncio.Semaphore(self._waiting.maxsize)
        arrived: asyncio.Queue[bytes] = asyncio.Queue()
        handing = asyncio.create_task(_hand_over(arrived, sink, window))
        try:
            while piece := await source.read(_PIECE):
                await window.acquire()
                await self._waiting.put((piece, arrived))
            await self._waiting.put((b"", arrived))
            await handing
        finally:
            handing.cancel()

    async def _send(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            piece, arrived = await self._waiting.get()
            due = max(due, loop.time() - _TICK_S) + len(piece) / self._rate
            if due > loop.time():
                await asyncio.sleep(due - loop.time())
            arrived.put_nowait(piece)


async def _hand_over(
    arrived: asyncio.Queue[bytes], sink: asyncio.StreamWriter, window: asyncio.Semaphore
) -> None:
    """Give what has come through to who asked; only what is taken makes room for more."""
    while piece := await arrived.get():
        sink.write(piece)
        await sink.drain()
        window.release()


@contextmanager
def narrow_line(target: int, rate: float, queue: int) -> Iterator[NarrowLine]:
    """A line to a server of this machine, in a thread of its own."""
    line, ready = NarrowLine(target, rate, queue), threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(line.serve(ready)))
    thread.start()
    ready.wait()
    try:
        yield line
    finally:
        line.end()
        thread.join()
