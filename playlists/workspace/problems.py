"""Problems: what is wrong in a workspace, where, and what to do, said to an editor who can act."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec

from playlists.workspace.outline import Outline, Path

_LONGEST_QUOTE = 60
_LONGEST_NUMBER = 200
_LONGEST_MESSAGE = 600
_SIMILAR_ENOUGH = 0.6


class Severity(StrEnum):
    """An error keeps a workspace from being published; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One mistake or doubt.

    `file` is relative to the workspace, `where` says the key in words (`item 3 (weekend#3): when`), `line`
    and `column` count from 1. `expected` and `found` are filled where they help. `item`, `event` and
    `device` name what the problem is about, so that a window can jump to it.
    """

    severity: Severity
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

    def __str__(self) -> str:
        """The problem in one readable block, as the command line prints it."""
        position = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        lines = [f"{position}: {self.severity}: {self.where + ': ' if self.where else ''}{self.message}"]
        details = (("expected", self.expected), ("found", self.found), ("hint", self.hint))
        return "\n".join([*lines, *(f"    {name}: {text}" for name, text in details if text)])


class Findings:
    """Collects problems, fills in their lines and words, keeps each once and never more than `most`."""

    def __init__(self, outlines: Mapping[str, Outline], most: int) -> None:
        """`outlines` gives the lines of each file already read; it may grow while this collects."""
        self._outlines = outlines
        self._most = most
        self._found: dict[tuple[str, str, str], Problem] = {}
        self._left_out = 0

    def add(self, problem: Problem) -> None:
        """Keep a problem, unless the same was said of the same place."""
        key = (problem.file, problem.where, problem.message)
        if key in self._found:
            return
        if len(self._found) >= self._most:
            self._left_out += 1
            return
        self._found[key] = problem

    def error(self, file: str, path: Path, message: str, **details: str | None) -> None:
        """Report an error at a key of a file."""
        self._report(Severity.ERROR, file, path, message, details)

    def warning(self, file: str, path: Path, message: str, **details: str | None) -> None:
        """Report a warning at a key of a file."""
        self._report(Severity.WARNING, file, path, message, details)

    def _report(
        self, severity: Severity, file: str, path: Path, message: str, details: Mapping[str, str | None]
    ) -> None:
        outline = self._outlines.get(file)
        line = outline.line(path) if outline else None
        texts = {name: text for name, text in details.items() if text}
        self.add(
            Problem(
                severity=severity,
                file=file,
                where=say_where(path, details.get("item") or details.get("event")),
                line=line,
                message=message[:_LONGEST_MESSAGE],
                **texts,  # type: ignore[arg-type]
            )
        )

    def all(self) -> tuple[Problem, ...]:
        """Everything found, errors before warnings, in the order of files and lines."""
        ordered = sorted(
            self._found.values(), key=lambda problem: (problem.severity, problem.file, problem.line or 0)
        )
        if self._left_out:
            more = f"{self._left_out} more problems are not listed; mend these first."
            ordered.append(Problem(severity=Severity.WARNING, file="", message=more))
        return tuple(ordered)


def say_where(path: Path, name: str | None = None) -> str:
    """A key path in words: `item 3 (weekend#3): when`, `kiosk-001.profile`, `theme.accent`."""
    numbered = {"items": "item", "events": "event"}
    match path:
        case (("items" | "events") as table, int(index), *rest):
            head = f"{numbered[table]} {index + 1}" + (f" ({name})" if name else "")
        case (str(first), *rest):
            head, rest = "", [first, *rest]
        case _:
            return ""
    tail = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in rest).lstrip(".")
    return ": ".join(part for part in (head, tail) if part)


def nearest(name: str, known: Iterable[str], least: float = _SIMILAR_ENOUGH) -> str | None:
    """The known name most like `name`, or None where none is alike by `least` (1 is the same)."""
    by_folded = {candidate.casefold(): candidate for candidate in known}
    alike = difflib.get_close_matches(name.casefold()[:_LONGEST_QUOTE], by_folded, 1, least)
    return by_folded[alike[0]] if alike else None


def did_you_mean(name: str, known: Iterable[str], *, noun: str = "") -> str:
    """A hint: the nearest known name, else the list of known names, else nothing."""
    known = sorted(known)
    if (alike := nearest(name, known)) is not None:
        return f"Did you mean “{alike}”?"
    if not known:
        return f"There is no {noun} yet." if noun else ""
    return listed(known)


def listed(names: Iterable[str], most: int = 12) -> str:
    """`Known: a, b, c` of at most `most` names."""
    names = list(names)
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return f"Known: {', '.join(names[:most])}{rest}."


def describe(value: object) -> str:
    """What was found, in a few words of bounded length."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and value.bit_length() > _LONGEST_NUMBER:
        return "a very large number"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    shown = str(value)
    shown = f"{shown[:_LONGEST_QUOTE]}…" if len(shown) > _LONGEST_QUOTE else shown
    return f"“{shown}”" if isinstance(value, str) else shown
