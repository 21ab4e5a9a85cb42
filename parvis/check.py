"""`parvis check`: every mistake and warning of a workspace at once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from parvis.console import FAILED, GOOD, Voice, complain, say, say_json
from parvis.one_block import in_one_block, now
from parvis.opening import Opened, decode_all, open_library
from parvis.words import words
from playlists.media.examining import Examining
from playlists.workspace.check import check
from playlists.workspace.load import load
from playlists.workspace.media import named_media
from playlists.workspace.problems import Problem, Severity
from playlists.workspace.tables import printable


class Row(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A problem as JSON tells it: `code` is of no language and never changes, the words are of one."""

    severity: Severity
    code: str
    file: str
    message: str
    where: str = ""
    line: int | None = None
    column: int | None = None
    expected: str = ""
    found: str = ""
    hint: str = ""
    item: str | None = None
    event: str | None = None
    device: str | None = None


def check_workspace(folder: Path, voice: Voice, *, at: str | None, as_json: bool) -> int:
    """Print the problems of a workspace as judged at an instant; 1 where there is an error."""
    return in_one_block(voice, lambda: _check(folder, voice, at, as_json=as_json))


def _check(folder: Path, voice: Voice, at: str | None, *, as_json: bool) -> int:
    from player.touch.proof import feeling

    loaded = load(folder)
    today = now()
    if loaded.workspace is not None:
        today = Opened(loaded.workspace, loaded).instant(at, today)
    with open_library(folder) as library:
        if loaded.draft is not None:
            decode_all(library, named_media(loaded.draft), voice)
        shelf = Examining(library)
        problems = check(loaded, today=today, shelf=shelf, feel=feeling(today), doubt=shelf.doubt)
    tell_problems(problems, voice, as_json=as_json)
    failed = any(problem.severity is Severity.ERROR for problem in problems)
    if problems:
        complain(voice.words("command.about", place=printable(str(folder)), text=voice.count(problems)))
    elif not as_json:
        say(voice.words("command.about", place=str(folder), text=words("command.all-is-well")))
    return FAILED if failed else GOOD


def tell_problems(problems: Iterable[Problem], voice: Voice, *, as_json: bool) -> None:
    """Write problems as results."""
    for problem in problems:
        if as_json:
            say_json(_row(problem, voice.language))
        else:
            say(voice.problem(problem))


def _row(problem: Problem, language: str) -> Row:
    return Row(
        severity=problem.severity,
        code=problem.message.code,
        file=problem.file,
        message=problem.message.to(language),
        where=problem.where.to(language),
        line=problem.line,
        column=problem.column,
        expected=problem.expected.to(language),
        found=problem.found.to(language),
        hint=problem.hint.to(language),
        item=problem.item,
        event=problem.event,
        device=problem.device,
    )
