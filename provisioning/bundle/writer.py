"""A bundle onto a stick: only what is missing or differs, resumed where it broke off, then read back whole.

The manifest goes first and comes last: a stick that is half written, or whose plug was pulled, has none, and
no box looks at it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

import msgspec

from playlists.durable import put, sync_folder
from playlists.feed.bundle import DEVICES, FAT_BYTES, FEED, FOLDER, MANIFEST, NEXT
from provisioning.bundle.contents import Contents, File
from provisioning.errors import BundleError, NoRoomError

_PART = ".part"
_PIECE = 2**20
_SYNC_BYTES = 8 * 2**20
"""How much of a large file the pulling of the plug may cost."""
_CLUSTER = 32 * 1024
"""What a file may take beyond its bytes: FAT's largest usual cluster."""
_SPARE = 2**20


class Fault(StrEnum):
    """What can be wrong with a stick, or with what is to go on it."""

    NO_STICK = "no-stick"
    LINK = "link"
    LARGE = "large"
    GONE = "gone"
    CHANGED = "changed"
    UNKEPT = "unkept"


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What was done: files written and kept, bytes written, files of before that went."""

    written: int
    kept: int
    bytes: int
    removed: int


Done = Callable[[int], None]
"""Told how many bytes are done, of `Contents.manifest.bytes`."""


def write(to: Path, contents: Contents, *, writing: Done, reading: Done) -> Written:
    """Put a bundle on a stick, and read all of it back from there.

    Raises:
        NoRoomError: the stick is too small; nothing was written.
        BundleError: a file could not be had, or the stick does not keep what is written to it.
        OSError: the stick refuses.
    """
    folder = _folder(to)
    large = next((file for file in contents.files if file.size > FAT_BYTES), None)
    if large:
        raise BundleError(Fault.LARGE, large.path, str(large.size))
    missing = [file for file in contents.files if not _is_there(folder, file)]
    manifest = msgspec.json.encode(contents.manifest)
    if missing or not _holds(folder / MANIFEST, manifest):
        (folder / MANIFEST).unlink(missing_ok=True)
    removed = _tidy(folder, contents.files)
    _require_room(folder, missing)
    done = contents.manifest.bytes - sum(file.size for file in missing)
    writing(done)
    for file in missing:
        _write(folder, file, _beyond(done, writing))
        done += file.size
        writing(done)
    spoilt = _unlike(folder, contents.files, reading)
    if spoilt:
        (folder / MANIFEST).unlink(missing_ok=True)
    for file in spoilt:
        (folder / file.path).unlink(missing_ok=True)
        _write(folder, file, _unseen)
    if still := _unlike(folder, spoilt, _unseen):
        raise BundleError(Fault.UNKEPT, still[0].path)
    put(folder / MANIFEST, manifest)
    again = {file.path for file in (*missing, *spoilt)}
    return Written(
        written=len(again),
        kept=len(contents.files) - len(again),
        bytes=sum(file.size for file in contents.files if file.path in again),
        removed=removed,
    )


def _unseen(_: int) -> None:
    """Nobody is told."""


def _beyond(before: int, told: Done) -> Done:
    """Tells of a part of a file, with all that was done before it."""
    return lambda part: told(before + part)


def _folder(to: Path) -> Path:
    """The bundle's folder on a stick, made where it is not there; a link is not followed."""
    if not to.is_dir():
        raise BundleError(Fault.NO_STICK, str(to))
    folder = to / FOLDER
    for place in (folder, folder / FEED, folder / DEVICES):
        if place.is_symlink():
            raise BundleError(Fault.LINK, str(place))
        place.mkdir(exist_ok=True)
    return folder


def _is_there(folder: Path, file: File) -> bool:
    """Whether a file is there with its size; whether it is right is found out when all is read back."""
    place = folder / file.path
    if file.data is not None:
        return _holds(place, file.data)
    try:
        return place.lstat().st_size == file.size and not place.is_symlink()
    except OSError:
        return False


def _holds(place: Path, data: bytes) -> bool:
    try:
        return not place.is_symlink() and place.stat().st_size == len(data) and place.read_bytes() == data
    except OSError:
        return False


def _require_room(folder: Path, missing: Sequence[File]) -> None:
    needed = sum(file.size + _CLUSTER - _begun(folder, file) for file in missing)
    needed += _SPARE if missing else 0
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise NoRoomError(needed, free)


def _begun(folder: Path, file: File) -> int:
    try:
        return min(_part(folder, file).stat().st_size, file.size)
    except OSError:
        return 0


def _part(folder: Path, file: File) -> Path:
    place = folder / file.path
    return place.with_name(place.name + _PART)


def _tidy(folder: Path, files: Sequence[File]) -> int:
    """Take away what an earlier bundle left, and nothing that no bundle wrote."""
    wanted = {folder / file.path for file in files}
    wanted |= {_part(folder, file) for file in files}
    stale = [path for path in _own(folder) if path not in wanted]
    for path in stale:
        path.unlink()
    return len(stale)


def _own(folder: Path) -> Iterator[Path]:
    """Every file below the bundle's two folders, and what was to be a manifest; no link is followed."""
    for top in (FEED, DEVICES):
        for place, folders, names in os.walk(folder / top):
            folders[:] = [name for name in folders if not Path(place, name).is_symlink()]
            yield from (Path(place, name) for name in names)
    yield from folder.glob(f".{MANIFEST}.*")


def _write(folder: Path, file: File, writing: Done) -> None:
    place, part = folder / file.path, _part(folder, file)
    place.parent.mkdir(parents=True, exist_ok=True)
    if file.data is not None:
        put(place, file.data)
        return
    with part.open("ab") as out:
        if out.tell() > file.size:
            out.truncate(0)
        _copy(file, out, writing)
        out.flush()
        os.fsync(out.fileno())
    part.replace(place)
    sync_folder(place.parent)


def _copy(file: File, out: BinaryIO, writing: Done) -> None:
    start = out.seek(0, os.SEEK_END)
    try:
        source = (file.source or Path()).open("rb")
    except OSError as error:
        raise BundleError(Fault.GONE, file.path, error.strerror or "") from error
    with source:
        if os.fstat(source.fileno()).st_size != file.size:
            raise BundleError(Fault.CHANGED, file.path)
        source.seek(start)
        unsynced = 0
        while piece := source.read(_PIECE):
            out.write(piece)
            unsynced += len(piece)
            if unsynced >= _SYNC_BYTES:
                out.flush()
                os.fdatasync(out.fileno())
                writing(out.tell())
                unsynced = 0


def _unlike(folder: Path, files: Sequence[File], reading: Done) -> list[File]:
    """The files that the stick itself, not the machine's memory, gives back otherwise than they should be."""
    bad, done = [], 0
    for file in files:
        if read_back(folder / file.path, _beyond(done, reading)) != file.sha256:
            bad.append(file)
        done += file.size
        reading(done)
    return bad


def read_back(place: Path, reading: Done) -> str:
    """The SHA-256 of a file as the disk holds it: what memory keeps of it is dropped before."""
    digest = hashlib.sha256()
    try:
        with place.open("rb", buffering=0) as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            while piece := file.read(_PIECE):
                digest.update(piece)
                if file.tell() % _SYNC_BYTES == 0:
                    reading(file.tell())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    except OSError:
        return ""
    return digest.hexdigest()


def set_next(to: Path, device: str) -> None:
    """Write down which device the next box is to become; "" lets it choose again."""
    place = to / FOLDER / NEXT
    if device:
        put(place, f"{device}\n".encode())
    else:
        place.unlink(missing_ok=True)
