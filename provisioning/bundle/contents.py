"""What some devices need of a feed: each file once, verified before it goes anywhere."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from playlists.feed import dispatch, naming, tree
from playlists.feed.bundle import FEED, Kind, Manifest, settings_path
from playlists.feed.files import bytes_of
from playlists.feed.generation import parts
from playlists.feed.publishing.keyring import Keyring
from playlists.feed.publishing.settings import Sealer
from playlists.feed.settings import VOUCHING, Settings
from playlists.feed.trust import Chain, verify


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a bundle: its path below the folder, its SHA-256 and size, its bytes or where they lie."""

    path: str
    sha256: str
    size: int
    data: bytes | None = None
    source: Path | None = None


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """All files of a bundle but the manifest, in the order in which they are written."""

    files: tuple[File, ...]
    manifest: Manifest


class Making(msgspec.Struct, frozen=True, kw_only=True):
    """What a bundle says beside the feed: its id, the addresses of feed and central, its time, its length.

    `nonce` gives a new nonce at each call: 32 hexadecimal digits that nobody can foresee.
    """

    bundle: str
    feed: str
    central: str
    made: datetime
    lasts: timedelta
    nonce: Callable[[], str]


class Gathering:
    """Reads a feed's folder as devices will, and notes each file that they will ask for.

    `anchor` is the feed's first root. All methods raise `FeedError` where the feed does not hold.
    """

    def __init__(self, feed: Path, anchor: bytes) -> None:
        self._feed, self._anchor = feed, anchor
        self._metadata: dict[str, bytes] = {}
        self._vouching: dict[str, bytes] = {}
        self._documents: dict[str, bytes] = {}
        self._objects: dict[str, int] = {}
        self._kinds: dict[str, tuple[Kind, str]] = {}
        self.chain = Chain(self._role, anchor)
        for service in (tree.ALERTS, tree.ORDERS):
            self.chain.delegated(service, self.chain.targets)

    def add(self, device: str) -> None:
        """Note what a device needs."""
        trusted = verify(self._role, self._anchor, device)
        editions = parts(trusted, device, self._document)
        for part in editions:
            self._objects |= naming.objects(part.program)
        newest = editions[-1].program
        place = trusted.head.place if trusted.head else ""
        self._kinds[device] = Kind(profile=newest.profile, family=newest.family), place

    @property
    def sizes(self) -> dict[str, int]:
        """The objects that are needed, with their sizes in bytes."""
        return dict(self._objects)

    def contents(self, making: Making, keyring: Keyring) -> Contents:
        """All files, with signed settings for each device. Raises `KeysError` without the key `orders`."""
        sealer = Sealer(self.chain, self._anchor, self._vouching, keyring)
        settings = [self._settings(device, making, sealer) for device in self._kinds]
        *metadata, timestamp = sorted(self._metadata, key=lambda name: name == f"{tree.TIMESTAMP}.json")
        files = (
            *(self._object(name, size) for name, size in sorted(self._objects.items(), key=_smallest)),
            *(_file(f"{FEED}/{path}", data) for path, data in sorted(self._documents.items())),
            *(_file(f"{FEED}/{tree.METADATA}/{name}", self._metadata[name]) for name in metadata),
            _file(f"{FEED}/{tree.METADATA}/{timestamp}", self._metadata[timestamp]),
            *settings,
        )
        manifest = Manifest(
            bundle=making.bundle,
            devices={device: kind for device, (kind, _) in self._kinds.items()},
            files=len(files),
            bytes=sum(file.size for file in files),
        )
        return Contents(files=files, manifest=manifest)

    def _settings(self, device: str, making: Making, sealer: Sealer) -> File:
        kind, place = self._kinds[device]
        settings = Settings(
            bundle=making.bundle,
            device=device,
            profile=kind.profile,
            family=kind.family,
            place=place,
            feed=making.feed,
            central=making.central,
            made=making.made,
            until=making.made + making.lasts,
            nonce=making.nonce(),
        )
        return _file(settings_path(device), sealer.seal(settings))

    def _role(self, role: str, version: int) -> bytes | None:
        name = tree.metadata_name(role, version)
        if name not in self._metadata:
            data = bytes_of(self._feed / tree.METADATA / name)
            if data is None:
                return None
            self._metadata[name] = data
        if role in VOUCHING:
            self._vouching[dispatch.file_name(role, version)] = self._metadata[name]
        return self._metadata[name]

    def _document(self, sha256: str) -> bytes | None:
        for folder in (tree.PROGRAMS, tree.APPROVALS):
            path = tree.document_path(folder, sha256)
            data = self._documents.get(path) or bytes_of(self._feed / path)
            if data is not None:
                self._documents[path] = data
                return data
        return None

    def _object(self, name: str, size: int) -> File:
        path = tree.object_path(name)
        return File(path=f"{FEED}/{path}", sha256=name, size=size, source=self._feed / path)


def gather(feed: Path, anchor: bytes, devices: Sequence[str], done: Callable[[int], None]) -> Gathering:
    """What these devices need of a feed. `done` is told how many were looked at. Raises `FeedError`."""
    found = Gathering(feed, anchor)
    for number, device in enumerate(devices, start=1):
        found.add(device)
        done(number)
    return found


def known_devices(feed: Path, anchor: bytes) -> dict[str, tuple[str, ...]]:
    """Every device of a feed, with its groups. Raises `FeedError`."""
    found = Gathering(feed, anchor)
    chain = found.chain
    bins: Iterable[str] = chain.bins.get_roles()
    heads = {
        tree.device_of(target): chain.head(tree.device_of(target))
        for name in bins
        for target in chain.delegated(name, chain.devices).targets
    }
    return {device: head.groups for device, head in sorted(heads.items()) if head is not None}


def _file(path: str, data: bytes) -> File:
    return File(path=path, sha256=hashlib.sha256(data).hexdigest(), size=len(data), data=data)


def _smallest(named: tuple[str, int]) -> tuple[int, str]:
    return named[1], named[0]
