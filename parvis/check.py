"""`parvis check`: every mistake and warning of a workspace at once."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from parvis.console import FAILED, GOOD, complain, count, progress, say, say_json
from parvis.opening import Opened, in_one_block, now, open_library
from playlists.media.examining import Examining, examine_all
from playlists.media.library import Library
from playlists.workspace.check import check
from playlists.workspace.load import Loaded, load
from playlists.workspace.media import named_media
from playlists.workspace.problems import Problem, Severity
from playlists.workspace.tables import printable


def check_workspace(folder: Path, *, at: str | None, as_json: bool) -> int:
    """Print the problems of a workspace as judged at an instant; 1 where there is an error."""
    return in_one_block(lambda: _check(folder, at, as_json=as_json))


def examined(loaded: Loaded, library: Library, today: datetime) -> tuple[Problem, ...]:
    """The problems of a workspace, all its media decoded for real."""
    if loaded.workspace is not None:
        paths = named_media(loaded.workspace)
        with progress("Decoding media", len(paths)) as done:
            examine_all(library, paths, done)
    return check(loaded, today=today, shelf=Examining(library))


def _check(folder: Path, at: str | None, *, as_json: bool) -> int:
    loaded = load(folder)
    today = now()
    if loaded.workspace is not None:
        today = Opened(loaded.workspace, loaded).instant(at, today)
    with open_library(folder) as library:
        problems = examined(loaded, library, today)
    for problem in problems:
        if as_json:
            say_json(problem)
        else:
            say(str(problem))
    failed = any(problem.severity is Severity.ERROR for problem in problems)
    if problems:
        complain(f"{printable(str(folder))}: {count(problems)}")
    elif not as_json:
        say(f"{folder}: all is well")
    return FAILED if failed else GOOD
