"""Reading one TOML file of a workspace: bounded, inside the folder, every fault a problem with its line."""

from __future__ import annotations

import os
import stat
import tomllib
import unicodedata
from itertools import islice
from pathlib import Path, PurePosixPath

from playlists.workspace.limits import Limits
from playlists.workspace.outline import Outline, outline
from playlists.workspace.problems import Problem, Severity
from playlists.workspace.said import SILENCE, Said, said, verbatim
from playlists.workspace.syntax import syntax_fault

Document = dict[str, object]

_MOST_NAMES = 10_000
"""So many names of a folder are compared."""


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
        if not _is_there(real):
            real = _as_on_disk(root, relative).resolve()
    except (OSError, RuntimeError, ValueError):
        return None
    return real if real.is_relative_to(root.resolve()) else None


def spelt(name: str) -> str:
    """A name or text with its accents as keyboards type them: files of a Mac may have them apart."""
    return unicodedata.normalize("NFC", name)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name longer than any file's
        return False


def _as_on_disk(root: Path, relative: str) -> Path:
    """The path that `relative` names, where its accents are spelt in another way on the disk."""
    path = root
    for part in PurePosixPath(relative).parts:
        path /= part if _is_there(path / part) or not path.is_dir() else _spelt_otherwise(path, part)
    return path


def _spelt_otherwise(folder: Path, name: str) -> str:
    """What a file or folder of this name is called in a folder; the name itself where none is."""
    names = (entry.name for entry in islice(folder.iterdir(), _MOST_NAMES))
    return next((other for other in names if spelt(other) == spelt(name)), name)


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
        raise _fault(name, said("files.missing"), hint=said("files.write-it")) from error
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
    return spelt(text.replace("\r\n", "\n"))


def _syntax_fault(name: str, text: str, message: str) -> Unreadable:
    fault = syntax_fault(text, message)
    return _fault(
        name,
        fault.message,
        line=fault.line,
        column=fault.column,
        found=verbatim(fault.found),
        hint=fault.hint,
    )


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
