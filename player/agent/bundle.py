"""A bundle on a stick, as a box without identity takes it: believed for its signature, by nothing else.

Whatever lies on the stick is a stranger's. Of its names only those are asked for that a bundle has, so that a
hundred thousand others cost nothing; each is read up to a bound, and followed nowhere.
"""

from __future__ import annotations

import threading
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from device_profiles.enrolment import Enrolment, Grant
from player.agent.enrolled import enrol, enrolled
from player.agent.folder import read_within
from player.agent.limits import Limits
from player.agent.outcome import Accepted, DiskFault, DiskFull, Outcome, Stopped, Unchanged, tell
from player.agent.source import FolderSource
from player.agent.sync import Syncer
from player.state import State
from playlists.durable import put
from playlists.errors import FeedError
from playlists.feed import settings as sealed
from playlists.feed.bundle import (
    FEED,
    FOLDER,
    MANIFEST,
    MANIFEST_BYTES,
    NEXT,
    NEXT_BYTES,
    Kind,
    Manifest,
    named_next,
    read_manifest,
    settings_path,
)
from playlists.feed.settings import Settings

TAKEN, TICKET = "bundles.json", "ticket.json"
"""In the state directory: which settings were taken, and those by which the box claims its identity."""
_REMEMBERED = 64
_RATE = 2**30
"""What a stick gives is not what the profile spares the line: bytes a second, as good as no bound."""


class Why(StrEnum):
    """Why a bundle is not taken."""

    UNREADABLE = "unreadable"
    FORGED = "forged"
    OTHER_PROFILE = "other-profile"
    WHICH = "which"
    NOT_ON_IT = "not-on-it"
    EXPIRED = "expired"
    REPLAYED = "replayed"
    CONTENT = "content"
    DISK = "disk"
    STOPPED = "stopped"


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """What a box knows of itself: as what it was installed ("" fits all), its host name, its machine, its key.

    `key` is the public half, in base64.
    """

    profile: str
    name: str
    machine: str
    key: str


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """The box is that device now, and what it plays is on its disk."""

    enrolment: Enrolment


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle that is not taken: why, with the devices that could be meant, or what was in the way."""

    why: Why
    detail: str = ""


class _Memory(msgspec.Struct, frozen=True, kw_only=True):
    newest: datetime | None = None
    nonces: Annotated[tuple[str, ...], Meta(max_length=_REMEMBERED)] = ()


def take(
    state: State,
    stick: Path,
    anchor: bytes,
    box: Box,
    *,
    at: datetime,
    limits: Limits,
    stop: threading.Event,
) -> Taken | Refused | None:
    """Become the device of a bundle on a stick; None where there is no bundle, or the box is a device already.

    `anchor` is the root that was installed with the box. What it is to play is brought first, and the
    identity put in place last, so that a box whose stick is pulled is a box still.

    Raises:
        OSError: the state directory refuses.
    """
    if enrolled(state) is not None:
        return None
    found = _choose(stick, box)
    if not isinstance(found, str):
        return found
    ticket = _ticket(stick, found)
    if isinstance(ticket, Refused):
        return ticket
    try:
        settings = sealed.read(ticket, anchor)
    except FeedError as error:
        return Refused(why=Why.FORGED, detail=str(error))
    if reason := _objection(state, settings, found, box, at):
        return Refused(why=reason, detail=settings.device)
    brought = _bring(state, stick, anchor, settings, limits, stop)
    if brought is not None:
        return brought
    enrolment = _enrolment(settings, anchor, box)
    put(state.root / TICKET, ticket)
    enrol(state, enrolment, anchor)
    _remember(state, settings)
    return Taken(enrolment=enrolment)


def ticket_of(state: State) -> str:
    """The settings by which this box claims its identity at central; "" where it has none."""
    try:
        data = read_within(state.root, TICKET, sealed.MOST_BYTES)
    except OSError:
        return ""
    return "" if data is None else data.decode("utf-8", "replace")


def _choose(stick: Path, box: Box) -> str | Refused | None:
    """Which device of the stick the box becomes.

    The one that a technician wrote down; else the one that the box is called; else the only one that fits
    what the box was installed as. A list that nobody signed: it may mislead in the choice, and no further.
    """
    try:
        data = read_within(stick, f"{FOLDER}/{MANIFEST}", MANIFEST_BYTES)
        if data is None:
            return None
        manifest = read_manifest(data)
        written = named_next(read_within(stick, f"{FOLDER}/{NEXT}", NEXT_BYTES) or b"")
    except (OSError, FeedError) as error:
        return Refused(why=Why.UNREADABLE, detail=str(error))
    return _chosen(manifest, written, box)


def _chosen(manifest: Manifest, written: str, box: Box) -> str | Refused:
    if written:
        return written if written in manifest.devices else Refused(why=Why.NOT_ON_IT, detail=written)
    if box.name in manifest.devices:
        return box.name
    fitting = [device for device, kind in manifest.devices.items() if _fits(kind, box)]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        return Refused(why=Why.OTHER_PROFILE, detail=box.profile)
    return Refused(why=Why.WHICH, detail=", ".join(sorted(fitting)[:_REMEMBERED]))


def _fits(kind: Kind | Settings, box: Box) -> bool:
    return not box.profile or box.profile in {kind.profile, kind.family}


def _ticket(stick: Path, device: str) -> bytes | Refused:
    try:
        data = read_within(stick, f"{FOLDER}/{settings_path(device)}", sealed.MOST_BYTES)
    except OSError as error:
        return Refused(why=Why.UNREADABLE, detail=str(error))
    return Refused(why=Why.UNREADABLE, detail=device) if data is None else data


def _objection(state: State, settings: Settings, device: str, box: Box, at: datetime) -> Why | None:
    """What is against settings that are signed. A clock behind them is wrong; it is no reason to refuse."""
    if settings.device != device:
        return Why.FORGED
    if not _fits(settings, box):
        return Why.OTHER_PROFILE
    if at >= settings.until:
        return Why.EXPIRED
    memory = _memory(state)
    if settings.nonce in memory.nonces or (memory.newest and settings.made < memory.newest):
        return Why.REPLAYED
    return None


def _bring(
    state: State, stick: Path, anchor: bytes, settings: Settings, limits: Limits, stop: threading.Event
) -> Refused | None:
    """All that the device plays, from the stick to the disk; None where that is done.

    The feed is judged at the time of the settings: as long as those are good, so is what came with them.
    """
    quick = msgspec.structs.replace(limits, rate=_RATE, large_bytes=limits.object_bytes)
    syncer = Syncer(state, anchor, settings.device, quick, stop)
    outcome: Outcome = syncer.cycle(FolderSource(stick, f"{FOLDER}/{FEED}"), settings.made)
    if isinstance(outcome, Accepted | Unchanged):
        if syncer.latest and syncer.latest.profile != settings.profile:
            return Refused(why=Why.CONTENT, detail=f"its program is of profile {syncer.latest.profile}")
        return None
    why = Why.CONTENT
    if isinstance(outcome, DiskFull | DiskFault):
        why = Why.DISK
    elif isinstance(outcome, Stopped):
        why = Why.STOPPED
    return Refused(why=why, detail=tell(outcome))


def _enrolment(settings: Settings, anchor: bytes, box: Box) -> Enrolment:
    grant = Grant(
        device=settings.device,
        profile=settings.profile,
        place=settings.place,
        feed=settings.feed,
        central=settings.central,
        root=anchor.decode(),
        number=1,
        at=settings.made,
    )
    return Enrolment(grant=grant, machine=box.machine, key=box.key, bundle=settings.bundle)


def _memory(state: State) -> _Memory:
    try:
        return msgspec.json.decode((state.root / TAKEN).read_bytes(), type=_Memory)
    except (OSError, msgspec.DecodeError):
        return _Memory()


def _remember(state: State, settings: Settings) -> None:
    known = _memory(state)
    newest = max(known.newest or settings.made, settings.made)
    nonces = (*known.nonces, settings.nonce)[-_REMEMBERED:]
    put(state.root / TAKEN, msgspec.json.encode(_Memory(newest=newest, nonces=nonces)))
