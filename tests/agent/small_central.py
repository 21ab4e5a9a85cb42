"""A central for tests on loopback: verifies what devices sign, keeps marks as the real one does, errs."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec

from device_profiles.errors import ForeignError, UntimelyError
from device_profiles.identity import Verifier, public_key
from device_profiles.report import REPORT_BYTES, Receipt, Record, Refusal, Report

HIDDEN = "http://central.invalid"
"""An address that is reached by a proxy alone: this server is that proxy too."""
Fault = Callable[["Request"], bool]
"""Answers a report by itself and returns True, or leaves it to the server."""


class Request(BaseHTTPRequestHandler):
    """One request of a device."""

    protocol_version = "HTTP/1.1"
    server: SmallCentral

    def do_POST(self) -> None:
        self.path = self.path.removeprefix(HIDDEN)
        self.body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            fault = self.server.faults[0] if self.server.faults else None
            if not (fault and fault(self)):
                self.take()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def do_GET(self) -> None:
        """The stream of hints."""
        central = self.server
        self.path = self.path.removeprefix(HIDDEN)
        if self.path != "/v1/push":
            self.answer(404, b"")
            return
        if not self.signed_by("GET", b""):
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        with central.lock:
            central.listeners.append(self)
        try:
            self.wfile.write(b": hello\n\n")
            while not central.over.wait(0.02) and self in central.listeners:
                pass
        except (BrokenPipeError, ConnectionResetError):
            pass

    def take(self) -> None:
        """Answer as central does."""
        taken = self.commit()
        if taken is not None:
            self.answer(200, taken)

    def commit(self) -> Receipt | None:
        """Take the report in; None where it was refused, and answered so."""
        if len(self.body) > REPORT_BYTES:
            self.refuse(413, "oversized")
            return None
        device = self.signed_by("POST", self.body)
        if device is None:
            return None
        try:
            report = msgspec.json.decode(self.body, type=Report)
        except msgspec.DecodeError:
            self.refuse(400, "malformed")
            return None
        if {report.device, *(entry.record.device for entry in report.entries)} != {device}:
            self.refuse(422, "wrong_device")
            return None
        with self.server.lock:
            return self.server.keep(self, report)

    def signed_by(self, method: str, body: bytes) -> str | None:
        """Who signed; None where nobody did, and was told so."""
        central = self.server
        try:
            return central.verifier.signer(method, self.path, dict(self.headers), body, central.now())
        except UntimelyError:
            self.refuse(401, "untimely")
        except ForeignError:
            self.refuse(401, "foreign")
        return None

    def refuse(self, status: int, code: str, **headers: str) -> None:
        """Say no."""
        self.server.refusals.append(code)
        self.answer(status, Refusal(code=code, message=f"it is {code}", at=self.server.now()), **headers)

    def answer(self, status: int, said: object, **headers: str) -> None:
        """Send an answer, as JSON where it is no bytes."""
        body = said if isinstance(said, bytes) else msgspec.json.encode(said)
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def hang_up(self) -> None:
        """End the connection without an answer."""
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@dataclass(eq=False)
class SmallCentral(ThreadingHTTPServer):
    """Takes reports of devices whose keys it was told. Of `faults` the first is asked for each report.

    `ahead` is how far its clock is ahead of the machine's; `marks` go by device and outbox.
    """

    keys: dict[str, str] = field(default_factory=dict)
    ahead: timedelta = timedelta()
    faults: list[Fault] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    records: list[tuple[str, int, Record]] = field(default_factory=list)
    marks: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)
    listeners: list[Request] = field(default_factory=list)
    answers: dict[str, object] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    over: threading.Event = field(default_factory=threading.Event)

    daemon_threads = True
    request_queue_size = 128

    def __post_init__(self) -> None:
        ThreadingHTTPServer.__init__(self, ("127.0.0.1", 0), Request)
        self.verifier = Verifier(
            lambda device: public_key(self.keys[device]) if device in self.keys else None
        )

    def handle_error(self, request: object, client_address: object) -> None:
        """A device that went away is no fault of the server."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def now(self) -> datetime:
        """Its clock."""
        return datetime.now(UTC) + self.ahead

    def keep(self, request: Request, report: Report) -> Receipt | None:
        """One transaction: marks, and the records above them."""
        name = report.device, report.spool
        sequence, upto = self.marks.get(name, (0, 0))
        if report.sequence <= sequence:
            request.refuse(409, "replayed")
            return None
        fresh = [entry for entry in report.entries if entry.number > upto]
        self.records += [(report.spool, entry.number, entry.record) for entry in fresh]
        self.reports.append(report)
        upto = fresh[-1].number if fresh else upto
        self.marks[name] = report.sequence, upto
        said = {"spool": report.spool, "sequence": report.sequence, "upto": upto, "at": self.now()}
        return Receipt(**{**said, **self.answers})  # type: ignore[arg-type]

    def err(self, do: Callable[[Request], object], times: int = 1) -> None:
        """Answer the next reports in another way, after what was asked for before."""
        left = [times]

        def fault(request: Request) -> bool:
            left[0] -= 1
            if left[0] <= 0:
                self.faults.remove(fault)
            do(request)
            return True

        self.faults.append(fault)

    def hint(self, event: str, data: str = "") -> None:
        """Tell all who listen."""
        for listener in list(self.listeners):
            listener.wfile.write(f"event: {event}\ndata: {data}\n\n".encode())

    def lose_stream(self) -> None:
        """End all streams."""
        self.listeners.clear()


def lose_answer(request: Request) -> None:
    """Commit, and let the answer be lost."""
    request.commit()
    request.hang_up()


@contextmanager
def small_central(**keys: str) -> Iterator[SmallCentral]:
    """A central while it is needed."""
    central = SmallCentral(keys=keys)
    thread = threading.Thread(target=central.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield central
    finally:
        central.over.set()
        central.shutdown()
        thread.join()
        central.server_close()
