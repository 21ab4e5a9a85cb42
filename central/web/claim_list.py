"""Which devices a box may become: those of its profile that nobody has, and those whose box is replaced."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, auto

import msgspec

from central.web.listing import plain
from device_profiles.claiming import EnrolmentLine, EnrolmentState

SHOWN = 40
"""So many are listed: more than that is searched."""


class Offer(Enum):
    """Which devices: without a box, or with one."""

    FREE = auto()
    TAKEN = auto()


class Offered(msgspec.Struct, frozen=True):
    """The devices that are shown, and how many there are."""

    lines: tuple[EnrolmentLine, ...]
    found: int


def offered(lines: Iterable[EnrolmentLine], profile: str, q: str, offer: Offer) -> Offered:
    """The devices that fit a box and what is searched for, in their order; retired ones are no choice."""
    words = plain(q).split()
    found = [
        line
        for line in lines
        if line.profile
        and line.state is not EnrolmentState.RETIRED
        and (line.fingerprint == "") == (offer is Offer.FREE)
        and profile in {"", line.profile, line.family}
        and all(word in plain(f"{line.device} {line.place}") for word in words)
    ]
    return Offered(tuple(found[:SHOWN]), len(found))
