"""What a typesetter measured, kept between runs in one file of the cache, of each edition of the layouts."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

import layouts
from device_profiles.decoding import from_msgpack
from playlists.compile.typesetter import Measures, Typesetter
from playlists.durable import put

_FOLDER = "measures"
_MOST_BYTES = 16 * 2**20


def recall(cache: Path) -> Typesetter:
    """A typesetter that knows what earlier runs measured. A file that cannot be read counts as none."""
    try:
        file = _file(cache)
        known = (
            from_msgpack(file.read_bytes(), Measures) if file.stat().st_size <= _MOST_BYTES else Measures()
        )
    except (OSError, msgspec.DecodeError):
        known = Measures()
    return Typesetter(known=known)


def remember(cache: Path, typesetter: Typesetter) -> None:
    """Keep what a typesetter measured, in the place of what other editions of the layouts left."""
    file = _file(cache)
    data = msgspec.msgpack.encode(typesetter.known)
    if len(data) > _MOST_BYTES or (file.is_file() and file.stat().st_size == len(data)):
        return
    for old in file.parent.glob("*"):
        if old != file:
            old.unlink(missing_ok=True)
    put(file, data, durable=False)


def _file(cache: Path) -> Path:
    """The file for the layouts as they are now: code, type and pictograms, by size and time of change."""
    folder = Path(layouts.__file__).parent
    told = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            status = path.stat()
            told.append((str(path.relative_to(folder)), status.st_size, status.st_mtime_ns))
    return cache / _FOLDER / hashlib.sha256(msgspec.msgpack.encode(told)).hexdigest()
