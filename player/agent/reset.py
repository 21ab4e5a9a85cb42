"""A device becomes a box again: everything goes, its key last; and what is left is counted, not supposed.

The marker `reset.json` is there from the first step to the last: a device that loses its power in between
goes on with it when it starts again.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from device_profiles.decoding import from_json
from player.state import State
from player.status import SUPERVISOR
from playlists.durable import put, sync_folder


class Wiped(msgspec.Struct, frozen=True, kw_only=True):
    """What is left in the state directory of a device that was wiped: 0 of each."""

    files_left: int
    objects_left: int
    generations_left: int


class Marker(msgspec.Struct, frozen=True, kw_only=True):
    """A reset that is under way, since when; `said` tells that central was told, or told often enough."""

    since: datetime
    said: bool = False


def begin(state: State, at: datetime) -> None:
    """From now on this device is being wiped. Raises `OSError`.

    On a full disk the marker takes the room of pictures and films, which go anyway; a kill before it is there
    costs the device no more than to fetch them again.
    """
    marker = msgspec.json.encode(Marker(since=at))
    try:
        put(state.resetting, marker)
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        for folder in (state.incoming, state.objects):
            shutil.rmtree(folder, ignore_errors=True)
        put(state.resetting, marker)


def wipe(state: State, farewell: Callable[[Wiped], object] | None = None) -> Wiped:
    """Wipe all that this device has and is; `farewell` is said while there still is a key to sign it.

    No agent and no stage may be at work in the directory: they would put back what they know. What may stay:
    the locks, and what the supervisor says of its processes. Raises `OSError`.
    """
    marker = _marker(state)
    for entry in list(_content(state)):
        _remove(entry)
    wiped = left(state)
    if farewell is not None and not marker.said and state.device_key.exists():
        farewell(wiped)
    put(state.resetting, msgspec.json.encode(msgspec.structs.replace(marker, said=True)))
    for file in _identity(state):
        file.unlink(missing_ok=True)
    sync_folder(state.root)
    state.resetting.unlink(missing_ok=True)
    sync_folder(state.root)
    return left(state)


def left(state: State) -> Wiped:
    """What is left beside the identity: counted on the disk."""
    files = sum(1 for entry in _content(state) for _ in _files(entry))
    objects = sum(1 for entry in (state.objects, state.incoming) for _ in _files(entry))
    generations = sum(1 for _ in _files(state.generations))
    return Wiped(files_left=files, objects_left=objects, generations_left=generations)


def _marker(state: State) -> Marker:
    """The marker in place; put there where it is missing."""
    with suppress(FileNotFoundError, msgspec.DecodeError):
        return from_json(state.resetting.read_bytes(), Marker)
    marker = Marker(since=datetime.fromtimestamp(0, UTC))
    put(state.resetting, msgspec.json.encode(marker))
    return marker


def _identity(state: State) -> tuple[Path, ...]:
    """Who the device is, the key first: without it the rest is only paper."""
    return state.device_key, state.pairing_key, state.enrolment, state.root_of_trust


def _content(state: State) -> Iterator[Path]:
    """Whatever lies in the state directory but the identity, the marker and what living processes hold."""
    held = {state.lock, state.stage_lock, state.root / "play.lock", state.status / SUPERVISOR, state.pairing}
    kept = {*_identity(state), state.resetting, *held}
    with suppress(FileNotFoundError):
        for entry in state.root.iterdir():
            if entry == state.status:
                yield from (file for file in entry.iterdir() if file not in kept)
            elif entry not in kept:
                yield entry


def _remove(entry: Path) -> None:
    if entry.is_dir() and not entry.is_symlink():
        shutil.rmtree(entry)
    else:
        entry.unlink(missing_ok=True)


def _files(entry: Path) -> Iterator[Path]:
    """The files below a path, or itself."""
    if not entry.is_dir() or entry.is_symlink():
        yield from (entry,) if os.path.lexists(entry) else ()
        return
    for folder, folders, names in os.walk(entry):
        yield from (Path(folder) / name for name in names)
        yield from (Path(folder) / name for name in folders if (Path(folder) / name).is_symlink())
