"""Objects on disk: immutable files named by their SHA-256, checked when first used."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from player.stage.errors import ObjectError

_Stamp = tuple[int, int]
_CHUNK = 2**20
_MOST_VERIFIED = 8_192
_MOST_REFUSED = 256


class Objects:
    """The objects under `folder/<aa>/<sha256>`. Safe to use from several threads.

    `barred` holds names of objects, and ids of items, that made a player die: they are not touched. With
    `removes`, a damaged object is taken off the disk, so that the agent fetches it again.
    """

    def __init__(self, folder: Path, *, removes: bool = False) -> None:
        self._folder, self._removes = folder, removes
        self._verified: dict[str, _Stamp] = {}
        self._refused: dict[str, _Stamp | None] = {}
        self.barred: frozenset[str] = frozenset()

    def require_free(self, name: str) -> None:
        """Raise `ObjectError` if an object or item is barred."""
        if name in self.barred:
            raise ObjectError(f"{name[:40]} is in quarantine: a player died of it")

    def path(self, name: str) -> Path:
        """The file of the object `name`; its bytes are hashed at the first use and when the file changed.

        Raises:
            ObjectError: no such file, or its content does not have the hash in its name.
        """
        self.require_free(name)
        path, changed = self._path(name), None
        try:
            changed = _stamp(path)
            if self._verified.get(name) == changed:
                return path
            digest = _sha256(path)
        except OSError as error:
            self._refuse(name, changed)
            raise ObjectError(f"object {name[:12]}… cannot be read: {error.strerror}") from error
        if digest != name:
            self._refuse(name, changed)
            if self._removes:
                with suppress(OSError):  # on a disk that cannot be written it stays, and stays refused
                    path.unlink()
            raise ObjectError(f"object {name[:12]}… is damaged: its content hashes to {digest[:12]}…")
        if len(self._verified) >= _MOST_VERIFIED:
            self._verified.clear()
        self._verified[name] = changed
        return path

    def bytes_of(self, name: str) -> bytes | None:
        """The content of the object `name`; None where it cannot be had. Not for large ones."""
        try:
            return self.path(name).read_bytes()
        except (ObjectError, OSError):
            return None

    @property
    def lacks(self) -> bool:
        """Whether something was asked for that could not be used."""
        return bool(self._refused)

    def returned(self) -> bool:
        """Whether some of that is there now, or another file; told once. Touches the disk."""
        found = [name for name, stamp in self._refused.copy().items() if self._now(name) not in (None, stamp)]
        for name in found:
            self._refused.pop(name, None)
        return bool(found)

    def _refuse(self, name: str, stamp: _Stamp | None) -> None:
        if len(self._refused) >= _MOST_REFUSED:
            self._refused.clear()
        self._refused[name] = stamp

    def _now(self, name: str) -> _Stamp | None:
        try:
            return _stamp(self._path(name))
        except OSError:
            return None

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name


def _stamp(path: Path) -> _Stamp:
    """What changes when somebody writes to a file."""
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
