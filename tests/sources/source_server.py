"""A real HTTP server on loopback that answers as sources do, the bad ones too."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Reply = Callable[[BaseHTTPRequestHandler], None]


class SourceServer:
    """What it answers by path, and the requests that came."""

    def __init__(self) -> None:
        self.replies: dict[str, Reply] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.url = ""
        self.ended = threading.Event()

    def serve(self, path: str, body: bytes, **headers: str) -> None:
        """Answer a path with a body; with an ETag, "unchanged" to those who have it."""

        def reply(handler: BaseHTTPRequestHandler) -> None:
            unchanged = "ETag" in headers and handler.headers.get("If-None-Match") == headers["ETag"]
            handler.send_response(304 if unchanged else 200)
            for name, value in headers.items():
                handler.send_header(name, value)
            handler.send_header("Content-Length", "0" if unchanged else str(len(body)))
            handler.end_headers()
            if not unchanged:
                handler.wfile.write(body)

        self.replies[path] = reply

    def fail(self, path: str, status: int, **headers: str) -> None:
        """Answer a path with a status alone."""

        def reply(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        self.replies[path] = reply

    def flood(self, path: str) -> None:
        """Answer without end."""

        def reply(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.end_headers()
            while True:
                handler.wfile.write(b"[" * 65_536)

        self.replies[path] = reply

    def drip(self, path: str) -> None:
        """Answer a byte at a time, for ever."""

        def reply(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.end_headers()
            while True:
                handler.wfile.write(b"[")
                handler.wfile.flush()
                self.ended.wait(0.05)

        self.replies[path] = reply


@contextmanager
def source_server() -> Iterator[SourceServer]:
    """A server on a free port, for as long as the block lasts."""
    told = SourceServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append((self.path, dict(self.headers)))
            reply = told.replies.get(self.path)
            try:
                if reply is None:
                    self.send_error(404)
                else:
                    reply(self)
            except OSError:  # the asker has left, as it should
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    told.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield told
    finally:
        told.ended.set()
        server.shutdown()
        server.server_close()
