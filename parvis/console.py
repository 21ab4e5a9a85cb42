"""What the command line says: results on standard output, everything else on standard error."""

from __future__ import annotations

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

_errors = Console(stderr=True, highlight=False, soft_wrap=True)


def say(text: str = "") -> None:
    """Write a line of result."""
    sys.stdout.write(f"{text}\n")


def say_json(row: object) -> None:
    """Write a result as one line of JSON."""
    sys.stdout.write(f"{msgspec.json.encode(row).decode()}\n")


def complain(text: str) -> None:
    """Write what went wrong, in one readable block."""
    sys.stderr.write(f"{text.rstrip()}\n")


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

    Where nobody watches, two lines tell that it began and ended.
    """
    if not _errors.is_terminal:
        _errors.print(f"{title} …")
        yield lambda _: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_errors, transient=True) as bars:
        task = bars.add_task(title, total=total)
        yield lambda done: bars.update(task, completed=done)
