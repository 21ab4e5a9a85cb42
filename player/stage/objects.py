"""Objects on disk: immutable files named by their SHA-256, checked when first used."""

from __future__ import annotations

import hashlib
from pathlib import Path

from player.stage.errors import ObjectError

_CHUNK = 2**20


class Objects:
    """The objects under `folder/<aa>/<sha256>`. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._verified: dict[str, float] = {}

    def path(self, name: str) -> Path:
        """The file of the object `name`; its bytes are hashed at the first use and when the file changed.

        Raises:
            ObjectError: no such file, or its content does not have the hash in its name.
        """
        path = self._folder / name[:2] / name
        try:
            changed = path.stat().st_mtime
            if self._verified.get(name) == changed:
                return path
            digest = _sha256(path)
        except OSError as error:
            raise ObjectError(f"object {name[:12]}… cannot be read: {error.strerror}") from error
        if digest != name:
            raise ObjectError(f"object {name[:12]}… is damaged: its content hashes to {digest[:12]}…")
        self._verified[name] = changed
        return path


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
