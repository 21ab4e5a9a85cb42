"""A generation: one verified state of the feed on a device, and which of its editions plays when."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import msgspec

from playlists.errors import FeedError
from playlists.feed import approval, wire
from playlists.feed.approval import PLACES, SITE, approved_by
from playlists.feed.pictures import Pictures
from playlists.feed.trust import Pointer, Trusted
from playlists.program import Program

Documents = Callable[[str], bytes | None]
"""Gives the bytes of a program or approval by its SHA-256, or None where they are not to be had."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """An edition as this device may show it. `refused` names what was left out for want of approval.

    `pictures` tells how it looks; that is nobody's word but the publisher's.
    """

    effective_from: datetime
    sha256: str
    program: Program
    refused: tuple[str, ...]
    chunks: dict[str, tuple[str, ...]]
    pictures: Pictures


def approvals_needed(trusted: Trusted, programs: Iterable[wire.WireProgram]) -> tuple[Pointer, ...]:
    """The approvals that a device must have to judge these programs."""
    names = {SITE, PLACES}.union(*(wire.campaigns(program) for program in programs))
    return tuple(
        pointer
        for campaigns in trusted.campaigns.values()
        for campaign, pointer in campaigns.items()
        if campaign in names
    )


def parts(trusted: Trusted, device: str, documents: Documents) -> tuple[Part, ...]:
    """The editions of a device, in the order of time, each without what is not approved.

    Raises:
        FeedError: the feed does not know the device, or nothing of what it says may be shown.
    """
    if trusted.head is None:
        raise FeedError(f"the feed has no program for {device}")
    head = trusted.head
    wires = {edition.program: _wire(edition.program, documents) for edition in head.editions}
    agreed = _agreed(trusted, wires.values(), documents)
    found, faults = [], []
    for edition in head.editions:
        try:
            unpacked = wire.unpack(wires[edition.program], device, head, agreed.__contains__)
        except FeedError as fault:
            faults.append(fault)
            continue
        found.append(
            Part(
                effective_from=edition.effective_from,
                sha256=edition.program,
                program=unpacked.program,
                refused=unpacked.refused,
                chunks=wires[edition.program].chunks,
                pictures=unpacked.pictures,
            )
        )
    if not found:
        raise faults[0]
    return tuple(found)


def playing(found: Sequence[Part], at: datetime) -> Part:
    """The edition that plays: the newest in force of which nothing was refused, else the newest in force.

    Before the first one's time, the first: something good beats nothing.
    """
    begun = [part for part in found if part.effective_from <= at] or list(found[:1])
    return next((part for part in reversed(begun) if not part.refused), begun[-1])


def _wire(sha256: str, documents: Documents) -> wire.WireProgram:
    return wire.read(_document("program", sha256, documents))


def _agreed(trusted: Trusted, programs: Iterable[wire.WireProgram], documents: Documents) -> frozenset[str]:
    wanted = {pointer.sha256 for pointer in approvals_needed(trusted, programs)}
    said: dict[str, set[str]] = {editor: set() for editor in trusted.campaigns}
    for editor, campaigns in trusted.campaigns.items():
        for pointer in campaigns.values():
            if pointer.sha256 in wanted:
                said[editor].update(approval.read(_document("approval", pointer.sha256, documents)).digests)
    return approved_by(said, trusted.approvals_needed)


def _document(what: str, sha256: str, documents: Documents) -> bytes:
    data = documents(sha256)
    if data is None:
        raise FeedError(f"the {what} {sha256[:12]}… is missing")
    if hashlib.sha256(data).hexdigest() != sha256:
        raise FeedError(f"the {what} {sha256[:12]}… is not what its name promises")
    return data
