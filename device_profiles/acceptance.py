"""What a technician proves of a device on site: its checks, one by one, in a report signed by its key.

The signature covers the bytes of the report as they stand, so whoever keeps a report keeps its bytes. It is
made over those bytes behind a prefix of its own: no other thing that the key signs can pass for a report.
"""

from __future__ import annotations

import base64
from enum import StrEnum
from typing import Annotated, Final

import msgspec
from cryptography.exceptions import InvalidSignature
from msgspec import Meta

from device_profiles.bounds import Instant
from device_profiles.decoding import from_json
from device_profiles.errors import AcceptanceError, IdentityError
from device_profiles.identity import DeviceKey, public_key

REPORT_BYTES: Final = 256 * 1024
"""The most that a signed report may have."""
CHECKS: Final = 200
_PREFIX: Final = b"parvis-acceptance\n"

_Text = Annotated[str, Meta(max_length=1000)]
_Name = Annotated[str, Meta(pattern=r"\A[a-z0-9]([a-z0-9./_-]{0,78}[a-z0-9])?\Z")]
_Digest = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]


class Verdict(StrEnum):
    """How a check ended. What could not be looked at is skipped, never passed."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence in the languages of technicians."""

    en: _Text
    fr: _Text

    def to(self, language: str) -> str:
        """The sentence in one of them; English where it is neither."""
        return self.fr if language == "fr" else self.en


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a report. `name` is `GROUP/NAME`, or `GROUP/SCREEN/NAME`.

    `figure` was measured, in `unit` (`ms`, `MB/s`, `%`, …); it passes up to
    `limit`, or from it on where that is the `least`. Without limit the figure is only told.
    """

    name: _Name
    verdict: Verdict
    said: Told
    figure: float | None = None
    unit: Annotated[str, Meta(max_length=16)] = ""
    limit: float | None = None
    least: bool = False


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A picture of the glass that went with the sheet: of which screen and instant, SHA-256 of its PNG."""

    screen: Annotated[str, Meta(max_length=64)]
    at: Instant
    sha256: _Digest


class AcceptanceReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a technician found on a device, from `began` to `at` by its clock.

    `device` is "" for a box that has no id yet, `key` is its public key, `edition` the program that was on
    the glass (None: the built-in slide, or nothing that is known).
    """

    device: Annotated[str, Meta(max_length=64)]
    key: Annotated[str, Meta(max_length=64)]
    profile: Annotated[str, Meta(max_length=64)]
    place: Annotated[str, Meta(max_length=200)]
    technician: Annotated[str, Meta(max_length=200)]
    began: Instant
    at: Instant
    checks: Annotated[tuple[Check, ...], Meta(max_length=CHECKS)]
    edition: str | None = None
    seen: tuple[Seen, ...] = ()
    versions: dict[str, str] = {}

    @property
    def verdict(self) -> Verdict:
        """Failed where one check is; skipped where none was made; else passed."""
        found = {check.verdict for check in self.checks}
        order = (Verdict.FAILED, Verdict.PASSED)
        return next((verdict for verdict in order if verdict in found), Verdict.SKIPPED)

    def count(self, verdict: Verdict) -> int:
        """How many checks ended so."""
        return sum(check.verdict is verdict for check in self.checks)


class _Sealed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    report: msgspec.Raw
    signature: str


def seal(report: AcceptanceReport, key: DeviceKey) -> bytes:
    """A report, signed: JSON of `report`, its keys in order, and `signature` in base64."""
    said = msgspec.json.encode(report, order="sorted")
    return msgspec.json.encode(_Sealed(report=msgspec.Raw(said), signature=key.seal(_PREFIX + said)))


def unseal(data: bytes, key: str) -> AcceptanceReport:
    """The report in signed bytes, by the public key (base64) of the device that it is to be of.

    Raises `AcceptanceError` where it is too long, no report, not signed by that key, or was changed.
    """
    if len(data) > REPORT_BYTES:
        raise AcceptanceError(f"a report has {REPORT_BYTES} bytes at most, this has {len(data)}")
    try:
        sealed = from_json(data, _Sealed)
        seal_bytes = base64.b64decode(sealed.signature, validate=True)
        public_key(key).verify(seal_bytes, _PREFIX + bytes(sealed.report))
        report = from_json(sealed.report, AcceptanceReport)
    except msgspec.DecodeError as error:
        raise AcceptanceError(f"this is no report: {error}") from error
    except (InvalidSignature, IdentityError, ValueError) as error:
        raise AcceptanceError("the report is not signed by this device, or was changed") from error
    if report.key != key or base64.b64encode(seal_bytes).decode("ascii") != sealed.signature:
        raise AcceptanceError("the report is of another key, or was written anew")
    return report
