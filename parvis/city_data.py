"""City data on this machine: what `parvis sources fetch` keeps of a source, or else what its sample says."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from parvis.opening import open_library
from parvis.settings import cache_folder
from playlists.documents import Batch
from playlists.errors import SourceError
from playlists.living import Filling, filled, fillings, step_of
from playlists.media.library import Library
from playlists.program import Program
from playlists.sources.darkroom import Darkroom
from playlists.sources.limits import LIMITS
from playlists.sources.refresh import Keep, Refresher
from playlists.sources.samples import sampled
from playlists.sources.values import Develop, Reader
from playlists.sources.written import Image
from playlists.workspace.model import Workspace

Fill = Callable[[Workspace, Program, datetime], Program]
"""A program as a device has it at an instant that has the city data of this machine."""


def keep_of(root: Path) -> Path:
    """Where the answers of a workspace's sources are kept."""
    return cache_folder() / "sources" / hashlib.sha256(str(root).encode()).hexdigest()[:16]


def darkroom_of(library: Library, root: Path) -> Darkroom:
    """What prepares the pictures of a workspace's sources."""
    return Darkroom(library, keep_of(root) / "pictures")


@contextmanager
def developing(workspace: Workspace) -> Iterator[Darkroom | None]:
    """What prepares pictures, where any source is one."""
    if not any(isinstance(source, Image) for source in workspace.sources.values()):
        yield None
        return
    with open_library(workspace.root, 1) as library:
        yield darkroom_of(library, workspace.root)


def kept_batches(workspace: Workspace, at: datetime, develop: Develop | None = None) -> tuple[Batch, ...]:
    """What is kept of each source and may be shown at an instant, or else its sample, if that can be read."""
    zone = ZoneInfo(workspace.site.time_zone)
    refresher = Refresher(workspace.sources, Keep(keep_of(workspace.root)), zone, lambda: at, LIMITS)
    reader = Reader(at, zone)
    found = (each.batch or _sample(workspace, each.source, reader, develop) for each in refresher.standing())
    return tuple(batch for batch in found if batch)


def _sample(workspace: Workspace, name: str, reader: Reader, develop: Develop | None) -> Batch | None:
    try:
        return sampled(name, workspace.sources[name], workspace.root, reader, develop)
    except SourceError:
        return None


class CityData:
    """Fills the live items of programs, and keeps what it read until the next step or another answer.

    Pictures of sources are prepared by the library.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._key: object = None
        self._workspace: Workspace | None = None
        """Held, so that no other takes its identity."""
        self._batches: tuple[Batch, ...] = ()
        self._made: WeakKeyDictionary[Program, tuple[object, tuple[Filling, ...], Program]] = (
            WeakKeyDictionary()
        )

    def batches(self, workspace: Workspace, at: datetime) -> tuple[Batch, ...]:
        """What is kept of each source, or its sample, at the step of an instant."""
        key = id(workspace), step_of(at), _mark(keep_of(workspace.root))
        if key != self._key:
            self._key, self._workspace = key, workspace
            develop = darkroom_of(self._library, workspace.root).develop
            self._batches = kept_batches(workspace, step_of(at), develop)
        return self._batches

    def __call__(self, workspace: Workspace, program: Program, at: datetime) -> Program:
        """The program with its live items filled; the same object as long as nothing changes."""
        if not program.is_live:
            return program
        batches = self.batches(workspace, at)
        known = self._made.get(program)
        if known is None or known[0] != self._key:
            found = fillings(program, batches, at)
            same = known is not None and known[1] == found
            made = known[2] if known is not None and same else filled(program, found)
            self._made[program] = (self._key, found, made)
        return self._made[program][2]


def _mark(folder: Path) -> int:
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0
