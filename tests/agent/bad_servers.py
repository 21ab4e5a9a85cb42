"""What servers and networks do wrong: each answers one request in a way of its own (`ErringServer.err`)."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping

from erring_server import Request

Err = Callable[[Request], None]


def status(code: int, headers: Mapping[str, str] | None = None) -> Err:
    """An answer with a page of its own."""
    return lambda request: request.answer(code, b"<h1>Sorry</h1>" * 10_000, headers)


def portal(request: Request) -> None:
    request.answer(200, b"<html>Please log in</html>", {"Content-Type": "text/html; charset=utf-8"})


def portal_in_disguise(request: Request) -> None:
    request.answer(200, b"<html>Please log in</html>")


def loop(request: Request) -> None:
    request.answer(302, b"", {"Location": f"/{request.path}"})


def packed(request: Request) -> None:
    request.answer(200, gzip.compress(request.file or b""), {"Content-Encoding": "gzip"})


def too_short(request: Request) -> None:
    data = request.file or b"{" * 1000
    request.answer(200, data[: len(data) // 2], length=len(data))
    request.hang_up()


def too_long(request: Request) -> None:
    """More than it says, so that what is read is cut short."""
    data = request.file or b"{" * 1000
    request.answer(200, data, length=len(data) // 2)
    request.hang_up()


def endless(request: Request) -> None:
    request.head(200, length=None)
    data = request.file or b""
    while not request.server.over.is_set():
        request.send(data or b"x" * 65_536)


def drip(request: Request) -> None:
    """A byte now and then: never silent for long, never done."""
    data = request.file or b"{" * 1000
    request.head(200, length=len(data))
    for at in range(len(data)):
        if request.server.over.is_set():
            return
        request.send(data[at : at + 1])
        request.wait(0.1)


def drip_head(request: Request) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while not request.server.over.is_set():
        request.wfile.write(b"X-More: 1\r\n")
        request.wait(0.1)


def silence(request: Request) -> None:
    request.wait(5.0)
    request.hang_up()


def garbage(request: Request) -> None:
    request.wfile.write(b"\xff\xfe" * 500)
    request.hang_up()


FAULTS: dict[str, Err] = {
    "500": status(500),
    "503": status(503),
    "410": status(410),
    "429": status(429, {"Retry-After": "120"}),
    "429 for ever": status(429, {"Retry-After": "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"}),
    "another part": status(206, {"Content-Range": f"bytes {'9' * 5000}-{'9' * 5000}/*"}),
    "redirect to nowhere": status(302),
    "portal": portal,
    "redirect loop": loop,
    "gzip": packed,
    "too short": too_short,
    "endless": endless,
    "drip": drip,
    "drip in the head": drip_head,
    "silence": silence,
    "garbage": garbage,
}

DISGUISED: dict[str, Err] = {"portal in disguise": portal_in_disguise, "too long": too_long}
"""What looks like a file of the feed until it is read."""
