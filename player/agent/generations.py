"""Generations: written whole beside, then renamed, then pointed at; the old ones go."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from player.state import LATEST, PLAYING, State
from playlists.durable import point, sync_folder

_NEW = ".new"


def number_of(state: State, name: str) -> int | None:
    """The number of the generation behind a link, or None where it leads nowhere."""
    link = state.generations / name
    try:
        target = link.readlink().name
    except OSError:
        return None
    return int(target) if target.isdecimal() and link.is_dir() else None


def numbers(state: State) -> list[int]:
    """The generations that are there, the oldest first."""
    return sorted(int(file.name) for file in state.generations.glob("*") if file.name.isdecimal())


def write(state: State, metadata: Mapping[str, bytes], documents: Mapping[str, bytes]) -> int:
    """Put a new generation, whose objects are there, in place, and let `latest` name it. Raises `OSError`."""
    number = max([0, *numbers(state)]) + 1
    folder = state.generations / _NEW
    if folder.exists():
        shutil.rmtree(folder)
    for kind, files in (("metadata", metadata), ("documents", documents)):
        (folder / kind).mkdir(parents=True)
        for name, data in files.items():
            _write(folder / kind / name, data)
        sync_folder(folder / kind)
    sync_folder(folder)
    folder.rename(state.generations / str(number))
    sync_folder(state.generations)
    point(state.generations / LATEST, str(number))
    return number


def drop_old(state: State, keep: int) -> None:
    """Remove all but the newest generations, the latest and the one that plays."""
    kept = {*numbers(state)[-keep:], number_of(state, LATEST), number_of(state, PLAYING)}
    for number in numbers(state):
        if number not in kept:
            shutil.rmtree(state.generations / str(number))


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
