"""Problems: what is wrong in a workspace, where, and what to do, said to an editor who can act."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

import msgspec

from playlists.workspace.outline import Outline, Path
from playlists.workspace.said import SILENCE, Said, said, verbatim

_LONGEST_QUOTE = 60
_LONGEST_NUMBER = 200
_SIMILAR_ENOUGH = 0.6
_SHORT_LIST = 4
_HARMLESS = "values.unknown-key"


class Severity(StrEnum):
    """An error keeps a workspace from being published; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One mistake or doubt, said in every language.

    `file` is relative to the workspace, `where` says the key in words (`item 3 (weekend#3): when`), `line`
    and `column` count from 1. `expected` and `found` are filled where they help. `item`, `event` and
    `device` name what the problem is about, so that a window can jump to it.
    """

    severity: Severity
    file: str
    message: Said
    where: Said = SILENCE
    line: int | None = None
    column: int | None = None
    expected: Said = SILENCE
    found: Said = SILENCE
    hint: Said = SILENCE
    item: str | None = None
    event: str | None = None
    device: str | None = None

    @property
    def place(self) -> str:
        """`playlists/sortir.toml:12`."""
        return self.file if self.line is None else f"{self.file}:{self.line}"

    @property
    def identity(self) -> tuple[str, str, Said]:
        """What makes it the same problem as another, however many devices meet it."""
        return self.file, self.where.en, self.message


class Findings:
    """Collects problems, fills in their lines and words, keeps each once and never more than `most`."""

    def __init__(self, outlines: Mapping[str, Outline], most: int) -> None:
        """`outlines` gives the lines of each file already read; it may grow while this collects."""
        self._outlines = outlines
        self._most = most
        self._found: dict[tuple[str, str, Said], Problem] = {}
        self._left_out = 0

    def add(self, problem: Problem) -> None:
        """Keep a problem, unless the same was said of the same place."""
        if problem.identity in self._found:
            return
        if len(self._found) >= self._most:
            self._left_out += 1
            return
        self._found[problem.identity] = problem

    def is_wrong(self, file: str, path: Path, name: str) -> bool:
        """Whether an error was found at a key of an item already."""
        where = say_where(path, name).en
        return any(
            (known, place) == (file, where) and problem.severity is Severity.ERROR
            for (known, place, _), problem in self._found.items()
        )

    def has_error(self, file: str) -> bool:
        """Whether something is wrong with a file, if only a key that is not known."""
        return any(
            problem.file == file and problem.severity is Severity.ERROR for problem in self._found.values()
        )

    def error(self, file: str, path: Path, message: Said, **details: Said | str | None) -> None:
        """Report an error at a key of a file."""
        self._report(Severity.ERROR, file, path, message, details)

    def warning(self, file: str, path: Path, message: Said, **details: Said | str | None) -> None:
        """Report a warning at a key of a file."""
        self._report(Severity.WARNING, file, path, message, details)

    def _report(
        self,
        severity: Severity,
        file: str,
        path: Path,
        message: Said,
        details: Mapping[str, Said | str | None],
    ) -> None:
        outline = self._outlines.get(file)
        name = details.get("item") or details.get("event")
        self.add(
            Problem(
                severity=severity,
                file=file,
                where=say_where(path, name if isinstance(name, str) else None),
                line=outline.line(path) if outline else None,
                message=message,
                **{name: detail for name, detail in details.items() if detail},  # type: ignore[arg-type]
            )
        )

    @property
    def spoilt(self) -> frozenset[str]:
        """The files with an error by which something is left out; an unknown key leaves all else in."""
        return frozenset(
            problem.file
            for problem in self._found.values()
            if problem.severity is Severity.ERROR and problem.message.code != _HARMLESS
        )

    def all(self) -> tuple[Problem, ...]:
        """Everything found, errors before warnings, in the order of files and lines."""
        ordered = sorted(
            self._found.values(), key=lambda problem: (problem.severity, problem.file, problem.line or 0)
        )
        if self._left_out:
            more = said("hints.more-problems", count=self._left_out)
            ordered.append(Problem(severity=Severity.WARNING, file="", message=more))
        return tuple(ordered)


def say_where(path: Path, name: str | None = None) -> Said:
    """A key path in words: `item 3 (weekend#3): when`, `kiosk-001.profile`, `theme.accent`."""
    match path:
        case (("items" | "events") as table, int(index), *rest):
            whole, key = _numbered(table, index + 1, name), _dotted(rest)
            return said("hints.key-of", whole=whole, key=key) if key else whole
        case (str(), *_):
            return verbatim(_dotted(path))
        case _:
            return SILENCE


def _numbered(table: str, number: int, name: str | None) -> Said:
    match table, name:
        case "items", None:
            return said("hints.item", number=number)
        case "items", str(name):
            return said("hints.named-item", number=number, name=name)
        case _, None:
            return said("hints.event", number=number)
        case _, name:
            return said("hints.named-event", number=number, name=name)


def _dotted(path: Iterable[str | int]) -> str:
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def nearest(name: str, known: Iterable[str], least: float = _SIMILAR_ENOUGH) -> str | None:
    """The known name most like `name`, or None where none is alike by `least` (1 is the same)."""
    by_folded = {candidate.casefold(): candidate for candidate in known}
    alike = difflib.get_close_matches(name.casefold()[:_LONGEST_QUOTE], by_folded, 1, least)
    return by_folded[alike[0]] if alike else None


def did_you_mean(name: str, known: Iterable[str]) -> Said:
    """A hint: the nearest known name, else the list of known names, else nothing."""
    known = sorted(known)
    if (alike := nearest(name, known)) is not None:
        return said("hints.did-you-mean", name=alike)
    return listed(known) if known else SILENCE


def listed(names: Iterable[str], most: int = 12) -> Said:
    """`Known: a, b, c` of at most `most` names."""
    names = list(names)
    first, more = ", ".join(names[:most]), len(names) - most
    if more > 0:
        return said("hints.known-and-more", names=first, more=more)
    return said("hints.known", names=first)


def describe(value: object) -> Said:
    """What was found, in a few words of bounded length."""
    match value:
        case bool():
            return verbatim(str(value).lower())
        case int() if value.bit_length() > _LONGEST_NUMBER:
            return said("values.a-large-number")
        case dict():
            return said("values.table")
        case list() | tuple():
            return _list(value)
        case str():
            return said("values.quoted", text=_cut(value))
        case _:
            return verbatim(_cut(str(value)))


def _list(value: Sequence[object]) -> Said:
    """A short list of plain values as it was written, of any other its length."""
    if len(value) > _SHORT_LIST or not all(isinstance(part, int | float | str) for part in value):
        return said("values.a-list", count=len(value))
    return verbatim(_cut(json.dumps(value, ensure_ascii=False)))


def _cut(text: str) -> str:
    return f"{text[:_LONGEST_QUOTE]}…" if len(text) > _LONGEST_QUOTE else text
