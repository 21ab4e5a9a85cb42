"""The newest metadata of the feed: fetched by TUF's client, durable, never rolled back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import msgspec
from tuf.api.exceptions import (
    DownloadError,
    DownloadHTTPError,
    ExpiredMetadataError,
    RepositoryError,
)
from tuf.api.metadata import Targets
from tuf.ngclient import FetcherInterface, Updater, UpdaterConfig

from device_profiles.decoding import from_json
from player.agent.errors import FetchError, RefusedError, StaleError
from player.agent.limits import Limits
from player.agent.source import Source, read
from player.state import LATEST, State
from playlists.durable import put
from playlists.errors import FeedError
from playlists.feed import dispatch
from playlists.feed.approval import SITE
from playlists.feed.tree import (
    EDITOR_PREFIX,
    EDITORS,
    METADATA,
    ROOT,
    TIMESTAMP,
    campaign_target,
    device_target,
)
from playlists.feed.trust import Trusted, verify

_HISTORY = "root_history"
_ANY = "board"


class Bundle(msgspec.Struct, frozen=True, kw_only=True):
    """Verified metadata: what they say, and the files that say it, named as a generation names them."""

    trusted: Trusted
    files: dict[str, bytes]


class Fetcher(FetcherInterface):
    """TUF's way to the feed: paths below it, in memory, bounded."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self._source, self._limits = source, limits

    def _fetch(self, url: str) -> Iterator[bytes]:
        yield self.download_bytes(url, UpdaterConfig().targets_max_length)

    def download_bytes(self, url: str, max_length: int) -> bytes:
        """A file of metadata. Raises `DownloadError`, caused by the `FetchError`."""
        try:
            return read(self._source, url, max_length, self._limits.small_s)
        except RefusedError as error:
            raise DownloadHTTPError(str(error), error.status) from error
        except FetchError as error:
            raise DownloadError(str(error)) from error


class DurableUpdater(Updater):
    """TUF's client whose files survive a power cut, at an instant that is given, for one device."""

    def __init__(self, folder: Path, fetcher: Fetcher, anchor: bytes, at: datetime) -> None:
        super().__init__(str(folder), METADATA, fetcher=fetcher, bootstrap=anchor)
        self._trusted_set.reference_time = at

    def promised(self, role: str) -> tuple[int, int, int] | None:
        """The versions of root, targets and a role, as the top-level metadata name them; None without it."""
        there = self._trusted_set.snapshot.meta.get(f"{role}.json")
        targets = cast("Targets", self._trusted_set["targets"])
        roles = targets.delegations.roles if targets.delegations else None
        if there is None or role not in (roles or {}):
            return None
        return self._trusted_set.root.version, targets.version, there.version

    def follow(self, role: str) -> None:
        """Bring the metadata of a role that lists no targets."""
        self.get_targetinfo(f"{role}/{_ANY}")

    def load(self, device: str) -> None:
        """Bring everything that concerns the device: its bin, and each editor's approvals."""
        self.get_targetinfo(device_target(device))
        targets = cast("Targets", self._trusted_set["targets"])
        roles = targets.delegations.roles if targets.delegations else None
        editors = [role for role in roles or () if role.startswith(EDITOR_PREFIX)]
        if len(editors) > EDITORS:
            raise RepositoryError(f"{len(editors)} editors; at most {EDITORS} are looked at")
        for role in editors:
            try:
                self.get_targetinfo(campaign_target(role.removeprefix(EDITOR_PREFIX), SITE))
            except ExpiredMetadataError:
                if version_in(Path(self._dir) / f"{role}.json") != self._promised(role):
                    raise  # else it was accepted in its time: that keeps nobody else waiting

    def _promised(self, role: str) -> int:
        return self._trusted_set.snapshot.meta[f"{role}.json"].version

    def _persist_file(self, filename: str, data: bytes) -> None:
        path = Path(filename)
        try:
            is_there = path.read_bytes() == data
        except OSError:
            is_there = False
        if not is_there:
            put(path, data)

    def _update_root_symlink(self) -> None:
        """The anchor is always given, so nobody reads this link, and it could not be changed atomically."""


First = Callable[[DurableUpdater], None]
"""What is done with the top-level metadata before anything else is asked for."""


def refresh(
    state: State,
    source: Source,
    anchor: bytes,
    device: str | None,
    *,
    at: datetime,
    limits: Limits,
    first: First,
) -> None:
    """Bring `trusted/` up to date: what is `first`, then what concerns the device, if one is named.

    Raises:
        FetchError: something was not to be had.
        StaleError: the time of what came is over at `at`.
        FeedError: what came is not signed by those who may, is older than what is known, or does not fit.
        OSError: it could not be written.
    """
    try:
        updater = DurableUpdater(state.trusted, Fetcher(source, limits), anchor, at)
        updater.refresh()
        first(updater)
        if device is not None:
            updater.load(device)
    except ExpiredMetadataError as error:
        raise StaleError(str(error)) from error
    except RepositoryError as error:
        raise FeedError(f"the feed’s metadata do not hold: {error}") from error
    except DownloadError as error:
        if isinstance(error.__cause__, FetchError):
            raise error.__cause__ from None
        raise


def bundle(state: State, anchor: bytes, device: str) -> Bundle:
    """What `trusted/` says, verified from the anchor. Raises `FeedError`."""
    files: dict[str, bytes] = {}

    def fetch(role: str, version: int) -> bytes | None:
        name = dispatch.file_name(role, version)
        folder = state.trusted / _HISTORY if role == ROOT else state.trusted
        try:
            files[name] = (folder / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise FeedError(f"{folder / name} cannot be read: {error.strerror}") from error
        return files[name]

    trusted = verify(fetch, anchor, device)
    return Bundle(trusted=trusted, files=files)


def held(state: State, roles: Iterable[str]) -> dict[str, bytes]:
    """The metadata of these roles in `trusted/`, and every root, named as a dispatch names them.

    Raises:
        FeedError: one of them cannot be read.
    """
    files = [
        *(state.trusted / _HISTORY).glob(f"*.{ROOT}.json"),
        *(state.trusted / f"{r}.json" for r in roles),
    ]
    try:
        return {file.name: file.read_bytes() for file in files}
    except OSError as error:
        raise FeedError(f"{error.filename} cannot be read: {error.strerror}") from error


def stamp(state: State) -> bytes:
    """The timestamp in `trusted/`: equal ones stand for equal states of the feed."""
    try:
        return (state.trusted / f"{TIMESTAMP}.json").read_bytes()
    except OSError:
        return b""


def reseed(state: State) -> None:
    """Put back what the disk lost of `trusted/`, from the latest generation and the dispatches in place.

    Of what both hold, the newer counts: nothing older is then accepted.

    Raises:
        OSError: it could not be written.
    """
    for name, data in _kept(state).items():
        root = name.endswith(f".{ROOT}.json")
        place = (state.trusted / _HISTORY if root else state.trusted) / name
        if not _is_json(place):
            put(place, data)


class _Signed(msgspec.Struct, frozen=True):
    version: int


class _Metadata(msgspec.Struct, frozen=True):
    signed: _Signed


def version_in(file: Path) -> int | None:
    """The version of the metadata in a file, as it says; None where there are none."""
    try:
        return from_json(file.read_bytes(), _Metadata).signed.version
    except (OSError, msgspec.DecodeError):
        return None


def _kept(state: State) -> dict[str, bytes]:
    """The newest metadata that generation and dispatches hold, by name."""
    newest: dict[str, tuple[int, bytes]] = {}
    files = (state.generations / LATEST / "metadata").glob("*.json")
    found: list[tuple[str, bytes]] = []
    for file in files:
        with suppress(OSError):
            found.append((file.name, file.read_bytes()))
    for place in state.dispatch("*").parent.glob("*.json"):
        with suppress(OSError, msgspec.DecodeError):
            kept = from_json(place.read_bytes(), dict[str, str])
            found += [(name, text.encode()) for name, text in kept.items()]
    for name, data in found:
        with suppress(msgspec.DecodeError):
            version = from_json(data, _Metadata).signed.version
            if name not in newest or version > newest[name][0]:
                newest[name] = version, data
    return {name: data for name, (_, data) in newest.items()}


def _is_json(path: Path) -> bool:
    try:
        from_json(path.read_bytes(), Any)
    except (OSError, msgspec.DecodeError):
        return False
    return True
