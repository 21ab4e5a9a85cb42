"""A small receiver of reports for tests: verifies every signature, takes each report and record once."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from device_profiles.errors import ForeignError, UntimelyError
from device_profiles.identity import Verifier, public_key
from device_profiles.report import REPORT_BYTES, Entry, Receipt, Refusal, Report

Meanwhile = Callable[[Report], bool]


class Receiver:
    """What arrived. `reports` holds those that were taken, `entries` the records by device."""

    def __init__(self) -> None:
        self.keys: dict[str, Ed25519PublicKey] = {}
        self.reports: list[Report] = []
        self.entries: dict[str, list[Entry]] = defaultdict(list)
        self.refused: Counter[str] = Counter()
        self.pictures_wanted: set[str] = set()
        self.retry_after = 0
        self.instead = b""
        self.puts: dict[str, str] = {}
        self.url = ""
        self._marks: dict[tuple[str, str], tuple[int, int]] = {}
        self._lock = threading.Lock()
        self._verifier = Verifier(self.keys.get)

    def enrol(self, keys: Iterator[tuple[str, str]]) -> None:
        self.keys.update((device, public_key(key)) for device, key in keys)

    def of(self, device: str) -> list[Report]:
        return [report for report in self.reports if report.device == device]

    def take(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, Receipt | Refusal]:
        now = datetime.now(UTC)
        with self._lock:
            if self.retry_after:
                return self._refuse(503, "busy", now)
            try:
                signer = self._verifier.signer("POST", path, headers, body, now)
            except ForeignError:
                return self._refuse(401, "foreign", now)
            except UntimelyError:
                return self._refuse(401, "untimely", now)
            report = msgspec.json.decode(body, type=Report)
            if len(body) > REPORT_BYTES or signer != report.device:
                return self._refuse(422, "wrong_device", now)
            return self._keep(report, now)

    def _keep(self, report: Report, now: datetime) -> tuple[int, Receipt | Refusal]:
        outbox = report.device, report.spool
        sequence, upto = self._marks.get(outbox, (0, 0))
        if report.sequence <= sequence:
            return self._refuse(409, "replayed", now)
        fresh = [entry for entry in report.entries if entry.number > upto]
        self.entries[report.device] += fresh
        self.reports.append(report)
        upto = fresh[-1].number if fresh else upto
        self._marks[outbox] = report.sequence, upto
        wants = report.device in self.pictures_wanted and not report.fingernails
        return 200, Receipt(
            spool=report.spool, sequence=report.sequence, upto=upto, at=now, wants_picture=wants
        )

    def _refuse(self, status: int, code: str, now: datetime) -> tuple[int, Refusal]:
        self.refused[code] += 1
        return status, Refusal(code=code, message=code, at=now)


class _Handler(BaseHTTPRequestHandler):
    """Hands what comes to the receiver of its server."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_POST(self) -> None:
        receiver = self.server.receiver
        body = self.rfile.read(int(self.headers["content-length"]))
        status, answer = receiver.take(self.path, dict(self.headers.items()), body)
        data = receiver.instead or msgspec.json.encode(answer)
        self.send_response(status)
        if status == 503:
            self.send_header("Retry-After", str(receiver.retry_after))
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        good = self.headers["authorization"] == "Bearer secret"
        if good:
            self.server.receiver.puts[self.path] = msgspec.json.decode(body, type=dict[str, str])["key"]
        self.send_response(200 if good else 403)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for part in (b": hello\n\n", b"event: fe", b"ed\ndata: 2\n\nevent: picture\ndata: 1\n\n"):
            self.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, receiver: Receiver) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.receiver = receiver

    def handle_error(self, *_: object) -> None:
        """Devices hang up when their simulation ends."""


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver on the loopback."""
    receiver = Receiver()
    server = _Server(receiver)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


SECOND = timedelta(seconds=1)
