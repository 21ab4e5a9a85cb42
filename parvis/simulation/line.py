"""One kept HTTP/1.1 connection of a simulated device: so little that one process holds 10,000.

A client library looks through all its connections for each request; devices have one each.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from urllib.parse import urlsplit

import msgspec

_MOST_HEAD = 32 * 1024
_MOST_BODY = 1 << 20
_GOOD = 200


class LostError(Exception):
    """No answer: it may have arrived or not."""


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """Where central is. `base` stands before every path."""

    host: str
    port: int
    base: str = ""
    secure: bool = False

    @classmethod
    def of(cls, url: str) -> Address:
        """The address in a URL. Raises ValueError."""
        found = urlsplit(url)
        if found.scheme not in ("http", "https") or not found.hostname:
            raise ValueError(url)
        secure = found.scheme == "https"
        port = found.port or (443 if secure else 80)
        return cls(host=found.hostname, port=port, base=found.path.rstrip("/"), secure=secure)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What was answered; names of headers are in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes


class Line:
    """A connection, opened when it is needed, and again after it broke. `patience_s` bounds a request."""

    def __init__(self, address: Address, patience_s: float) -> None:
        self._address, self._patience_s = address, patience_s
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """One request and its answer. Raises `LostError`."""
        try:
            async with asyncio.timeout(self._patience_s):
                reader = await self._begin(method, path, headers, body)
                status, found = await _head(reader)
                answer = Answer(status=status, headers=found, body=await _body(reader, found))
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError) as error:
            self.close()
            raise LostError(str(error) or type(error).__name__) from error
        if found.get("connection", "").lower() == "close":
            self.close()
        return answer

    async def listen(self, path: str, headers: Mapping[str, str]) -> AsyncIterator[str]:
        """The lines of an answer that does not end. Raises `LostError` when it does."""
        try:
            async with asyncio.timeout(self._patience_s):
                reader = await self._begin("GET", path, headers, b"")
                status, found = await _head(reader)
            chunked = found.get("transfer-encoding") == "chunked"
            async for text in _lines(reader, status, chunked=chunked):
                yield text
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError) as error:
            raise LostError(str(error) or type(error).__name__) from error
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the connection."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None

    async def _begin(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> asyncio.StreamReader:
        if self._streams is None:
            self._streams = await asyncio.open_connection(
                self._address.host,
                self._address.port,
                ssl=ssl.create_default_context() if self._address.secure else None,
                limit=_MOST_HEAD,
            )
        reader, writer = self._streams
        lines = [f"{method} {self._address.base}{path} HTTP/1.1", f"Host: {self._address.host}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        lines += [f"Content-Length: {len(body)}"] if body else []
        writer.write("\r\n".join((*lines, "", "")).encode("ascii") + body)
        await writer.drain()
        return reader


async def _head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {}
    for line in filter(None, lines):
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    return int(first.split(" ")[1]), headers


async def _body(reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
    if headers.get("transfer-encoding") == "chunked":
        parts = [part async for part in _chunks(reader)]
        return b"".join(parts)
    size = int(headers.get("content-length", "0"))
    if size > _MOST_BODY:
        raise ValueError(f"an answer of {size} bytes")
    return await reader.readexactly(size)


async def _chunks(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    total = 0
    while size := int((await reader.readline()).split(b";")[0], 16):
        total += size
        if size > _MOST_BODY:
            raise ValueError(f"a chunk of {size} bytes")
        yield await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readline()


async def _lines(reader: asyncio.StreamReader, status: int, *, chunked: bool) -> AsyncIterator[str]:
    if status != _GOOD:
        raise ValueError(f"status {status}")
    if not chunked:
        while data := await reader.readline():
            yield data.decode().rstrip("\r\n")
        raise EOFError("it ended")
    rest = b""
    async for chunk in _chunks(reader):
        *whole, rest = (rest + chunk).split(b"\n")
        for data in whole:
            yield data.decode().rstrip("\r")
    raise EOFError("it ended")
