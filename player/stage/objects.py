"""Objects on disk: immutable files named by their SHA-256, checked when first used."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from player.stage.errors import ObjectError

_CHUNK = 2**20
_MOST_VERIFIED = 8_192


class Objects:
    """The objects under `folder/<aa>/<sha256>`. Safe to use from several threads.

    `barred` holds names of objects, and ids of items, that made a player die: they are not touched. With
    `removes`, a damaged object is taken off the disk, so that the agent fetches it again.
    """

    def __init__(self, folder: Path, *, removes: bool = False) -> None:
        self._folder, self._removes = folder, removes
        self._verified: dict[str, tuple[int, int]] = {}
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
        path = self._folder / name[:2] / name
        try:
            found = path.stat()
            changed = found.st_mtime_ns, found.st_size
            if self._verified.get(name) == changed:
                return path
            digest = _sha256(path)
        except OSError as error:
            raise ObjectError(f"object {name[:12]}… cannot be read: {error.strerror}") from error
        if digest != name:
            if self._removes:
                with suppress(OSError):  # on a disk that cannot be written it stays, and stays refused
                    path.unlink()
            raise ObjectError(f"object {name[:12]}… is damaged: its content hashes to {digest[:12]}…")
        if len(self._verified) >= _MOST_VERIFIED:
            self._verified.clear()
        self._verified[name] = changed
        return path


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
