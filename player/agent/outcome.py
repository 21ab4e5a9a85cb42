"""How one cycle of the agent ended: each a value, in words that somebody can act upon."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

import msgspec


class Unchanged(msgspec.Struct, frozen=True, kw_only=True):
    """The feed says what it said; all of it is here. `repaired` objects had been lost or damaged."""

    generation: int
    repaired: int = 0


class Accepted(msgspec.Struct, frozen=True, kw_only=True):
    """A new generation is complete and in place. `fetched` counts the objects that came for it."""

    generation: int
    fetched: int


class Incomplete(msgspec.Struct, frozen=True, kw_only=True):
    """Objects are missing still; what played goes on. `why` tells the first fault, `fetched` what came."""

    missing: int
    fetched: int
    why: str
    retry_after: float | None = None


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """All is here that is needed before `opens`: then the hours for large objects begin."""

    missing: int
    fetched: int
    opens: datetime


class Unreached(msgspec.Struct, frozen=True, kw_only=True):
    """The feed, or a part of it, was not to be had."""

    why: str
    retry_after: float | None = None


class Stale(msgspec.Struct, frozen=True, kw_only=True):
    """What the feed says is signed and its time is over: nothing new is accepted, what played goes on."""

    why: str


class Rejected(msgspec.Struct, frozen=True, kw_only=True):
    """What the feed says is not signed by those who may, or cannot be: what played goes on."""

    why: str


class DiskFull(msgspec.Struct, frozen=True, kw_only=True):
    """There is no room: bytes that are needed (0: not known), and that are free."""

    needed: int
    free: int


class DiskFault(msgspec.Struct, frozen=True, kw_only=True):
    """The disk refuses."""

    why: str


class Stopped(msgspec.Struct, frozen=True, kw_only=True):
    """The agent was told to end in the middle; what came stays."""


Outcome = (
    Unchanged
    | Accepted
    | Waiting
    | Incomplete
    | Unreached
    | Stale
    | Rejected
    | DiskFull
    | DiskFault
    | Stopped
)
GOOD = (Unchanged, Accepted, Waiting)


def tell(outcome: Outcome) -> str:
    """An outcome in one line, for the status and the log."""
    match outcome:
        case Unchanged(repaired=number):
            text = f"{number} objects repaired" if number else "unchanged"
        case Accepted(generation=generation, fetched=fetched):
            text = f"generation {generation} is complete, {fetched} objects fetched"
        case Waiting(missing=missing, opens=opens):
            text = f"{missing} large objects wait for {opens:%Y-%m-%d %H:%M}Z"
        case Incomplete(missing=missing, why=why):
            text = f"{missing} objects are missing: {why}"
        case Unreached(why=text) | Stale(why=text) | Rejected(why=text) | DiskFault(why=text):
            pass
        case DiskFull(needed=needed, free=free):
            text = f"the disk is full: {needed} bytes needed, {free} free"
        case Stopped():
            text = "stopped"
        case _:
            assert_never(outcome)
    return text
