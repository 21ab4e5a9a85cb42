"""Who may claim which box for which id, as values: what is known, what is asked, the time, and the answer."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from device_profiles.claiming import Claimed


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A box that asked: what it says of itself, its code, and by whom (with which token) it was claimed.

    `source` is the address that it asked from, `device` the id that it was claimed for.
    """

    fingerprint: str
    public: str
    machine: str
    profile: str
    version: str
    address: str
    source: str
    code: str
    until: datetime
    claimed: datetime | None = None
    device: str = ""
    by: str = ""
    token: str = ""

    def waits(self, at: datetime) -> bool:
        """Whether its code may be claimed."""
        return self.claimed is None and at < self.until


class Technician(msgspec.Struct, frozen=True, kw_only=True):
    """A technician's token as it is kept: `digest` is the SHA-256 of its secret, in hexadecimal."""

    id: str
    name: str
    digest: str
    by: str
    made: datetime
    until: datetime
    most: int
    used: int = 0
    revoked: datetime | None = None

    def is_good(self, at: datetime) -> bool:
        """Whether one enters with it; one that is used up still shows what became of its claims."""
        return self.revoked is None and at < self.until


class Hand(msgspec.Struct, frozen=True, kw_only=True):
    """Who does something, from which address, with which token (its id); whether that is a technician's."""

    name: str
    address: str = ""
    token: str = ""
    is_technician: bool = False


class Why(StrEnum):
    """Why a claim is refused."""

    CODE = "wrong_code"
    LOCKED = "locked"
    EXPIRED = "expired"
    CLAIMED = "claimed"
    """The box was claimed."""
    TAKEN = "taken"
    """The id has another box."""
    RETIRED = "retired"
    UNKNOWN_DEVICE = "unknown_device"
    PROFILE = "profile_differs"
    USED_UP = "used_up"
    BARRED = "barred"
    """The technician's token is no longer good."""


class Denied(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that is refused; who has what is wanted and since when, or until when nobody is heard."""

    why: Why
    device: str = ""
    by: str = ""
    at: datetime | None = None
    detail: str = ""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """What the feed says of an id. `family` is the profile of the catalog that its own goes back to."""

    profile: str
    family: str
    place: str


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """Who has an id, or a box, and who gave it when."""

    device: str
    fingerprint: str
    by: str
    since: datetime


def barred(technician: Technician | None, at: datetime) -> Denied | None:
    """Why a technician may claim nothing (any more); None where they may."""
    if technician is None or not technician.is_good(at):
        return Denied(why=Why.BARRED)
    if technician.used >= technician.most:
        return Denied(why=Why.USED_UP, detail=str(technician.most))
    return None


def claimable(  # noqa: PLR0911 - a list of reasons
    kept: Kept | None, place: Place | None, at: datetime, *, box: Holder | None, device: str
) -> Denied | None:
    """Why a box cannot be claimed for an id, whoever has that; None where it can."""
    if kept is None:
        return Denied(why=Why.CODE)
    if kept.claimed is not None:
        return Denied(why=Why.CLAIMED, device=kept.device, by=kept.by, at=kept.claimed)
    if box is not None:
        return Denied(why=Why.CLAIMED, device=box.device, by=box.by, at=box.since)
    if at >= kept.until:
        return Denied(why=Why.EXPIRED, at=kept.until)
    if place is None:
        return Denied(why=Why.UNKNOWN_DEVICE, device=device)
    if kept.profile and kept.profile not in {place.profile, place.family}:
        return Denied(why=Why.PROFILE, device=device, detail=f"{kept.profile}, {place.profile}")
    return None


def free(holder: Holder | None, *, replace: bool) -> Denied | None:
    """Why an id cannot be given to another box; None where it can."""
    if holder is None or replace:
        return None
    return Denied(why=Why.TAKEN, device=holder.device, by=holder.by, at=holder.since)


def claimed(kept: Kept, device: str, place: Place) -> Claimed:
    """What is told of a claim."""
    return Claimed(device=device, fingerprint=kept.fingerprint, profile=place.profile, place=place.place)
