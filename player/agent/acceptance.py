"""Brings the acceptance report that waits on the disk to central: the signed JSON first, then its sheet."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

import httpx
import msgspec

from device_profiles.decoding import from_json
from device_profiles.identity import DeviceKey
from device_profiles.report import Refusal
from player.acceptance import Desk

_TIMEOUT_S = 20.0
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
_REFUSAL_BYTES = 65_536


class Delivered(msgspec.Struct, frozen=True):
    """Central has it."""


class Undelivered(msgspec.Struct, frozen=True):
    """It still waits, and why."""

    why: str


class Courier:
    """Delivers for one device, below central's address `url`."""

    def __init__(self, desk: Desk, device: str, key: DeviceKey, url: str, client: httpx.Client) -> None:
        self._desk, self._device, self._key = desk, device, key
        self._base, self._client = url.rstrip("/"), client
        self._due: datetime | None = None
        self._wait = _FIRST_WAIT

    def is_due(self, at: datetime) -> bool:
        """Whether a report waits, and was not in vain tried a moment ago."""
        return (self._due is None or at >= self._due) and self._desk.waiting.exists()

    def deliver(self, at: datetime) -> Delivered | Undelivered:
        """Hand in what waits, at an instant by central's clock; where that is wrong, central says its own."""
        self._due, self._wait = at + self._wait, min(_LONGEST_WAIT, 2 * self._wait)
        try:
            parts = (
                ("acceptance", self._desk.report.read_bytes(), "application/json"),
                ("acceptance.pdf", self._desk.sheet.read_bytes(), "application/pdf"),
            )
        except OSError as error:
            return Undelivered(error.strerror or str(error))
        for name, body, kind in parts:
            answer = self._put(name, body, kind, at)
            if isinstance(answer, datetime):
                answer = self._put(name, body, kind, answer)
            if answer is not None:
                return Undelivered("untimely" if isinstance(answer, datetime) else answer)
        with suppress(OSError):  # then it is delivered once more, which does no harm
            self._desk.waiting.unlink(missing_ok=True)
        self._due, self._wait = None, _FIRST_WAIT
        return Delivered()

    def _put(self, name: str, body: bytes, kind: str, at: datetime) -> str | datetime | None:
        """None where it was taken, central's time where the signature's is wrong, else what is in the way."""
        path = f"/v1/enrolments/{self._device}/{name}"
        headers = {**self._key.sign(self._device, "PUT", path, body, at), "Content-Type": kind}
        try:
            answer = self._client.put(self._base + path, content=body, headers=headers, timeout=_TIMEOUT_S)
        except httpx.HTTPError as error:
            return str(error) or type(error).__name__
        if answer.is_success:
            return None
        said = None
        with suppress(msgspec.DecodeError):
            said = from_json(answer.content[:_REFUSAL_BYTES], Refusal)
        if answer.status_code == httpx.codes.UNAUTHORIZED and said is not None:
            return said.at
        return f"HTTP {answer.status_code}" + (f" {said.code}" if said else "")
