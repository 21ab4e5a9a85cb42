"""Reading one TOML file of a workspace: bounded, inside the folder, every fault a problem with its line."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from pathlib import Path, PurePosixPath

from playlists.workspace.limits import Limits
from playlists.workspace.outline import Outline, outline
from playlists.workspace.problems import Problem, Severity
from playlists.workspace.said import SILENCE, Said, said, verbatim

Document = dict[str, object]

_POSITION = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
_PLAINER = (
    ("Cannot overwrite a value", said("files.key-twice")),
    ("Duplicate inline table key", said("files.key-twice")),
    ("Cannot declare", said("files.table-twice")),
    ("Cannot redefine namespace", said("files.table-twice")),
    ("Cannot mutate immutable namespace", said("files.table-twice")),
    ("Invalid date or datetime", said("files.no-such-date")),
    ("Unescaped '\\' in a string", said("files.backslash")),
    ("Invalid value", said("files.no-value")),
    ("Expected '=' after a key", said("files.no-equals")),
    ("Illegal character '\\n'", said("files.open-line")),
    ("Unterminated string", said("files.open-text")),
    ('Expected "\'"', said("files.open-text")),
    ("Unclosed array", said("files.open-list")),
    ("Unclosed inline table", said("files.open-table")),
    ("Expected ']", said("files.open-heading")),
    ("Expected newline or end of document", said("files.rest-of-line")),
    ("Invalid initial character for a key", said("files.no-key")),
    ("Invalid statement", said("files.no-key")),
)
"""How `tomllib` begins what it says, and what that means."""


class Unreadable(Exception):  # noqa: N818 - an answer inside this package, never seen outside it
    """A file that gives no document; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message.en)
        self.problem = problem


def read_document(root: Path, name: str, limits: Limits) -> tuple[Document, Outline]:
    """The document of the file `name`, with the lines of its keys.

    Raises:
        Unreadable: it is missing, not a plain file, leaves the folder, is too large, or is not TOML.
    """
    text = _decode(name, _read_bytes(root, name, limits))
    lines = outline(text, limits)
    if lines.excess is not None:
        line, message = lines.excess
        raise _fault(name, message, line=line)
    try:
        return tomllib.loads(text), lines
    except RecursionError:
        raise _fault(name, said("files.nested")) from None
    except ValueError as error:
        raise _syntax_fault(name, text, str(error)) from error


def inside(root: Path, relative: str) -> Path | None:
    """The real path of `relative` under `root`, or None where it leaves `root` (`..`, links)."""
    try:
        real = (root / relative).resolve()
    except (OSError, RuntimeError, ValueError):
        return None
    return real if real.is_relative_to(root.resolve()) else None


def _read_bytes(root: Path, name: str, limits: Limits) -> bytes:
    path = inside(root, name)
    if path is None:
        raise _fault(name, said("files.outside"), hint=said("files.put-it-inside"))
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise _fault(name, said("files.not-plain"))
        with os.fdopen(descriptor, "rb") as file:
            content = file.read(limits.file_bytes + 1)
    except FileNotFoundError as error:
        raise _fault(name, said("files.missing")) from error
    except OSError as error:
        raise _fault(name, said("files.unreadable"), hint=said("files.check-permissions")) from error
    if len(content) > limits.file_bytes:
        most = limits.file_bytes // 1024
        raise _fault(name, said("files.too-large", most=most), hint=said("files.split-it"))
    return content


def _decode(name: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _fault(name, said("files.not-utf8"), line=line, hint=said("files.save-as-utf8")) from error
    return text.replace("\r\n", "\n")


def _syntax_fault(name: str, text: str, message: str) -> Unreadable:
    position = _POSITION.search(message)
    line = column = None
    if position is not None:
        message = message[: position.start()]
        line = int(position.group(1)) if position.group(1) else text.count("\n") + 1
        column = int(position.group(2)) if position.group(2) else None
    plainer = next((words for start, words in _PLAINER if message.startswith(start)), said("files.not-toml"))
    found = text.splitlines()[line - 1].strip()[:60] if line and line <= len(text.splitlines()) else ""
    if not found.isprintable():
        plainer = said("files.not-toml")
    return _fault(name, plainer, line=line, column=column, found=verbatim(found))


def _fault(
    name: str,
    message: Said,
    *,
    line: int | None = None,
    column: int | None = None,
    found: Said = SILENCE,
    hint: Said = SILENCE,
) -> Unreadable:
    """A fault of a whole file."""
    return Unreadable(
        Problem(
            severity=Severity.ERROR,
            file=str(PurePosixPath(name)),
            message=message,
            line=line,
            column=column,
            found=found,
            hint=hint,
        )
    )
