"""What comes in from devices: taken, or refused with a code, before anything is changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from http import HTTPStatus
from operator import lt
from typing import NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from central.store.taken import Mark
from central.taking.names import Names
from device_profiles.decoding import JsonDecoder, from_json
from device_profiles.errors import ForeignError, UntimelyError
from device_profiles.instants import EARLIEST, LATEST, Instants
from device_profiles.quick import QuickVerifier, claimed
from device_profiles.report import (
    FORMAT,
    PICTURE_BYTES,
    REPORT_BYTES,
    REPORT_RECORDS,
    Refusal,
    Report,
)

_JSON = re.compile(r'application/json(\s*;\s*charset="?utf-8"?)?', re.IGNORECASE | re.ASCII)
_TOO_MANY = f"more than {REPORT_RECORDS} records"
_LENGTH = re.compile(r"[0-9]{1,18}", re.ASCII)
_STRAY = f"an instant lies from {EARLIEST:%Y} to before {LATEST:%Y}"
_SPOOL = re.compile(r"[0-9a-f]{32}", re.ASCII)
_JPEG = b"\xff\xd8\xff"
_PLAIN_JSON = "application/json"


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds of what is taken from one device."""

    screens: int = 16
    lines: int = 500
    """Entries of any list in a heartbeat."""
    name: int = 300
    """Characters of a name: of a screen, a zone, an item, an object."""
    outboxes: int = 16
    """Outboxes of one device that are known; of more those go first of which no record came."""
    reports_s: float = 5.0
    """Reports a second of one device, over a longer time …"""
    reports_burst: int = 100
    """… and at once: what waited during an outage comes in a row."""
    records_s: float = 10.0
    """Records a second of one device, over a longer time: an item lasts a second at least …"""
    records_burst: int = 400_000
    """… and at once: two full outboxes."""


class Accepted(msgspec.Struct, frozen=True):
    """A report that its device signed, with a sequence that is higher than all before."""

    report: Report


class Refused(msgspec.Struct, frozen=True):
    """A report, or a stream, that is not taken. `retry_s` is when it may come again.

    `signer` is the device whose signature holds all the same; "" where none does.
    """

    status: HTTPStatus
    refusal: Refusal
    retry_s: int | None = None
    signer: str = ""


class _Versioned(msgspec.Struct, frozen=True):
    format: int


class _Passed(NamedTuple):
    """The highest sequence of an outbox that passed, and whether a record of it ever did."""

    sequence: int
    has_records: bool


class _Refusal(Exception):  # noqa: N818 - carries an expected outcome up to `take`
    def __init__(
        self, status: HTTPStatus, code: str, message: str, retry_s: int | None = None, signer: str = ""
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.retry_s = status, code, message, retry_s
        self.signer = signer


class Intake:
    """Judges requests of devices. `keys` gives a device’s public key, `marks` what was taken before.

    It remembers of each outbox the highest sequence that it let pass, so that of two equal reports only one
    does, even while the first is being written.
    """

    def __init__(
        self,
        keys: Callable[[str], Ed25519PublicKey | None],
        marks: Iterable[Mark] = (),
        limits: Limits | None = None,
    ) -> None:
        self._keys, self._limits = keys, limits or Limits()
        self._verifier = QuickVerifier(keys)
        self._decoder, self._instants = JsonDecoder(Report), Instants(Report)
        self._passed: dict[str, dict[str, _Passed]] = {}
        self._paces: dict[str, tuple[float, float, float]] = {}
        self._names = Names(self._limits.name)
        for mark in marks:
            self._passed.setdefault(mark.device, {})[mark.spool] = _Passed(mark.sequence, mark.upto > 0)

    def take(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, received: datetime
    ) -> Accepted | Refused:
        """Take a report, or say why not. Names of headers are in lower case."""
        device = ""
        try:
            _demand_size(len(body))
            _demand_json(headers)
            device = self._signer(method, path, headers, body, received)
            report = self._decoded(body)
            self._check(report)
            _demand_own(device, report)
            self._keep_pace(device, len(report.entries), received)
            self._pass(report)
        except _Refusal as refusal:
            return msgspec.structs.replace(_refused(refusal, received), signer=device or refusal.signer)
        return Accepted(report)

    def unwelcome(self, headers: Mapping[str, str], received: datetime) -> Refused | None:
        """Why a report is refused before any of its body was read; None: it may come."""
        try:
            self._claimed(headers)
            length = headers.get("content-length", "")
            _demand_size(int(length) if _LENGTH.fullmatch(length) else 0)
        except _Refusal as refusal:
            return _refused(refusal, received)
        return None

    def signer(self, method: str, path: str, headers: Mapping[str, str], received: datetime) -> str | Refused:
        """The device that asks for something, without a body; or why it gets nothing."""
        try:
            return self._signer(method, path, headers, b"", received)
        except _Refusal as refusal:
            return _refused(refusal, received)

    def key(self, device: str) -> Ed25519PublicKey | None:
        """The key by which a device signs; None where it has none."""
        return self._keys(device)

    def untake(self, report: Report) -> None:
        """Let a report pass once more: it could not be kept."""
        outboxes = self._passed.get(report.device, {})
        passed = outboxes.get(report.spool)
        if passed and passed.sequence == report.sequence:
            outboxes[report.spool] = passed._replace(sequence=report.sequence - 1)

    def _signer(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, received: datetime
    ) -> str:
        self._claimed(headers)
        try:
            return self._verifier.signer(method, path, headers, body, received)
        except ForeignError as error:
            raise _Refusal(
                HTTPStatus.UNAUTHORIZED, "foreign", f"the signature does not hold: {error}"
            ) from error
        except UntimelyError as error:
            told = f"{error}, compare `at`"
            raise _Refusal(HTTPStatus.UNAUTHORIZED, "untimely", told, signer=error.device) from error

    def _claimed(self, headers: Mapping[str, str]) -> None:
        """Whether it says to be of a device whose key is known; nothing is verified."""
        says = claimed(headers)
        if says is None or "signature" not in headers:
            raise _Refusal(HTTPStatus.UNAUTHORIZED, "unsigned", "sign it with the device’s key (RFC 9421)")
        if self._keys(says) is None:
            raise _Refusal(HTTPStatus.FORBIDDEN, "unknown_device", "no key of this device is enrolled")

    def _decoded(self, body: bytes) -> Report:
        try:
            report = self._decoder.decode(body)
        except msgspec.DecodeError as error:
            _demand_format(body)
            raise _Refusal(HTTPStatus.BAD_REQUEST, "malformed", str(error)) from error
        if report.format != FORMAT:
            raise _Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "format", f"format {FORMAT} is understood")
        return report

    def _check(self, report: Report) -> None:
        """Whether all is within bounds, and numbers rise."""
        limits, beat = self._limits, report.heartbeat
        sizes = (len(beat.faults), len(beat.restarts), len(beat.quarantined), len(beat.orders))
        zones = sum([len(screen.showing) for screen in beat.screens])
        _demand(len(beat.screens) <= limits.screens, "too many screens")
        _demand(max(*sizes, len(beat.versions), zones) <= limits.lines, "too long a list")
        _demand(_SPOOL.fullmatch(report.spool) is not None, "`spool` has 32 hexadecimal digits")
        _demand(len(report.entries) <= REPORT_RECORDS, _TOO_MANY)
        _demand(len(report.fingernails) <= limits.screens, "too many pictures")
        for picture in report.fingernails:
            fits = len(picture.jpeg) <= PICTURE_BYTES and picture.jpeg.startswith(_JPEG)
            _demand(fits, f"a picture is a JPEG of {PICTURE_BYTES} bytes at most")
        _demand(self._instants.stray(report) is None, _STRAY)
        numbers = [0, *[entry.number for entry in report.entries]]
        _demand(all(map(lt, numbers, numbers[1:])), "numbers of records rise")
        _demand(self._names.are_well(report), f"a name has {limits.name} printable characters at most")

    def _keep_pace(self, device: str, records: int, received: datetime) -> None:
        limits, now = self._limits, received.timestamp()
        full = float(limits.reports_burst), float(limits.records_burst)
        reports, room, since = self._paces.get(device, (*full, now))
        passed = max(0.0, now - since)
        reports = min(full[0], reports + passed * limits.reports_s)
        room = min(full[1], room + passed * limits.records_s)
        if reports < 1.0:
            raise _Refusal(HTTPStatus.TOO_MANY_REQUESTS, "too_often", "one device reports too often", 10)
        if room < records:
            raise _Refusal(HTTPStatus.TOO_MANY_REQUESTS, "too_many", "no screen plays so much", 10)
        self._paces[device] = (reports - 1.0, room - records, now)

    def _pass(self, report: Report) -> None:
        outboxes = self._passed.setdefault(report.device, {})
        before = outboxes.get(report.spool)
        if before is not None and report.sequence <= before.sequence:
            raise _Refusal(
                HTTPStatus.CONFLICT, "replayed", f"report {before.sequence} of this outbox was taken already"
            )
        if before is None:
            while len(outboxes) >= self._limits.outboxes:
                bare = (name for name, passed in outboxes.items() if not passed.has_records)
                del outboxes[next(bare, next(iter(outboxes)))]
        has_records = bool(report.entries) or (before is not None and before.has_records)
        outboxes[report.spool] = _Passed(report.sequence, has_records)


def refuse(status: HTTPStatus, code: str, message: str, at: datetime, retry_s: int | None = None) -> Refused:
    """A refusal at an instant by central’s clock."""
    return Refused(status, Refusal(code=code, message=message, at=at), retry_s)


def _refused(refusal: _Refusal, at: datetime) -> Refused:
    return refuse(refusal.status, refusal.code, refusal.message, at, refusal.retry_s)


def _demand(so: bool, message: str) -> None:
    if not so:
        raise _Refusal(HTTPStatus.BAD_REQUEST, "malformed", message)


def _demand_size(size: int) -> None:
    if size > REPORT_BYTES:
        raise _Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", f"at most {REPORT_BYTES} bytes")


def _demand_json(headers: Mapping[str, str]) -> None:
    kind = headers.get("content-type", "")
    is_json = kind == _PLAIN_JSON or _JSON.fullmatch(kind.strip()) is not None
    if not is_json or headers.get("content-encoding", "identity") != "identity":
        raise _Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "media_type", "send application/json, as it is")


def _demand_format(body: bytes) -> None:
    """What cannot be read may be of a later format: then that is what is wrong."""
    try:
        versioned = from_json(body, _Versioned)
    except msgspec.DecodeError:
        return
    if versioned.format != FORMAT:
        raise _Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "format", f"format {FORMAT} is understood")


def _demand_own(device: str, report: Report) -> None:
    named = {report.device, *[entry.record.device for entry in report.entries]}
    if named != {device}:
        raise _Refusal(
            HTTPStatus.UNPROCESSABLE_ENTITY, "wrong_device", f"{device} signed, it tells of another"
        )
