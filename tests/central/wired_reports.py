"""Reports behind the protocol that central reads HTTP with, on a real socket, and a line that asks there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from store_world import AT, play, report
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from central.store.keys import Enrolled
from central.taking.intake import Intake
from central.taking.keyring import Keyring
from central.taking.reporting import REPORTS, Reports
from central.taking.short_way import short_way
from device_profiles.identity import DeviceKey
from device_profiles.report import Receipt, Report
from parvis.central import server_config
from parvis.central_parts import CentralOrder

DEVICE = "kiosk-001"
KEY, OTHER = DeviceKey.make(), DeviceKey.make()


class Keeper:
    """Keeps reports in mind, as long as its gate is open; stumbles where it is told to."""

    def __init__(self) -> None:
        self.kept: list[int] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def report(self, report: Report, received: datetime) -> Receipt:
        self.kept.append(report.sequence)
        await self.gate.wait()
        return Receipt(spool=report.spool, sequence=report.sequence, upto=0, at=received)


class Heard(NamedTuple):
    """An answer; its headers are without `date`."""

    status: int
    fields: dict[str, str]
    body: bytes


class Wired:
    """A server, by the short way or without one; `long` has the paths that its ASGI application was asked."""

    def __init__(self, keeper: Keeper, *, short: bool, idle_s: int) -> None:
        keyring = Keyring()
        keyring.fill({DEVICE: Enrolled(KEY.public, AT)})
        self.keeper, self.long = keeper, list[str]()
        self.reports = Reports(Intake(keyring), keeper, lambda: AT)
        self.state = ServerState()
        self._protocol = short_way(self.reports) if short else HttpToolsProtocol
        self.config = server_config(CentralOrder(data=Path(), feed=Path()), self, self._protocol)
        self.config.timeout_keep_alive = idle_s
        self.config.load()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.long.append(scope["path"])
        await self.reports(scope, receive, send)

    def line(self) -> HttpToolsProtocol:
        """The server's end of a new line."""
        return self._protocol(config=self.config, server_state=self.state, app_state={})


class Line(asyncio.Protocol):
    """A line to a server, and all that was heard on it."""

    def __init__(self) -> None:
        self._bytes, self._news = b"", asyncio.Event()
        self.has_ended = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._bytes += data
        self._news.set()

    def connection_lost(self, _exc: Exception | None) -> None:
        self.has_ended = True
        self._news.set()

    async def say(self, *pieces: bytes) -> None:
        """Send pieces, each so that it arrives by itself."""
        for piece in pieces:
            self.transport.write(piece)
            await arrived()

    async def hear(self) -> Heard:
        """The next answer. Raises `EOFError`: the line has ended."""
        while not (found := self._next()):
            if self.has_ended:
                raise EOFError
            self._news.clear()
            await self._news.wait()
        return found

    async def all(self) -> list[Heard]:
        """All answers until the line ends."""
        found = []
        while True:
            try:
                found.append(await self.hear())
            except EOFError:
                return found

    def _next(self) -> Heard | None:
        head, ends, rest = self._bytes.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        fields = dict(line.split(": ", 1) for line in lines if ends)
        fields.pop("date", None)
        size = int(fields.get("content-length", "0"))
        if not ends or len(rest) < size:
            return None
        self._bytes = rest[size:]
        return Heard(int(first.split()[1]), fields, rest[:size])


async def arrived() -> None:
    """Wait until what was sent has been read: both ends of the line are in this loop."""
    for _ in range(4):
        await asyncio.sleep(0)


@asynccontextmanager
async def wired(
    keeper: Keeper | None = None, *, short: bool = True, idle_s: int = 60
) -> AsyncIterator[tuple[Wired, Line]]:
    """A server, and a line to it."""
    here, loop = Wired(keeper or Keeper(), short=short, idle_s=idle_s), asyncio.get_running_loop()
    server = await loop.create_server(here.line, "127.0.0.1", 0)
    _, line = await loop.create_connection(Line, *server.sockets[0].getsockname())
    await arrived()
    try:
        yield here, line
    finally:
        here.keeper.gate.set()
        line.transport.close()
        server.close()
        await asyncio.gather(*here.state.tasks)
        await arrived()
        assert not here.state.connections


def asks(
    sequence: int = 1,
    *,
    key: DeviceKey = KEY,
    device: str = DEVICE,
    late_s: int = 0,
    body: bytes | None = None,
    path: str = REPORTS,
    method: str = "POST",
    version: str = "1.1",
    chunk: int = 0,
    **fields: str | None,
) -> bytes:
    """A report as it goes over the line. A field that is None is left out; `chunk` is the size of chunks."""
    told = body if body is not None else msgspec.json.encode(report(sequence, play(sequence)))
    signed = key.sign(device, "POST", REPORTS, told, AT - timedelta(seconds=late_s))
    all_fields = {"Host": "central", "Content-Type": "application/json"} | signed
    all_fields |= {"Transfer-Encoding": "chunked"} if chunk else {"Content-Length": str(len(told))}
    all_fields |= {name.replace("_", "-"): value or "" for name, value in fields.items()}
    left = {name.replace("_", "-") for name, value in fields.items() if value is None}
    head = "".join(f"{name}: {value}\r\n" for name, value in all_fields.items() if name not in left)
    sent = _chunked(told, chunk) if chunk else told
    return f"{method} {path} HTTP/{version}\r\n{head}\r\n".encode() + sent


def _chunked(body: bytes, size: int) -> bytes:
    parts = [body[place : place + size] for place in range(0, len(body), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
