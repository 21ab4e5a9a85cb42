"""A central for tests on loopback that takes acceptance reports, as the API says: verified, or refused."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec

from device_profiles.acceptance import unseal
from device_profiles.errors import AcceptanceError, ForeignError, UntimelyError
from device_profiles.identity import Verifier, public_key
from device_profiles.report import Refusal


class Request(BaseHTTPRequestHandler):
    """One request of a device."""

    protocol_version = "HTTP/1.1"
    server: ReportKeeper

    def do_GET(self) -> None:
        self._answer(404, b"")

    def do_PUT(self) -> None:
        keeper = self.server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if keeper.refuses:
            self._answer(keeper.refuses, b"no")
            return
        now = datetime.now(UTC) + keeper.ahead
        try:
            device = keeper.verifier.signer("PUT", self.path, dict(self.headers), body, now)
            if self.path == f"/v1/enrolments/{device}/acceptance":
                unseal(body, keeper.keys[device])
        except (ForeignError, UntimelyError, AcceptanceError) as error:
            said = Refusal(code="refused", message=str(error), at=now)
            self._answer(401, msgspec.json.encode(said))
            return
        keeper.kept[self.path] = body
        self._answer(204, b"")

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@dataclass(eq=False)
class ReportKeeper(ThreadingHTTPServer):
    """Keeps what devices hand in whose keys it knows, by path; with `refuses` it answers so to all."""

    keys: dict[str, str] = field(default_factory=dict)
    ahead: timedelta = timedelta()
    refuses: int = 0
    kept: dict[str, bytes] = field(default_factory=dict)

    daemon_threads = True

    def __post_init__(self) -> None:
        ThreadingHTTPServer.__init__(self, ("127.0.0.1", 0), Request)
        self.verifier = Verifier(lambda name: public_key(self.keys[name]) if name in self.keys else None)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def report_keeper(**keys: str) -> Iterator[ReportKeeper]:
    """A central while it is needed."""
    keeper = ReportKeeper(keys={name.replace("_", "-"): key for name, key in keys.items()})
    thread = threading.Thread(target=keeper.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield keeper
    finally:
        keeper.shutdown()
        thread.join()
        keeper.server_close()
