"""What the command line says: results on standard output, everything else on standard error."""

from __future__ import annotations

import io
import os
import re
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import msgspec
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)

from parvis.words import words
from playlists.workspace.problems import Problem, Severity
from playlists.workspace.said import Fact, Said

GOOD = 0
FAILED = 1
NOT_ENROLLED = 3
_YES = {"y", "yes", "o", "oui"}

_errors = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)

# Control characters, and marks that turn the direction of text: in a terminal they could move the cursor,
# colour or hide what follows.
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def seen(text: str) -> str:
    """A text as a terminal may safely show it: what would not be seen is written as its code."""
    return _UNSEEN.sub(lambda found: ascii(found[0])[1:-1], text)


def prepare_streams() -> None:
    """Let both streams write any text, in whatever encoding the terminal has, and each line at once.

    Who reads the journal of an agent, or a pipe, hears of a thing when it happens.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace", line_buffering=True)


def give_up_results() -> None:
    """Drop what could not be written to standard output, so that nothing tries again."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def interruptible() -> None:
    """Let Ctrl-C end the process at once, also while Qt holds it and Python hears no signal."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def agrees(question: str, voice: Voice) -> bool:
    """Whether a person says yes, in whichever language; Enter alone is no. Aborts where nobody answers."""
    import typer

    asked = f"{question} {voice.words('command.yes-no')}"
    said = str(typer.prompt(asked, default="", show_default=False, prompt_suffix=" ", err=True))
    return said.strip().casefold() in _YES


def say(text: str = "") -> None:
    """Write a line of result."""
    sys.stdout.write(f"{seen(text)}\n")


def say_json(row: object) -> None:
    """Write a result as one line of JSON."""
    sys.stdout.write(f"{msgspec.json.encode(row).decode()}\n")


def complain(text: str) -> None:
    """Write what went wrong, in one readable block."""
    sys.stderr.write(f"{seen(text.rstrip())}\n")


@dataclass(frozen=True, slots=True)
class Voice:
    """Speaks to the reader in one of `LANGUAGES`."""

    language: str

    def words(self, code: str, **facts: Fact) -> str:
        """A sentence of the command line."""
        return words(code, **facts).to(self.language)

    def problem(self, problem: Problem) -> str:
        """A problem in one readable block."""
        parts = (problem.file, problem.line, problem.column)
        severity = words("command.error" if problem.severity is Severity.ERROR else "command.warning")
        text = problem.message
        if problem.where:
            text = words("command.about", place=problem.where, text=text)
        place = ":".join(str(part) for part in parts if part is not None)
        head = self.words("command.problem", place=place, severity=severity, text=text)
        details = (
            (words("command.expected"), problem.expected),
            (words("command.found"), problem.found),
            (words("command.hint"), problem.hint),
        )
        return "\n".join([head, *(self._detail(name, text) for name, text in details if text)])

    def _detail(self, name: Said, text: Said) -> str:
        """A detail, indented; of several lines each stands under the first."""
        line = f"    {self.words('command.detail', name=name, text=text)}"
        margin = " " * (len(line.partition("\n")[0]) - len(text.to(self.language).partition("\n")[0]))
        return line.replace("\n", f"\n{margin}")

    def complain_of(self, problems: Iterable[Problem]) -> None:
        """Write problems and how many there are."""
        found = tuple(problems)
        for problem in found:
            complain(self.problem(problem))
        if found:
            complain(self.count(found))

    def count(self, problems: Iterable[Problem]) -> str:
        """How many errors and warnings some problems are, in words."""
        numbers = Counter(problem.severity for problem in problems)
        errors, warnings = numbers[Severity.ERROR], numbers[Severity.WARNING]
        told = [
            words(one) if number == 1 else words(many, count=number)
            for number, one, many in (
                (errors, "command.one-error", "command.errors"),
                (warnings, "command.one-warning", "command.warnings"),
            )
            if number
        ]
        both = words("command.and", one=told[0], other=told[-1])
        return (both if len(told) > 1 else told[0]).to(self.language)

    @contextmanager
    def progress(self, title: str, total: int, *, counted: bool = True) -> Iterator[Callable[[int], None]]:
        """Show a bar while something long goes on; call what is given with how much is done.

        What is not `counted`, bytes for one, is told as a percentage.
        `title` is a code of the command's words. Where nobody watches, a line tells that it began. Where
        there is nothing to do, nothing is said.
        """
        if not total:
            yield lambda _: None
            return
        if not _errors.is_terminal:
            complain(f"{self.words(title)} …")
            yield lambda _: None
            return
        far = MofNCompleteColumn() if counted else TaskProgressColumn()
        columns = (TextColumn("{task.description}"), BarColumn(), far, TimeElapsedColumn())
        with Progress(*columns, console=_errors, transient=True) as bars:
            task = bars.add_task(self.words(title), total=total)
            yield lambda done: bars.update(task, completed=done)
