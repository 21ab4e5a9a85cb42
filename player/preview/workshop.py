"""Reading, compiling and checking the workspace in the background; the newest save wins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from player.preview.darkroom import Darkroom, Progress
from player.preview.limits import Limits
from player.preview.newest import Newest, Stale
from player.touch.proof import feeling
from playlists.compile import Compiled, Compiler, Typesetter
from playlists.media.examining import Examining
from playlists.media.library import Library
from playlists.workspace.check import check
from playlists.workspace.load import Loaded, load
from playlists.workspace.problems import Problem

_BEFORE_CHECK_S = 0.25
"""So long the editor must have stopped saving before everything is checked."""


@dataclass(frozen=True, slots=True)
class Order:
    """Read everything again. `first` are the devices to compile first, `today` judges dates."""

    first: tuple[str, ...]
    today: datetime


@dataclass(frozen=True, slots=True)
class Read:
    """The workspace was read."""

    loaded: Loaded


@dataclass(frozen=True, slots=True)
class Made:
    """A device was compiled from what was read last."""

    device: str
    compiled: Compiled


@dataclass(frozen=True, slots=True)
class Done:
    """All devices were compiled."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything was checked."""

    problems: tuple[Problem, ...]


News = Read | Made | Done | Checked | Progress


class Workshop:
    """Works in threads of its own, until `close`; `tell` is called from them."""

    def __init__(
        self,
        folder: Path,
        library: Library,
        workers: int,
        tell: Callable[[News], None],
        limits: Limits,
    ) -> None:
        self._folder = folder
        self._library = library
        self._tell = tell
        self._typesetter, self._inspected = Typesetter(), Typesetter()
        self._darkroom = Darkroom(library, workers, tell, limits.media_known)
        self._inspector: Newest[tuple[Loaded, datetime]] = Newest("inspector", self._check)
        self._compiler: Newest[Order] = Newest("compiler", self._compile)

    def order(self, order: Order) -> None:
        """Read everything again, now."""
        self._compiler.put(order)

    def close(self) -> None:
        """End all threads."""
        self._compiler.close()
        self._inspector.close()
        self._darkroom.close()

    def _compile(self, order: Order, stale: Stale) -> None:
        loaded = load(self._folder)
        self._tell(Read(loaded))
        if loaded.workspace is not None:
            compiler = Compiler(loaded.workspace, self._darkroom.shelf(), self._typesetter)
            known = [name for name in loaded.workspace.devices if compiler.knows(name)]
            for name in sorted(known, key=lambda name: name not in order.first):
                if stale():
                    return
                self._tell(Made(name, compiler.compile(name)))
        self._tell(Done())
        self._inspector.put((loaded, order.today))

    def _check(self, job: tuple[Loaded, datetime], stale: Stale) -> None:
        loaded, today = job
        if not self._inspector.quiet(_BEFORE_CHECK_S):
            return
        shelf, measure = Examining(self._library), feeling(today)
        problems = check(
            loaded,
            today=today,
            shelf=shelf,
            typesetter=self._inspected,
            feel=measure,
            doubt=shelf.doubt,
        )
        if not stale():
            self._tell(Checked(problems))
