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

Document = dict[str, object]

_POSITION = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
_PLAINER = (
    ("Cannot overwrite a value", "This key is written twice."),
    ("Cannot declare", "This table is written twice."),
    ("Cannot redefine namespace", "This table is written twice."),
    ("Invalid date or datetime", "This date does not exist."),
    ("Unescaped '\\' in a string", "In a text between \" a \\ must be doubled; between ' it may stand."),
    ("Invalid value", "This is not a value that TOML knows; texts stand between quotes."),
    ("Expected '=' after a key", "After a key comes “=”."),
    ("Illegal character '\\n'", "The text is not closed on its line; a quote is missing."),
    ("Unterminated string", "A text is not closed; a quote is missing."),
)


class Unreadable(Exception):  # noqa: N818 - an answer inside this package, never seen outside it
    """A file that gives no document; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
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
        raise _fault(name, "Lists or tables are nested too deeply.") from None
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
        raise _fault(name, "This file leads out of the workspace; put the file itself into the folder.")
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise _fault(name, "This is not a plain file.")
        with os.fdopen(descriptor, "rb") as file:
            content = file.read(limits.file_bytes + 1)
    except FileNotFoundError as error:
        raise _fault(name, "This file is missing.") from error
    except OSError as error:
        raise _fault(name, f"This file cannot be read: {error.strerror or error}.") from error
    if len(content) > limits.file_bytes:
        raise _fault(name, f"This file is larger than {limits.file_bytes // 1024} KiB.")
    return content


def _decode(name: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _fault(
            name, "This is not UTF-8 text.", line=line, hint="Save the file with the encoding UTF-8."
        ) from error
    return text.replace("\r\n", "\n")


def _syntax_fault(name: str, text: str, message: str) -> Unreadable:
    position = _POSITION.search(message)
    line = column = None
    if position is not None:
        message = message[: position.start()]
        line = int(position.group(1)) if position.group(1) else text.count("\n") + 1
        column = int(position.group(2)) if position.group(2) else None
    plainer = next((words for start, words in _PLAINER if message.startswith(start)), None)
    found = text.splitlines()[line - 1].strip()[:60] if line and line <= len(text.splitlines()) else ""
    said = plainer or f"This is not TOML: {message[:200]}."
    return _fault(name, said, line=line, column=column, found=found)


def _fault(
    name: str,
    message: str,
    *,
    line: int | None = None,
    column: int | None = None,
    found: str = "",
    hint: str = "",
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
