"""Asking a source over HTTP: bounded in time, bytes and redirects, only at public addresses, politely.

The name is looked up once for each hop, every address it has is judged, and the connection goes to the judged
address: a name that answers otherwise the second time gains nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import zlib
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import httpx
import msgspec

from playlists.errors import SourceError
from playlists.sources.limits import Limits

_AGENT = "Parvis (public screens; https://parvis.example)"
_REDIRECTS = {301, 302, 303, 307, 308}
_BUSY = {429, 503}
_OK, _UNCHANGED = 200, 304
_AS_IT_IS, _PACKED = {"", "identity"}, {"gzip", "x-gzip"}
_OF_GZIP = 16 + zlib.MAX_WBITS
_LONGEST = 200
"""Characters of what a source calls an answer."""
_TEXTS = "application/json, application/geo+json, application/xml, text/xml, text/calendar, */*;q=0.5"


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a source answered, with what lets it say "unchanged" the next time.

    `since` is when it said so first; None where that was not noted.
    """

    body: bytes
    since: datetime | None = None
    charset: str = ""
    etag: str = ""
    modified: str = ""


class BusyError(SourceError):
    """A source that asks to be left alone for `seconds`."""

    def __init__(self, status: int, seconds: float) -> None:
        super().__init__("busy", status=status, seconds=round(seconds))
        self.seconds = seconds


class PostponedError(Exception):
    """A host that has kept another source waiting in vain is asked for no more in this round."""


class Fetcher:
    """Asks for many sources in one event loop, in one round.

    With `loopback`, addresses of this machine are allowed too. A `patient` one waits for every source.
    """

    def __init__(self, limits: Limits, *, loopback: bool = False, patient: bool = True) -> None:
        self._limits, self._loopback, self._patient = limits, loopback, patient
        self._silent: set[str] = set()
        self._all = asyncio.Semaphore(limits.at_once)
        self._hosts: dict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(limits.at_once_per_host)
        )
        timeout = httpx.Timeout(limits.request_s)
        self._client = httpx.AsyncClient(timeout=timeout, trust_env=False, follow_redirects=False)

    async def close(self) -> None:
        """Let go of all connections."""
        await self._client.aclose()

    async def get(self, url: str, now: datetime, known: Answer | None = None) -> Answer:
        """What an address answers; `known` itself where that is unchanged.

        Raises:
            SourceError: it answers nothing that can be used, or may not be asked.
            PostponedError: it has its turn in another round.
        """
        host = ""
        try:
            host = urlsplit(url).netloc
            async with self._hosts[host]:
                if host in self._silent and not self._patient:
                    raise PostponedError
                async with self._all, asyncio.timeout(self._limits.request_s):
                    return await self._follow(url, now, known)
        except (TimeoutError, httpx.TimeoutException):
            self._silent.add(host)
            raise SourceError("timeout", seconds=round(self._limits.request_s)) from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError) as error:
            raise SourceError("unreachable", reason=type(error).__name__) from error

    async def _follow(self, url: str, now: datetime, known: Answer | None) -> Answer:
        for _ in range(self._limits.redirects + 1):
            found = await self._hop(url, now, known)
            if isinstance(found, Answer):
                return found
            url = urljoin(url, found)
        raise SourceError("redirects", most=self._limits.redirects)

    async def _hop(self, url: str, now: datetime, known: Answer | None) -> Answer | str:
        request = await self._request(url, known)
        response = await self._client.send(request, stream=True)
        try:
            if response.status_code in _REDIRECTS and "location" in response.headers:
                return response.headers["location"]
            if response.status_code == _UNCHANGED and known is not None:
                return known
            if response.status_code in _BUSY:
                raise BusyError(response.status_code, self._asked_for(response, now))
            if response.status_code != _OK:
                raise SourceError("status", status=response.status_code)
            body = await self._body(response)
            return Answer(
                body=body,
                since=(known.since if known is not None and known.body == body else None) or now,
                charset=response.charset_encoding or "",
                etag=_sendable(response.headers.get("etag", "")),
                modified=_sendable(response.headers.get("last-modified", "")),
            )
        finally:
            await response.aclose()

    async def _request(self, url: str, known: Answer | None) -> httpx.Request:
        address = httpx.URL(url)
        if address.scheme not in {"http", "https"} or not address.host:
            raise SourceError("scheme", scheme=address.scheme[:20] or "-")
        headers = {
            "User-Agent": _AGENT,
            "Accept": _TEXTS,
            "Accept-Encoding": "gzip",
            "Host": address.netloc.decode("ascii").rpartition("@")[2],
        }
        if known is not None and known.etag:
            headers["If-None-Match"] = known.etag
        if known is not None and known.modified:
            headers["If-Modified-Since"] = known.modified
        judged = await self._judged(address)
        return self._client.build_request(
            "GET",
            address.copy_with(host=judged, userinfo=b""),
            headers=headers,
            extensions={"sni_hostname": address.host},
        )

    async def _judged(self, address: httpx.URL) -> str:
        """An address of a host, once all it has may be asked."""
        loop = asyncio.get_running_loop()
        port = address.port or (443 if address.scheme == "https" else 80)
        try:
            found = await loop.getaddrinfo(address.host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise SourceError("no-such-host", host=address.host[:100]) from error
        hosts = list(dict.fromkeys(str(each[4][0]) for each in found))
        if not hosts or not all(self._may_ask(host) for host in hosts):
            raise SourceError("private", host=address.host[:100])
        return hosts[0]

    def _may_ask(self, host: str) -> bool:
        found = ipaddress.ip_address(host.partition("%")[0])
        if isinstance(found, ipaddress.IPv6Address):
            found = found.ipv4_mapped or found.sixtofour or found
        if found.is_loopback:
            return self._loopback
        return found.is_global and not found.is_multicast

    async def _body(self, response: httpx.Response) -> bytes:
        """What an answer says, unpacked here: once, as was asked for, and no byte more than may be."""
        unpacked, is_whole = _unpacking(response.headers.get("content-encoding", ""))
        most, found = self._limits.answer_bytes, bytearray()
        try:
            async for part in response.aiter_raw():
                found += unpacked(part, most + 1 - len(found))
                if len(found) > most:
                    raise SourceError("too-large", most=most // 1024)
        except zlib.error as error:
            raise SourceError("packing") from error
        if not is_whole():
            raise SourceError("packing")
        return bytes(found)

    def _asked_for(self, response: httpx.Response, now: datetime) -> float:
        """For how many seconds a busy source wants to be left alone."""
        said = response.headers.get("retry-after", "")
        wait = self._limits.back_off_s
        if said.isascii() and said.isdigit():
            wait = float(said[:9])
        elif said:
            try:
                until = parsedate_to_datetime(said)
                wait = ((until if until.tzinfo else until.replace(tzinfo=UTC)) - now).total_seconds()
            except ValueError:
                pass
        return min(max(wait, self._limits.back_off_s), self._limits.longest_retry_after_s)


def _unpacking(packing: str) -> tuple[Callable[[bytes, int], bytes], Callable[[], bool]]:
    """What makes at most so many bytes of each part of an answer, and tells at its end whether it was whole.

    Raises `SourceError` for a packing that was not asked for: one in another unpacks without bounds.
    """
    packing = packing.strip().lower()
    if packing in _AS_IT_IS:
        return (lambda part, most: part[:most]), (lambda: True)
    if packing not in _PACKED:
        raise SourceError("packing")
    unpacker = zlib.decompressobj(_OF_GZIP)
    return unpacker.decompress, (lambda: unpacker.eof)


def _sendable(said: str) -> str:
    """What a source calls an answer, as it can be said back to it; "" where it cannot."""
    return said if said.isascii() and len(said) <= _LONGEST else ""
