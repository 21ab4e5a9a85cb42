"""`parvis check`: every mistake and warning of a workspace at once."""

from __future__ import annotations

from pathlib import Path

from parvis.console import FAILED, GOOD, complain, count, say, say_json
from parvis.opening import Opened, decode_all, in_one_block, now, open_library
from playlists.media.examining import Examining
from playlists.workspace.check import check
from playlists.workspace.load import load
from playlists.workspace.media import named_media
from playlists.workspace.problems import Severity
from playlists.workspace.tables import printable


def check_workspace(folder: Path, *, at: str | None, as_json: bool) -> int:
    """Print the problems of a workspace as judged at an instant; 1 where there is an error."""
    return in_one_block(lambda: _check(folder, at, as_json=as_json))


def _check(folder: Path, at: str | None, *, as_json: bool) -> int:
    loaded = load(folder)
    today = now()
    if loaded.workspace is not None:
        today = Opened(loaded.workspace, loaded).instant(at, today)
    with open_library(folder) as library:
        if loaded.workspace is not None:
            decode_all(library, named_media(loaded.workspace))
        problems = check(loaded, today=today, shelf=Examining(library))
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
