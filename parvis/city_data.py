"""City data on this machine: what `parvis sources fetch` keeps of a source, or else what its sample says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from parvis.opening import open_library
from parvis.settings import cache_folder
from playlists.documents import Availability, Batch, Departure
from playlists.errors import SourceError
from playlists.living import Filling, filled, fillings, step_of
from playlists.living_choice import midnight
from playlists.media.library import Library
from playlists.program import Program
from playlists.sources.darkroom import Darkroom
from playlists.sources.limits import LIMITS
from playlists.sources.refresh import Keep, Refresher
from playlists.sources.samples import sampled
from playlists.sources.values import Develop, Reader
from playlists.sources.written import Image
from playlists.workspace.model import Workspace
from playlists.workspace.whereabouts import city_of

Memo = dict[object, Batch | None]
_MOST_REMEMBERED = 500


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


def kept_batches(
    workspace: Workspace, at: datetime, develop: Develop | None = None, memo: Memo | None = None
) -> tuple[Batch, ...]:
    """What is kept of each source and may be shown at an instant, or else its sample, if that can be read.

    `memo` remembers samples that say the same all day: a calendar takes half a second to read.
    """
    zone = ZoneInfo(workspace.site.time_zone)
    refresher = Refresher(workspace.sources, Keep(keep_of(workspace.root)), zone, lambda: at, LIMITS)
    reader = Reader(at, zone, city_of(workspace))
    samples = _Samples(workspace, develop, {} if memo is None else memo)
    found = (each.batch or samples.get(each.source, reader) for each in refresher.standing())
    return tuple(batch for batch in found if batch)


class _Samples:
    """The samples of a workspace, each read once for each step, or for each day if it is of the day."""

    def __init__(self, workspace: Workspace, develop: Develop | None, memo: Memo) -> None:
        self._workspace, self._develop, self._memo = workspace, develop, memo

    def get(self, name: str, reader: Reader) -> Batch | None:
        """What a source's sample says; None where it has none that can be read."""
        source = self._workspace.sources[name]
        if source.sample is None or source.sort in {Availability, Departure}:
            return self._read(name, reader)
        day = midnight(reader.at, reader.zone.key)
        file = self._workspace.root / source.sample.file
        key = name, repr(source), day, _mark(file)
        if key not in self._memo:
            if len(self._memo) > _MOST_REMEMBERED:
                self._memo.clear()
            self._memo[key] = self._read(name, Reader(day, reader.zone, reader.city))
        found = self._memo[key]
        if found is None:
            return None
        documents = tuple(replace(document, updated=None) for document in found.documents)
        return replace(found, fetched=reader.at, documents=documents)

    def _read(self, name: str, reader: Reader) -> Batch | None:
        try:
            source, root = self._workspace.sources[name], self._workspace.root
            return sampled(name, source, root, reader, self._develop)
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
        self._memo: Memo = {}
        self._made: WeakKeyDictionary[Program, tuple[object, tuple[Filling, ...], Program]] = (
            WeakKeyDictionary()
        )

    def batches(self, workspace: Workspace, at: datetime) -> tuple[Batch, ...]:
        """What is kept of each source, or its sample, at the step of an instant."""
        key = id(workspace), step_of(at), _mark(keep_of(workspace.root))
        if key != self._key:
            self._key, self._workspace = key, workspace
            develop = darkroom_of(self._library, workspace.root).develop
            self._batches = kept_batches(workspace, step_of(at), develop, self._memo)
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


def _mark(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
