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

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from playlists.workspace.problems import Problem, Severity

GOOD = 0
FAILED = 1

_errors = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)

# Control characters, and marks that turn the direction of text: in a terminal they could move the cursor,
# colour or hide what follows.
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def seen(text: str) -> str:
    """A text as a terminal may safely show it: what would not be seen is written as its code."""
    return _UNSEEN.sub(lambda found: ascii(found[0])[1:-1], text)


def prepare_streams() -> None:
    """Let both streams write any text, in whatever encoding the terminal has."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def give_up_results() -> None:
    """Drop what could not be written to standard output, so that nothing tries again."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def interruptible() -> None:
    """Let Ctrl-C end the process at once, also while Qt holds it and Python hears no signal."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def say(text: str = "") -> None:
    """Write a line of result."""
    sys.stdout.write(f"{seen(text)}\n")


def say_json(row: object) -> None:
    """Write a result as one line of JSON."""
    sys.stdout.write(f"{msgspec.json.encode(row).decode()}\n")


def complain(text: str) -> None:
    """Write what went wrong, in one readable block."""
    sys.stderr.write(f"{seen(text.rstrip())}\n")


def complain_of(problems: Iterable[Problem]) -> None:
    """Write problems and how many there are."""
    found = tuple(problems)
    for problem in found:
        complain(str(problem))
    if found:
        complain(count(found))


def count(problems: Iterable[Problem]) -> str:
    """How many errors and warnings there are, in words."""
    numbers = Counter(problem.severity for problem in problems)
    told = [
        f"{numbers[severity]} {severity}{'' if numbers[severity] == 1 else 's'}"
        for severity in (Severity.ERROR, Severity.WARNING)
    ]
    return " and ".join(told)


@contextmanager
def progress(title: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show a bar while something long goes on; call what is given with how much is done.

    Where nobody watches, a line tells that it began. Where there is nothing to do, nothing is said.
    """
    if not total:
        yield lambda _: None
        return
    if not _errors.is_terminal:
        complain(f"{title} …")
        yield lambda _: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_errors, transient=True) as bars:
        task = bars.add_task(title, total=total)
        yield lambda done: bars.update(task, completed=done)
