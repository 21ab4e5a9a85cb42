"""What a technician and central say to each other while boxes become devices, and devices boxes again."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from device_profiles.bounds import Instant

HOURS, CLAIMS_MOST = 72, 200
"""The most that a technician's token is good for: hours, and claims."""
ACCEPTANCE_BYTES, ACCEPTANCE_PDF_BYTES = 256 * 1024, 2 * 1024 * 1024
"""The largest report of an acceptance that central keeps, and the largest page of it."""

Why = Annotated[str, Meta(max_length=200)]
"""A reason in a line."""
Id = Annotated[str, Meta(min_length=1, max_length=64)]
"""A device's id."""


class EnrolmentState(StrEnum):
    """How an id stands: without a key; claimed, and not heard of; heard of; set aside; gone for good."""

    NONE = "none"
    CLAIMED = "claimed"
    ENROLLED = "enrolled"
    OUT = "out"
    RETIRED = "retired"


class Claim(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The box that shows `code` is to be `device`. `replace` lets it take the place of another box."""

    code: Annotated[str, Meta(max_length=40)]
    device: Id
    replace: bool = False


class Claimed(msgspec.Struct, frozen=True, kw_only=True):
    """The box with this key is that device now."""

    device: str
    fingerprint: str
    profile: str
    place: str


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A box that waits to be claimed, as it says of itself.

    `machine_known` is the device that this machine was before, None for none.
    """

    fingerprint: str
    profile: str
    address: str
    version: str
    until: Instant
    machine_known: str | None = None


class NewTechnician(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A token for a technician: for so many hours and so many claims."""

    name: Annotated[str, Meta(min_length=1, max_length=80)]
    valid_hours: Annotated[float, Meta(gt=0, le=HOURS)] = 8
    most: Annotated[int, Meta(ge=1, le=CLAIMS_MOST)] = 20


class MadeTechnician(msgspec.Struct, frozen=True, kw_only=True):
    """A new token, and its secret, which is told this once."""

    id: str
    secret: str
    until: Instant
    most: int


class TechnicianLine(msgspec.Struct, frozen=True, kw_only=True):
    """A technician's token as it is told: who made it, until when and how often it is good, and was used."""

    id: str
    name: str
    by: str
    made: Instant
    until: Instant
    most: int
    used: int
    revoked: Instant | None = None


class KeyLine(msgspec.Struct, frozen=True, kw_only=True):
    """A key that an id has, or had: who gave it from which address, when it was first heard, its end."""

    fingerprint: str
    machine: str = ""
    bundle: str = ""
    since: Instant
    by: str = ""
    address: str = ""
    seen: Instant | None = None
    ended: Instant | None = None
    ended_by: str = ""
    why: str = ""


class EnrolmentLine(msgspec.Struct, frozen=True, kw_only=True):
    """How an id stands. `keys` are all that it had, the newest first; told of one device alone.

    `family` is the profile of the catalog that `profile` goes back to: a box may be installed as either.
    """

    device: str
    state: EnrolmentState
    profile: str = ""
    family: str = ""
    place: str = ""
    fingerprint: str = ""
    claimed_by: str = ""
    claimed_at: Instant | None = None
    claimed_from: str = ""
    first_seen: Instant | None = None
    last_seen: Instant | None = None
    machine: str = ""
    bundle: str = ""
    why: str = ""
    keys: tuple[KeyLine, ...] = ()


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """What is so now, and whether this request made it so."""

    changed: bool
    enrolment: EnrolmentLine


class Reason(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why something is done to a device."""

    why: Why = ""


class Rename(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The id that a device is to have from now on."""

    to: Id


class Farewell(msgspec.Struct, frozen=True, kw_only=True):
    """A box was wiped: which device it was, and what was left on its disk when it looked."""

    device: Annotated[str, Meta(max_length=64)] = ""
    files_left: Annotated[int, Meta(ge=0, le=2**53)] = 0
    objects_left: Annotated[int, Meta(ge=0, le=2**53)] = 0
    generations_left: Annotated[int, Meta(ge=0, le=2**53)] = 0
