"""A central for tests that pairs boxes: verifies what they sign, gives codes, and errs on demand."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
from small_central import Request, SmallCentral

from device_profiles.enrolment import (
    LIVES,
    PAIRINGS,
    Grant,
    Pairing,
    PairingRequest,
    PairingState,
    fingerprint,
)

Err = Callable[["PairingHandler"], object]
CODES = ("K7QM4RXD", "AAAA2222", "BBBB3333", "CCCC4444")


class PairingHandler(Request):
    """One request of a box or a device."""

    server: PairingCentral

    def parse_request(self) -> bool:
        """Err, where that was asked for."""
        good = super().parse_request()
        central = self.server
        if good and self.path.startswith(PAIRINGS):
            central.asked.append(f"{self.command} {self.path}")
            if central.errs:
                err = central.errs.pop(0)
                self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                err(self)
                return False
        return good

    def do_POST(self) -> None:
        if self.path != PAIRINGS:
            super().do_POST()
            return
        body = self.rfile.read(int(self.headers["Content-Length"]))
        request = msgspec.json.decode(body, type=PairingRequest)
        central, name = self.server, fingerprint(request.key)
        central.keys[name] = request.key
        if self.signed_by("POST", body) == name:
            central.boxes[name] = request
            if name not in central.codes or central.codes[name][1] <= central.now():
                code = CODES[len(central.given) % len(CODES)]
                central.given.append(code)
                central.codes[name] = code, central.now() + central.lives
            code, until = central.codes[name]
            url = f"{central.url}/claim?code={code}"
            self.answer(201, Pairing(code=code, until=until, claim_url=url, at=central.now()))

    def do_GET(self) -> None:
        if not self.path.startswith(PAIRINGS):
            super().do_GET()
            return
        name = self.path.rpartition("/")[2]
        central = self.server
        if name not in central.codes and name not in central.grants:
            self.refuse(404, "unknown")
        elif self.signed_by("GET", b"") == name:
            grant = central.grants.get(name)
            over = grant is None and central.codes[name][1] <= central.now()
            self.answer(200, PairingState(at=central.now(), expired=over, grant=grant))

    def do_DELETE(self) -> None:
        name = self.path.rpartition("/")[2]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.signed_by("DELETE", body) == name:
            self.server.farewells.append(msgspec.json.decode(body))
            self.answer(204, b"")


@dataclass(eq=False)
class PairingCentral(SmallCentral):
    """`claim` gives every box that asked its grant; `errs` answer the next questions of boxes."""

    errs: list[Err] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    boxes: dict[str, PairingRequest] = field(default_factory=dict)
    codes: dict[str, Any] = field(default_factory=dict)
    given: list[str] = field(default_factory=list)
    grants: dict[str, Grant] = field(default_factory=dict)
    farewells: list[dict[str, Any]] = field(default_factory=list)
    lives: timedelta = LIVES
    scheme: str = "http"

    def __post_init__(self) -> None:
        super().__post_init__()
        self.RequestHandlerClass = PairingHandler

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_port}"

    def claim(self, grant: Grant) -> None:
        """Somebody claimed the code of the last box that asked."""
        name = list(self.boxes)[-1]
        self.keys[grant.device] = self.boxes[name].key
        self.grants[name] = grant

    def grant(self, device: str, root: str, feed: str, **other: Any) -> Grant:
        """What a box is given here."""
        said = {"profile": "plasma-16x9", "place": "Nantes", "central": self.url, "number": 1}
        return Grant(**{**said, "device": device, "root": root, "feed": feed, "at": self.now(), **other})


@contextmanager
def pairing_central(certificate: Path | None = None) -> Iterator[PairingCentral]:
    """A central while it is needed; with the certificate and key in a file it speaks TLS."""
    central = PairingCentral()
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        central.socket = context.wrap_socket(central.socket, server_side=True)
        central.scheme = "https"
    thread = threading.Thread(target=central.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield central
    finally:
        central.over.set()
        central.shutdown()
        thread.join()
        central.server_close()
