"""A bundle on a stick, as a box without identity takes it: believed for its signature, by nothing else.

Whatever lies on the stick is a stranger's. Of its names only those are asked for that a bundle has, so that a
hundred thousand others cost nothing; each is read up to a bound, and followed nowhere.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from device_profiles.decoding import from_json
from device_profiles.enrolment import Enrolment, Grant
from player.agent.folder import read_within
from player.agent.limits import Limits
from player.agent.outcome import Accepted, DiskFault, DiskFull, Outcome, Stopped, Unchanged, tell
from player.agent.source import FolderSource
from player.agent.sync import Syncer
from player.enrolled import Box as NoDevice
from player.enrolled import enrol, standing
from player.pairing import StickFault
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


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """What a box knows of itself: as what it was installed ("" fits all), host name, machine, key.

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

    why: StickFault
    detail: str = ""


class _Memory(msgspec.Struct, frozen=True, kw_only=True):
    newest: datetime | None = None
    nonces: Annotated[tuple[str, ...], Meta(max_length=_REMEMBERED)] = ()


@dataclass(frozen=True, kw_only=True)
class Taker:
    """Takes bundles for a box. `anchor` is the root installed with it; `stop` is set to break off."""

    state: State
    anchor: bytes
    box: Box
    limits: Limits
    stop: threading.Event

    def take(self, stick: Path, at: datetime) -> Taken | Refused | None:
        """Become the device of a bundle on a stick; None without one, or where it is one.

        What it is to play is brought first, and the identity put in place last, so that a box whose stick is
        pulled is a box still.

        Raises:
            OSError: the state directory refuses.
        """
        if standing(self.state, self.box.machine) != NoDevice():
            return None
        device = _choose(stick, self.box)
        if not isinstance(device, str):
            return device
        ticket = _ticket(stick, device)
        if isinstance(ticket, Refused):
            return ticket
        try:
            settings = sealed.read(ticket, self.anchor)
        except FeedError as error:
            return Refused(why=StickFault.FORGED, detail=str(error))
        why = StickFault.FORGED if settings.device != device else self._objection(settings, at)
        refused = Refused(why=why, detail=device) if why else self._bring(stick, settings)
        return refused or self._become(settings, ticket)

    def _objection(self, settings: Settings, at: datetime) -> StickFault | None:
        """What is against settings that are signed. A clock behind them is wrong; that is none."""
        if not _fits(settings, self.box):
            return StickFault.OTHER_PROFILE
        if at >= settings.until:
            return StickFault.EXPIRED
        memory = _memory(self.state)
        if settings.nonce in memory.nonces or (memory.newest and settings.made < memory.newest):
            return StickFault.REPLAYED
        return None

    def _bring(self, stick: Path, settings: Settings) -> Refused | None:
        """All that the device plays, from the stick to the disk; None where that is done.

        The feed is judged at the time of the settings: as long as those are good, so is what came with them.
        """
        limits = msgspec.structs.replace(self.limits, rate=_RATE, large_bytes=self.limits.object_bytes)
        syncer = Syncer(self.state, self.anchor, settings.device, limits, self.stop)
        outcome: Outcome = syncer.cycle(FolderSource(stick, f"{FOLDER}/{FEED}"), settings.made)
        if isinstance(outcome, Accepted | Unchanged):
            if syncer.latest and syncer.latest.profile != settings.profile:
                return Refused(
                    why=StickFault.CONTENT, detail=f"its program is of profile {syncer.latest.profile}"
                )
            return None
        why = StickFault.CONTENT
        if isinstance(outcome, DiskFull | DiskFault):
            why = StickFault.DISK
        elif isinstance(outcome, Stopped):
            why = StickFault.STOPPED
        return Refused(why=why, detail=tell(outcome))

    def _become(self, settings: Settings, ticket: bytes) -> Taken:
        grant = Grant(
            device=settings.device,
            profile=settings.family or settings.profile,
            place=settings.place,
            feed=settings.feed,
            central=settings.central,
            root=self.anchor.decode(),
            number=0,
            at=settings.made,
        )
        own = Enrolment(grant=grant, machine=self.box.machine, key=self.box.key, bundle=settings.bundle)
        put(self.state.root / TICKET, ticket)
        enrol(self.state, own)
        _remember(self.state, settings)
        return Taken(enrolment=own)


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
        return Refused(why=StickFault.UNREADABLE, detail=str(error))
    return _chosen(manifest, written, box)


def _chosen(manifest: Manifest, written: str, box: Box) -> str | Refused:
    if written:
        return written if written in manifest.devices else Refused(why=StickFault.NOT_ON_IT, detail=written)
    if box.name in manifest.devices:
        return box.name
    fitting = [device for device, kind in manifest.devices.items() if _fits(kind, box)]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        return Refused(why=StickFault.OTHER_PROFILE, detail=box.profile)
    return Refused(why=StickFault.WHICH, detail=", ".join(sorted(fitting)[:_REMEMBERED]))


def _fits(kind: Kind | Settings, box: Box) -> bool:
    return not box.profile or box.profile in {kind.profile, kind.family}


def _ticket(stick: Path, device: str) -> bytes | Refused:
    try:
        data = read_within(stick, f"{FOLDER}/{settings_path(device)}", sealed.MOST_BYTES)
    except OSError as error:
        return Refused(why=StickFault.UNREADABLE, detail=str(error))
    return Refused(why=StickFault.UNREADABLE, detail=device) if data is None else data


def _memory(state: State) -> _Memory:
    try:
        return from_json((state.root / TAKEN).read_bytes(), _Memory)
    except (OSError, msgspec.DecodeError):
        return _Memory()


def _remember(state: State, settings: Settings) -> None:
    known = _memory(state)
    newest = max(known.newest or settings.made, settings.made)
    nonces = (*known.nonces, settings.nonce)[-_REMEMBERED:]
    put(state.root / TAKEN, msgspec.json.encode(_Memory(newest=newest, nonces=nonces)))
