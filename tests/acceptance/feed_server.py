"""A web server of the tests' own for a folder: Range, cache headers, and bad habits as asked for."""

from __future__ import annotations

import gzip
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@contextmanager
def serving(folder: Path, *habits: str) -> Iterator[str]:
    """The address of a server on loopback; `habits` are among portal, no-range, gzip, cached, late."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            file = folder / self.path.lstrip("/")
            if not file.is_file():
                self.answer(*((200, b"<html>Log in</html>") if "portal" in habits else (404, b"")))
                return
            data, headers = file.read_bytes(), {}
            lasting = "timestamp" not in self.path or "cached" in habits
            headers["Cache-Control"] = "public, max-age=31536000, immutable" if lasting else "no-cache"
            begin = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
            if begin and "no-range" not in habits:
                first = int(begin[1])
                headers["Content-Range"] = f"bytes {first}-{len(data) - 1}/{len(data)}"
                self.answer(206, data[first:], headers)
            elif "gzip" in habits:
                self.answer(200, gzip.compress(data), {**headers, "Content-Encoding": "gzip"})
            else:
                self.answer(200, data, headers)

        def answer(self, status: int, data: bytes, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in {**(headers or {}), "Content-Length": str(len(data))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def date_time_string(self, timestamp: float | None = None) -> str:
            return super().date_time_string(0 if "late" in habits else timestamp)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
