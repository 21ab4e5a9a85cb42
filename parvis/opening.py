"""Opening a workspace for a command: read, compiled and, where pictures are needed, prepared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from parvis.console import Voice, complain
from parvis.instants import InstantError, parse_instant
from parvis.one_block import OpeningError
from parvis.settings import cache_folder
from parvis.settled import settle_types
from parvis.words import refusal, words
from playlists.compile import Compiler
from playlists.compile.typesetter import Typesetter
from playlists.media.examining import Examining, examine_all
from playlists.media.library import Library
from playlists.media.shelf import Shelf
from playlists.program import Program
from playlists.workspace.heard import media_fault
from playlists.workspace.load import Loaded, load
from playlists.workspace.model import Workspace
from playlists.workspace.problems import did_you_mean


@dataclass(frozen=True, slots=True)
class Opened:
    """A workspace that could be read, with the problems met on the way."""

    workspace: Workspace
    loaded: Loaded

    @property
    def zone(self) -> ZoneInfo:
        """The workspace's time zone."""
        return ZoneInfo(self.workspace.site.time_zone)

    def instant(self, text: str | None, otherwise: datetime) -> datetime:
        """The instant that was typed, or another one.

        Raises:
            OpeningError: it is no instant.
        """
        try:
            return otherwise if text is None else parse_instant(text, self.zone)
        except InstantError as error:
            raise OpeningError(error.said) from error

    def devices(self, ids: Sequence[str]) -> tuple[str, ...]:
        """The devices of these ids; all of them where none is named.

        Raises:
            OpeningError: one of them is not in devices.toml, or has no known profile.
        """
        known = self.workspace.devices
        for name in ids:
            if name not in known:
                hint = did_you_mean(name, known) or words("command.no-device-at-all")
                raise OpeningError(words("command.no-device", name=name, hint=hint))
            if known[name].profile not in self.workspace.profiles:
                raise OpeningError(words("command.no-profile", profile=known[name].profile, name=name))
        usable = (name for name, device in known.items() if device.profile in self.workspace.profiles)
        return tuple(ids) or tuple(usable)


def open_workspace(folder: Path, voice: Voice) -> Opened:
    """Read a workspace; its problems are said on standard error.

    Raises:
        OpeningError: its workspace.toml cannot be used.
    """
    loaded = load(folder)
    voice.complain_of(loaded.problems)
    if loaded.workspace is None:
        raise OpeningError(words("command.no-workspace", folder=str(folder)))
    return Opened(loaded.workspace, loaded)


@contextmanager
def open_library(folder: Path, workers: int = 2) -> Iterator[Library]:
    """The library of a workspace's media, in the cache, with so many decoding processes.

    Raises:
        OpeningError: the cache cannot be used.
    """
    settle_types()
    cache = cache_folder()
    with ExitStack() as stack:
        try:
            library = stack.enter_context(Library(cache, workers, root=folder.resolve()))
        except OSError as error:
            raise OpeningError(words("command.no-cache", folder=str(cache), reason=refusal(error))) from error
        yield library


def compiled(
    workspace: Workspace, devices: Iterable[str], shelf: Shelf, typesetter: Typesetter | None = None
) -> dict[str, Program]:
    """The programs of devices from a shelf, by id."""
    compiler = Compiler(workspace, shelf, typesetter or Typesetter())
    return {name: compiler.compile(name).program for name in devices}


def examined(
    workspace: Workspace, devices: Sequence[str], library: Library, voice: Voice
) -> dict[str, Program]:
    """The programs of devices as they will play: media are decoded for real, but not prepared."""
    looking, typesetter = library.looking(), Typesetter()
    compiled(workspace, devices, looking, typesetter)
    decode_all(library, [want.path for want in looking.wants], voice)
    return compiled(workspace, devices, Examining(library), typesetter)


def decode_all(library: Library, files: Iterable[Path], voice: Voice) -> None:
    """Decode media ahead, with progress; what cannot be decoded is told by the shelf that examines it."""
    paths = tuple(dict.fromkeys(files))
    with voice.progress("command.decoding", len(paths)) as done:
        examine_all(library, paths, done)


def prepared(
    workspace: Workspace,
    devices: Sequence[str],
    library: Library,
    voice: Voice,
    typesetter: Typesetter | None = None,
) -> dict[str, Program]:
    """The programs of devices with all their media prepared; what cannot be is said and left out."""
    finished, typesetter = library.finished(), typesetter or Typesetter()
    programs = compiled(workspace, devices, finished, typesetter)
    if not finished.wants:
        return programs
    with voice.progress("command.preparing", len(finished.wants)) as done:
        problems = library.prepare_all(finished.wants, lambda state: done(state.done))
    for message, hint in dict.fromkeys(media_fault(error) for error in problems.values()):
        complain(f"{message.to(voice.language)} {hint.to(voice.language)}")
    return compiled(workspace, devices, library.prepared(), typesetter)
