"""Which devices take an update when: first the canaries, then the early ones, then all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

import msgspec

from device_profiles.bounds import Instant


class Ring(StrEnum):
    """The groups of devices that go first have these names; whoever is in neither goes with `all`."""

    CANARY = "canary"
    EARLY = "early"
    ALL = "all"


class Update(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A version, and from when on each ring takes it; a ring that is not named waits."""

    version: str
    canary: Instant | None = None
    early: Instant | None = None
    all: Instant | None = None

    def opens(self, ring: Ring) -> datetime | None:
        """From when on a ring takes it."""
        return {Ring.CANARY: self.canary, Ring.EARLY: self.early, Ring.ALL: self.all}[ring]


def ring_of(groups: Iterable[str]) -> Ring:
    """The ring of a device that is in those groups: the first of them that goes."""
    named = set(groups)
    return next((ring for ring in (Ring.CANARY, Ring.EARLY) if ring in named), Ring.ALL)


def is_due(update: Update, groups: Iterable[str], at: datetime) -> bool:
    """Whether a device in those groups takes the update at an instant."""
    opens = update.opens(ring_of(groups))
    return opens is not None and opens <= at
