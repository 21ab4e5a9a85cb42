"""The signed metadata of a feed in a folder: verified when read, changed in memory, written in safe order."""

from __future__ import annotations

import copy
import fcntl
import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from tuf.api.exceptions import UnsignedMetadataError
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, Targets
from tuf.api.serialization import DeserializationError

from playlists.errors import FeedError, KeysError
from playlists.feed.publishing.files import place_all
from playlists.feed.publishing.keyring import Keyring
from playlists.feed.publishing.signing import keys_of, renew, signed_file
from playlists.feed.tree import (
    DEVICES,
    METADATA,
    PUBLICATION,
    ROOT,
    SERVICES,
    SNAPSHOT,
    TARGETS,
    TIMESTAMP,
    editor_role,
    life,
    metadata_name,
)
from playlists.feed.trust import Chain

ANCHOR = "root.json"
"""The first root, kept with the keys: what a publisher and a player begin to trust from."""
KEPT = 1000
"""So many versions of what changes quickly stay in the folder: city data alone bring one a minute."""

Earlier = TypeVar("Earlier", Snapshot, Targets)


class Repository:
    """A feed’s metadata as they stand, and as they will be after `save`.

    Everything is verified from the anchor before it is signed again, so that nobody who can write to the
    feed's folder has their work signed by us. Raises `FeedError` as `Chain` does.
    """

    def __init__(self, feed: Path, anchor: bytes) -> None:
        self.feed = feed
        self._anchor = anchor
        self._chain = Chain(self._read, anchor)
        self._changed: dict[str, Targets] = {}
        self._root: Root | None = None

    @property
    def chain(self) -> Chain:
        """The metadata as they stand in the folder."""
        return self._chain

    @property
    def is_overtaken(self) -> bool:
        """Whether somebody has published into the folder since this was read."""
        now = Chain(self._read, self._anchor)
        mine = self._chain
        return (now.root.version, now.timestamp.version) != (mine.root.version, mine.timestamp.version)

    @property
    def root(self) -> Root:
        """The root, changes included."""
        return self._root or self._chain.root

    def role(self, name: str) -> Targets:
        """A role's targets, changes included."""
        return self._changed.get(name) or self._standing(name)

    def edit(self, name: str) -> Targets:
        """A role's targets, to be changed; they are signed and written by `save`."""
        if name not in self._changed:
            self._changed[name] = copy.deepcopy(self._standing(name))
        return self._changed[name]

    def add(self, name: str) -> Targets:
        """A new role, empty; `save` signs and writes it."""
        made = Targets()
        made.version = self._chain.snapshot.meta[f"{name}.json"].version if self.knows(name) else 0
        self._changed[name] = made
        return made

    def knows(self, name: str) -> bool:
        """Whether the feed has, or once had, a role of that name: its versions go on from there."""
        return f"{name}.json" in self._chain.snapshot.meta

    def edit_root(self) -> Root:
        """The root, to be changed; `save` has it signed by the keys of the old one and of the new one."""
        if self._root is None:
            self._root = copy.deepcopy(self._chain.root)
        return self._root

    def at(self, snapshot: Snapshot, name: str) -> Targets | None:
        """A role's targets as an earlier snapshot named them; None where they are gone or do not verify."""
        promised = snapshot.meta.get(f"{name}.json")
        return self._of_before(name, promised.version, Targets, self._signer_of(name)) if promised else None

    def earlier(self, version: int) -> Snapshot | None:
        """An earlier snapshot; None where it is gone or no longer verifies."""
        return self._of_before(SNAPSHOT, version, Snapshot, self._chain.root)

    def _of_before(
        self, name: str, version: int, kind: type[Earlier], signer: Root | Targets
    ) -> Earlier | None:
        data = self._read(name, version)
        try:
            metadata = Metadata[Earlier].from_bytes(data) if data else None
            if (
                metadata is None
                or not isinstance(metadata.signed, kind)
                or metadata.signed.version != version
            ):
                return None
            signer.verify_delegate(name, metadata.signed_bytes, metadata.signatures)
        except (DeserializationError, UnsignedMetadataError):
            return None
        return metadata.signed

    def save(self, keyring: Keyring, now: datetime, publication: Mapping[str, str]) -> tuple[str, ...]:
        """Sign and write what was changed: roles, the snapshot, then the timestamp, a new root last.

        What a root signs, the keys of the one before sign too where they are here: so whoever finds the
        timestamp of now beside that root, after a power cut or on the way, still has a feed that holds.
        `publication` is a note for the history: who did what. Returns the names of the files written.

        Raises:
            KeysError: a key is missing or does not open; nothing was written.
        """
        self.unlock(keyring)
        root, former = self._signed_root(keyring, now), self._chain.root
        files: list[tuple[str, bytes]] = []
        snapshot = copy.deepcopy(self._chain.snapshot)
        for name, targets in sorted(self._changed.items()):
            renew(targets, name, now)
            own = former if name == TARGETS else None
            files.append(signed_file(name, targets, [self._signer_of(name)], keyring, own))
            snapshot.meta[f"{name}.json"] = MetaFile(version=targets.version)
        renew(snapshot, SNAPSHOT, now)
        snapshot.unrecognized_fields[PUBLICATION] = {"at": now.isoformat(), **publication}
        timestamp = copy.deepcopy(self._chain.timestamp)
        renew(timestamp, TIMESTAMP, now)
        timestamp.snapshot_meta = MetaFile(version=snapshot.version)
        files.append(signed_file(SNAPSHOT, snapshot, [self.root], keyring, former))
        last = [signed_file(TIMESTAMP, timestamp, [self.root], keyring, former), *root]
        services = {name: each.version for name, each in self._changed.items() if name in SERVICES}
        self._write(files, last)
        for name, version in services.items():
            self._forget(name, version - KEPT)
        return tuple(name for name, _ in (*files, *last))

    def renew(self, keyring: Keyring, now: datetime) -> None:
        """Sign anew the timestamp, and what is past half of its life: of targets and editors if keys open.

        Devices then know that nothing is kept from them. Raises `KeysError` like `save`.
        """
        lasting = (TARGETS, *map(editor_role, self._chain.editors))
        online = (DEVICES, *self._chain.bins.get_roles())
        over = [name for name in (*lasting, *online) if self._is_half_over(name, now)]
        due = [name for name in over if name in online or self._opens(name, keyring)]
        for name in due:
            self.edit(name)
        if due or self._is_half_over(SNAPSHOT, now):
            note = self._chain.snapshot.unrecognized_fields.get(PUBLICATION, {})
            self.save(keyring, now, {**note, "at": note.get("at", now.isoformat())})
            return
        timestamp = copy.deepcopy(self._chain.timestamp)
        renew(timestamp, TIMESTAMP, now)
        self._write([], [signed_file(TIMESTAMP, timestamp, [self.root], keyring)])

    def keep(self, name: str, now: datetime) -> bool:
        """Have a role signed anew by `save` where more than half of its life is over; whether it is."""
        is_due = self._is_half_over(name, now)
        if is_due:
            self.edit(name)
        return is_due

    def _opens(self, name: str, keyring: Keyring) -> bool:
        """Whether a role's key is here and opens."""
        names = keyring.names()
        known = [names[keyid] for keyid in keys_of(self._signer_of(name), name) if keyid in names]
        held = [key for key in known if keyring.holds(key)]
        try:
            keyring.open(held)
        except KeysError:
            return False
        return bool(held)

    def _is_half_over(self, name: str, now: datetime) -> bool:
        signed = self._chain.snapshot if name == SNAPSHOT else self.role(name)
        return signed.expires - now < life(name) / 2

    def unlock(self, keyring: Keyring, roles: Iterable[str] = ()) -> None:
        """Open at once all keys that are here and will sign, for these roles and all that are changed.

        Opening one takes a quarter of a second, and a person who knows its passphrase.
        """
        names = keyring.names()
        signed = [(name, self._signer_of(name)) for name in {*self._changed, *roles}]
        signed += [(SNAPSHOT, self.root), (TIMESTAMP, self.root)]
        wanted = {names.get(keyid, "") for name, signer in signed for keyid in keys_of(signer, name)}
        keyring.open(sorted(name for name in wanted if name and keyring.holds(name)))

    def _write(self, files: list[tuple[str, bytes]], last: list[tuple[str, bytes]]) -> None:
        place_all(self.feed / METADATA, files)
        place_all(self.feed / METADATA, last, in_turn=True)
        self._changed.clear()
        self._root = None
        self._chain = Chain(self._read, self._anchor)

    def _forget(self, name: str, version: int) -> None:
        """Take away a role's files up to a version; where one is gone, those before it are too."""
        while version > 0:
            try:
                (self.feed / METADATA / metadata_name(name, version)).unlink()
            except FileNotFoundError:
                return
            version -= 1

    def _signed_root(self, keyring: Keyring, now: datetime) -> list[tuple[str, bytes]]:
        if self._root is None:
            return []
        renew(self._root, ROOT, now)
        return [signed_file(ROOT, self._root, [self._chain.root, self._root], keyring)]

    def _standing(self, name: str) -> Targets:
        return self._chain.delegated(name, self._signer_of(name, changed=False))

    def _signer_of(self, name: str, *, changed: bool = True) -> Root | Targets:
        """Who says by whom a role is signed."""
        if name == TARGETS:
            return self.root if changed else self._chain.root
        above = DEVICES if name.startswith(f"{DEVICES}-") else TARGETS
        if changed and above in self._changed:
            return self._changed[above]
        return self._chain.devices if above == DEVICES else self._chain.targets

    def _read(self, name: str, version: int) -> bytes | None:
        try:
            return (self.feed / METADATA / metadata_name(name, version)).read_bytes()
        except FileNotFoundError:
            return None


_PATIENCE_S, _GLANCE_S = 10.0, 0.05


@contextmanager
def locked(feed: Path, patience_s: float = _PATIENCE_S) -> Iterator[None]:
    """Keep every other publication out of a feed's folder, so briefly that another can wait for its end.

    Raises `FeedError` where one is still going on after so many seconds.
    """
    try:
        descriptor = os.open(feed / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise FeedError(f"{feed}: this is no feed that can be written: {error.strerror}") from error
    try:
        _take(descriptor, patience_s)
        yield
    except BlockingIOError as error:
        raise FeedError(f"{feed}: another publication is going on; try again when it has ended") from error
    finally:
        os.close(descriptor)


def _take(descriptor: int, patience_s: float) -> None:
    between = threading.Event()  # flock itself waits for ever or not at all
    for _ in range(round(patience_s / _GLANCE_S)):
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        between.wait(_GLANCE_S)
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
