"""What a power cut may leave of a disk, at its worst: all that was not made durable is lost or empty.

Nothing here is more than POSIX allows: bytes that nobody synced may be missing or zero, and names given in a
folder that nobody synced may be as they were before. Real file systems lose less.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from random import Random
from typing import Any


def inodes(folder: Path) -> dict[int, int]:
    """The files of a folder, with their sizes: all this has been on the disk for long."""
    found = (file.lstat() for file in folder.rglob("*") if file.is_file() or file.is_symlink())
    return {entry.st_ino: entry.st_size for entry in found}


def cut(folder: Path, settled: dict[int, int], log: Path, chance: Random) -> None:
    """Take from a folder what a process, whose steps are in `log`, had not made durable."""
    rows = [json.loads(line) for line in log.read_bytes().splitlines()] if log.exists() else []
    durable = settled | {row["data"]: row["size"] for row in rows if "data" in row}
    _lose_names(rows, chance)
    for file in sorted(folder.rglob("*")):
        if file.is_symlink() or not file.is_file():
            continue
        entry = file.stat()
        kept = durable.get(entry.st_ino, 0)
        if kept >= entry.st_size:
            continue
        os.truncate(file, kept)
        if chance.random() < 0.5:
            os.truncate(file, entry.st_size)


def _lose_names(rows: list[dict[str, Any]], chance: Random) -> None:
    """Take back the last of the names that were given in folders which nobody synced since."""
    loose: list[dict[str, Any]] = []
    for row in rows:
        if "names" in row:
            loose = [one for one in loose if not _is_in(one, row["names"])]
        elif "to" in row:
            loose.append(row)
    for row in reversed(loose[chance.randint(0, len(loose)) :]):
        source, target = Path(row["from"]), Path(row["to"])
        if not os.path.lexists(target):
            continue
        target.rename(source)
        if row["before"]:
            os.link(row["before"], target, follow_symlinks=False)


def _is_in(row: dict[str, Any], folder: str) -> bool:
    return str(Path(row["to"]).parent) == folder
