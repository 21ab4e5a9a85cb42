"""Boxes and technicians that meet a real central over HTTP."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import msgspec
from central_process import PATIENCE_S, Sender, parvis
from store_world import heartbeat, report

from device_profiles.enrolment import PAIRINGS, Grant, PairingRequest, PairingState, fingerprint
from device_profiles.heartbeat import MachineBeat
from device_profiles.identity import DeviceKey
from device_profiles.report import Receipt, Refusal

MACHINE, OTHER_MACHINE = "a" * 64, "b" * 64
PROFILE = "plasma-16x9"


class Box:
    """A box with a key of its own that asks central, as the device does."""

    def __init__(self, url: str, machine: str = MACHINE, key: DeviceKey | None = None) -> None:
        self.url, self.machine, self.key = url, machine, key or DeviceKey.make()
        self.print = fingerprint(self.key.public)
        self._reports = 0

    def ask(
        self, *, at: datetime | None = None, signer: DeviceKey | None = None, name: str = "", **told: Any
    ) -> httpx.Response:
        """Ask for a code."""
        request = {"key": self.key.public, "machine": self.machine, "profile": PROFILE, "address": "10.0.0.7"}
        body = msgspec.json.encode(PairingRequest(**request | told))
        return self._send("POST", PAIRINGS, body, at=at, signer=signer, name=name)

    def code(self) -> str:
        """The code that it is given."""
        answer = self.ask()
        assert answer.is_success, answer.text
        return str(answer.json()["code"])

    def look(self, print_: str = "", **how: Any) -> httpx.Response:
        """Ask how a box stands: itself, or another."""
        return self._send("GET", f"{PAIRINGS}/{print_ or self.print}", **how)

    def grant(self) -> Grant | None:
        """What it is given."""
        answer = self.look()
        assert answer.is_success, answer.text
        return msgspec.json.decode(answer.content, type=PairingState).grant

    def leave(self, device: str, print_: str = "") -> httpx.Response:
        """Say that it was wiped."""
        left = {"device": device, "files_left": 0, "objects_left": 0, "generations_left": 0}
        return self._send("DELETE", f"{PAIRINGS}/{print_ or self.print}", msgspec.json.encode(left))

    def put(self, path: str, body: bytes, name: str, first: str = "") -> httpx.Response:
        """Hand something in under a name."""
        return self._send("PUT", path, body, name=name, first=first)

    def report(self, device: str, machine: str = "") -> Receipt | Refusal:
        """Report as the device that it has become."""
        self._reports += 1
        beat = msgspec.structs.replace(heartbeat(), machine=MachineBeat(machine=machine or self.machine))
        with closing(Sender(self.url, device, self.key)) as sender:
            return sender.post(report(self._reports, device=device, spool=self.print[:32], heartbeat=beat))

    def _send(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        at: datetime | None = None,
        signer: DeviceKey | None = None,
        name: str = "",
        first: str = "",
    ) -> httpx.Response:
        key = signer or self.key
        headers = key.sign(name or self.print, method, path, body, at or datetime.now(UTC))
        if first:  # a signature under another name stands before it, that nobody verifies
            headers["Signature-Input"] = f'z=();keyid="{first}";tag="z", {headers["Signature-Input"]}'
            headers["Signature"] = f"z=:AAAA:, {headers['Signature']}"
        with httpx.Client(base_url=self.url, timeout=PATIENCE_S) as client:
            return client.request(
                method, path, content=body, headers={**headers, "Content-Type": "application/json"}
            )


class Hands:
    """Somebody with a token."""

    def __init__(self, url: str, secret: str, address: str = "192.0.2.1") -> None:
        self.url, self.secret, self.address = url, secret, address

    def ask(self, method: str, path: str, json: Any = None) -> httpx.Response:
        """Ask central for something."""
        with httpx.Client(base_url=self.url, timeout=PATIENCE_S) as client:
            head = {"Authorization": f"Bearer {self.secret}", "X-Forwarded-For": self.address}
            return client.request(method, path, json=json, headers=head)

    def claim(self, code: str, device: str, *, replace: bool = False) -> httpx.Response:
        """Claim a box."""
        return self.ask("POST", "/v1/claims", {"code": code, "device": device, "replace": replace})

    def technician(self, name: str = "Yann", address: str = "192.0.2.2", **asked: Any) -> Hands:
        """Somebody with a technician's token."""
        answer = self.ask("POST", "/v1/technicians", {"name": name, **asked})
        assert answer.status_code == 201, answer.text
        return Hands(self.url, answer.json()["secret"], address)


def somebody(data: Path, role: str = "operate", store: str | None = None) -> Hands:
    """Somebody with a role's token, made before central starts."""
    at = ("--store", store) if store else ()
    told = parvis("central", "token", "add", f"Soizic {role}", "--role", role, "--data", data, *at)
    assert told.returncode == 0, told.stderr
    return Hands("", told.stdout.strip())
