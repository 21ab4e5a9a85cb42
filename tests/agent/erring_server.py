"""A web server on loopback that hosts a folder and errs on demand: real sockets, real bytes."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

Fault = Callable[["Request"], bool]
"""Answers a request by itself and returns True, or leaves it to the server."""


@dataclass
class Asked:
    """What a request asked, and how many bytes of body it was given."""

    path: str
    headers: dict[str, str]
    status: int = 0
    sent: int = 0


class Request(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    server: ErringServer

    def do_GET(self) -> None:
        self.path = self.path.lstrip("/")
        self.asked = Asked(self.path, {key.lower(): value for key, value in self.headers.items()})
        self.server.log.append(self.asked)
        try:
            for fault in self.server.faults:
                if fault(self):
                    return
            self.serve()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    @property
    def file(self) -> bytes | None:
        """The bytes that a right server would give."""
        path = self.server.folder / self.path
        return path.read_bytes() if path.is_file() else None

    @property
    def start(self) -> int:
        """The first byte that is asked for."""
        found = re.match(r"bytes=(\d+)-", self.asked.headers.get("range", ""))
        return int(found[1]) if found else 0

    def serve(self, data: bytes | None = None) -> None:
        """Answer as a right server does, perhaps with other bytes."""
        data = self.file if data is None else data
        if data is None:
            self.answer(404, b"no such file")
            return
        told = self.asked.headers.get("range")
        if told is None:
            self.answer(200, data)
            return
        start, end = (int(number) for number in told.removeprefix("bytes=").split("-"))
        if start >= len(data):
            self.answer(416, b"")
            return
        end = min(end, len(data) - 1)
        self.answer(206, data[start : end + 1], {"Content-Range": f"bytes {start}-{end}/{len(data)}"})

    def answer(
        self, status: int, body: bytes, headers: Mapping[str, str] | None = None, *, length: int | None = None
    ) -> None:
        """Send an answer; `length` is what it says of itself."""
        self.head(status, headers, length=len(body) if length is None else length)
        self.send(body)

    def head(self, status: int, headers: Mapping[str, str] | None = None, *, length: int | None) -> None:
        """Send the head of an answer; without a length the connection's end ends it."""
        self.asked.status = status
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if length is None:
            self.send_header("Connection", "close")
            self.close_connection = True
        else:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def send(self, body: bytes) -> None:
        """Send a piece of body."""
        for at in range(0, len(body), 65_536):
            piece = body[at : at + 65_536]
            self.wfile.write(piece)
            self.asked.sent += len(piece)
            if self.server.pace_s:
                self.wait(self.server.pace_s)

    def hang_up(self) -> None:
        """End the connection in the middle."""
        self.wfile.flush()
        self.close_connection = True

    def wait(self, seconds: float) -> None:
        """Wait, but not longer than the test."""
        self.server.over.wait(seconds)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@dataclass(eq=False)
class ErringServer(ThreadingHTTPServer):
    """Hosts `folder`; each of `faults` may answer in its stead; `log` holds all that was asked.

    It rests for `pace_s` after each 64 KB of an answer.
    """

    folder: Path
    pace_s: float = 0.0
    faults: list[Fault] = field(default_factory=list)
    log: list[Asked] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    daemon_threads = True
    request_queue_size = 128

    def __post_init__(self) -> None:
        ThreadingHTTPServer.__init__(self, ("127.0.0.1", 0), Request)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no fault of the server."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def asked(self, pattern: str) -> list[Asked]:
        """The requests whose path holds a pattern."""
        return [one for one in self.log if re.search(pattern, one.path)]

    def err(self, pattern: str, do: Callable[[Request], None], times: int = 10**9) -> None:
        """Answer the next requests for such a path in another way."""
        left = [times]

        def fault(request: Request) -> bool:
            if left[0] <= 0 or not re.search(pattern, request.path):
                return False
            left[0] -= 1
            do(request)
            return True

        self.faults.append(fault)


@contextmanager
def serving(folder: Path) -> Iterator[ErringServer]:
    """A server while it is needed."""
    server = ErringServer(folder)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        thread.join()
        server.server_close()
