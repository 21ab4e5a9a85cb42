"""Whether signed metadata hold, and what they say: bytes in, values out, no network, no clock.

The rules are those of TUF's client workflow (specification 1.0, §5.3-5.6), but for expiry: it gates what a
device newly accepts, and that is asked of `Trusted.expired`. What was accepted is verified at every start.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import TypeVar

import msgspec
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Root, Snapshot, SuccinctRoles, TargetFile, Targets, Timestamp
from tuf.api.serialization import DeserializationError

from playlists.errors import FeedError
from playlists.feed.head import Head, read_custom
from playlists.feed.tree import (
    APPROVALS_NEEDED,
    DEVICES,
    EDITOR_PREFIX,
    ROOT,
    SNAPSHOT,
    TARGETS,
    TIMESTAMP,
    campaign_target,
    device_target,
)

Role = TypeVar("Role", Root, Timestamp, Snapshot, Targets)
Fetch = Callable[[str, int], bytes | None]
"""Gives the bytes of a role at a version (0: the newest there is), or None where they are not to be had."""


class Pointer(msgspec.Struct, frozen=True, kw_only=True):
    """A file that metadata promise: its SHA-256 and its size in bytes."""

    sha256: str
    bytes: int


class Trusted(msgspec.Struct, frozen=True, kw_only=True):
    """What verified metadata say for one device.

    `campaigns` holds the approvals of each editor by campaign; `versions` and `expires` go by role. `head`
    is None where the feed does not know the device.
    """

    head: Head | None
    campaigns: dict[str, dict[str, Pointer]]
    approvals_needed: int
    versions: dict[str, int]
    expires: dict[str, datetime]

    def expired(self, at: datetime) -> tuple[str, ...]:
        """The roles whose time is over at an instant."""
        return tuple(role for role, end in self.expires.items() if end <= at)


class Chain:
    """Metadata followed from the anchor: each step is taken only from one that has been verified.

    `anchor` is the root that was installed with the player, of any earlier version. All methods raise
    `FeedError` where something is missing, is not signed by those who may, or does not fit the rest.
    """

    def __init__(self, fetch: Fetch, anchor: bytes) -> None:
        self._fetch = fetch
        self.versions: dict[str, int] = {}
        self.expires: dict[str, datetime] = {}
        self.root = self._newest_root(anchor)
        self._note(ROOT, self.root)
        self.timestamp = self._signed(TIMESTAMP, 0, Timestamp, self.root)
        self.snapshot = self._signed(SNAPSHOT, self.timestamp.snapshot_meta.version, Snapshot, self.root)
        self.targets = self.delegated(TARGETS, self.root)

    @cached_property
    def devices(self) -> Targets:
        """The role of devices, followed when it is first needed: what changes quickly does without."""
        return self.delegated(DEVICES, self.targets)

    @property
    def bins(self) -> SuccinctRoles:
        """The bins of devices."""
        found = self.devices.delegations.succinct_roles if self.devices.delegations else None
        if found is None:
            raise FeedError("the feed’s metadata do not hold: the role of devices has no bins")
        return found

    @property
    def editors(self) -> tuple[str, ...]:
        """The editors who may approve, in the order of the delegation."""
        roles = self.targets.delegations.roles if self.targets.delegations else None
        found = (role for role in roles or () if role.startswith(EDITOR_PREFIX))
        return tuple(role.removeprefix(EDITOR_PREFIX) for role in found)

    @property
    def approvals_needed(self) -> int:
        """How many editors must have approved what reaches the glass."""
        needed = self.targets.unrecognized_fields.get(APPROVALS_NEEDED)
        if not isinstance(needed, int) or needed < 1:
            raise FeedError("the feed’s metadata do not hold: targets do not say how many must approve")
        return needed

    def delegated(self, name: str, signer: Root | Targets) -> Targets:
        """The targets of a role, signed by those whom `signer` names for it."""
        promised = self.snapshot.meta.get(f"{name}.json")
        if promised is None:
            raise FeedError(f"the feed’s metadata are not whole: the snapshot does not name {name}")
        return self._signed(name, promised.version, Targets, signer)

    def head(self, device: str) -> Head | None:
        """The head of a device, or None where the feed does not know it."""
        target = device_target(device)
        found = self.delegated(self.bins.get_role_for_target(target), self.devices).targets.get(target)
        return None if found is None else read_head(device, found)

    def campaigns(self, editor: str) -> dict[str, Pointer]:
        """What an editor approved, by campaign."""
        prefix = campaign_target(editor, "")
        return {
            path.removeprefix(prefix): Pointer(sha256=target.hashes["sha256"], bytes=target.length)
            for path, target in self.delegated(EDITOR_PREFIX + editor, self.targets).targets.items()
            if path.startswith(prefix) and "sha256" in target.hashes
        }

    def _newest_root(self, anchor: bytes) -> Root:
        root = _parsed(ROOT, anchor, Root)
        _check(root.signed, ROOT, root)
        while data := self._fetch(ROOT, root.signed.version + 1):
            newer = _parsed(ROOT, data, Root)
            _check(root.signed, ROOT, newer)
            _check(newer.signed, ROOT, newer)
            _require_version(ROOT, newer.signed.version, root.signed.version + 1)
            root = newer
        return root.signed

    def _signed(self, name: str, version: int, kind: type[Role], signer: Root | Targets) -> Role:
        data = self._fetch(name, version)
        if data is None:
            raise FeedError(f"the feed’s metadata are not whole: {name} {version or ''} is missing")
        metadata = _parsed(name, data, kind)
        _check(signer, name, metadata)
        if version:
            _require_version(name, metadata.signed.version, version)
        self._note(name, metadata.signed)
        return metadata.signed

    def _note(self, name: str, signed: Root | Timestamp | Snapshot | Targets) -> None:
        self.versions[name], self.expires[name] = signed.version, signed.expires


def verify(fetch: Fetch, anchor: bytes, device: str) -> Trusted:
    """What a set of metadata says for a device. Raises `FeedError`, as `Chain` does."""
    chain = Chain(fetch, anchor)
    return Trusted(
        head=chain.head(device),
        campaigns={editor: chain.campaigns(editor) for editor in chain.editors},
        approvals_needed=chain.approvals_needed,
        versions=chain.versions,
        expires=chain.expires,
    )


def read_root(data: bytes) -> Root:
    """A root that signs itself, as an anchor must. Raises `FeedError`."""
    root = _parsed(ROOT, data, Root)
    _check(root.signed, ROOT, root)
    return root.signed


def read_head(device: str, target: TargetFile) -> Head:
    """The head in a device's target. Raises `FeedError`."""
    try:
        return read_custom(target.custom, target.hashes["sha256"], target.length)
    except (msgspec.DecodeError, KeyError) as error:
        raise FeedError(f"the feed’s metadata do not hold: the head of {device}: {error}") from error


def _parsed(name: str, data: bytes, kind: type[Role]) -> Metadata[Role]:
    try:
        metadata = Metadata[Role].from_bytes(data)
    except DeserializationError as error:
        raise FeedError(f"the feed’s metadata do not hold: {name} cannot be read") from error
    if not isinstance(metadata.signed, kind):
        raise FeedError(f"the feed’s metadata do not hold: {name} is no {kind.type}")
    return metadata


def _check(signer: Root | Targets, name: str, metadata: Metadata[Role]) -> None:
    try:
        signer.verify_delegate(name, metadata.signed_bytes, metadata.signatures)
    except (RepositoryError, ValueError) as error:
        raise FeedError(f"the feed’s metadata do not hold: {error}") from error


def _require_version(name: str, found: int, promised: int) -> None:
    if found != promised:
        raise FeedError(f"the feed’s metadata do not hold: {name} is of version {found}, not {promised}")
