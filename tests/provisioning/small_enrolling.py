"""A central of the plan's paths and no more: it knows boxes by codes, ids by keys, what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

SECRET = "parvis-operator"  # noqa: S105
UNTIL = "2026-11-26T20:00:00Z"
PDF = b"%PDF-1.7 a page"


class Enrolling:
    """What it knows. `boxes` are fingerprints by code, `ids` who has which."""

    def __init__(self) -> None:
        self.boxes = {"K7QM4RXD": "a" * 64, "K7QM4RXE": "b" * 64}
        self.ids = {"kiosk-001": "", "kiosk-002": ""}
        self.states: dict[str, str] = {}
        self.technicians: dict[str, str] = {}
        self.log: list[str] = []
        self.tries = 0

    def answer(  # noqa: C901, PLR0911 - a line a path
        self, method: str, path: str, body: dict[str, Any], secret: str
    ) -> tuple[int, Any]:
        """Status and body."""
        parts = urlsplit(path)
        self.log.append(f"{method} {parts.path}")
        if secret != SECRET and secret not in self.technicians:
            return 401, {"code": "unauthorised", "detail": ""}
        match method, parts.path.removeprefix("/v1/").split("/"):
            case "POST", ["technicians"]:
                self.technicians["parvis-bob"] = "t1"
                return 201, {"id": "t1", "secret": "parvis-bob", "until": UNTIL, "most": body["most"]}
            case "DELETE", ["technicians", _]:
                self.technicians.clear()
                return 200, {}
            case "GET", ["pairings"]:
                return self._look(parse_qs(parts.query)["code"][0])
            case "POST", ["claims"]:
                return self._claim(**body)
            case "GET", ["enrolments"]:
                return 200, [self._line(device) for device in self.ids]
            case "GET", ["enrolments", device]:
                return (200, self._line(device)) if device in self.ids else (404, {"code": "unknown"})
            case "GET", ["enrolments", _, "acceptance"]:
                return 200, {"verdict": "good"}
            case "GET", ["enrolments", device, "acceptance.pdf"]:
                return 200, PDF if device == "kiosk-001" else b"<html>"
            case "POST", ["enrolments", device, what]:
                return self._order(device, what)
        return 404, {"code": "unknown", "detail": path}

    def _look(self, code: str) -> tuple[int, Any]:
        if code not in self.boxes:
            self.tries += 1
            if self.tries > 4:
                return 423, {"code": "locked", "until": UNTIL}
            return 404, {"code": "wrong_code", "detail": "no box shows this code"}
        return 200, {
            "fingerprint": self.boxes[code],
            "profile": "kiosk",
            "address": "192.0.2.7",
            "version": "1",
            "until": UNTIL,
        }

    def _claim(self, code: str, device: str, *, replace: bool) -> tuple[int, Any]:
        if device not in self.ids:
            return 422, {"code": "unknown_device", "device": device}
        if self.ids[device] not in {"", self.boxes[code]} and not replace:
            return 409, {"code": "claimed", "what": "id", "device": device, "by": "Léa", "at": UNTIL}
        self.ids[device] = self.boxes[code]
        return 201, {"device": device, "fingerprint": self.boxes[code], "profile": "kiosk", "place": "Gare"}

    def _order(self, device: str, what: str) -> tuple[int, Any]:
        changed = self.states.get(device) != what
        self.states[device] = what
        return 200, {"changed": changed, "enrolment": self._line(device)}

    def _line(self, device: str) -> dict[str, Any]:
        state = {"out": "out", "retire": "retired"}.get(self.states.get(device, ""), "none")
        return {"device": device, "state": state, "fingerprint": self.ids[device]}


@contextmanager
def enrolling() -> Iterator[tuple[str, Enrolling]]:
    """Its address, and what it knows, until the test ends."""
    knows = Enrolling()

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            secret = self.headers.get("Authorization", "").removeprefix("Bearer ")
            status, said = knows.answer(self.command, self.path, json.loads(body or b"{}"), secret)
            data = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_DELETE = _do  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", knows
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
