"""The page of all figures: a section for each script, with the day, the machine and the load of its own run.

A run of some scripts puts their sections into the page and leaves the others as they stand.
"""

from __future__ import annotations

import ast
import os
import platform
import re
import subprocess
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

TABLE = ("| figure | promised | measured | verdict |", "|---|---|---|---|")
_HEADING = re.compile(r"^## `(\w+)\.py`$", re.MULTILINE)


class Outcome(NamedTuple):
    """What one script gave: its file and table rows; when it began (UTC), at which load, its seconds."""

    script: Path
    rows: list[str]
    began: datetime
    load: float
    seconds: float


def _first_line(path: str, key: str) -> str:
    """The value of the first line of a `/proc` file that starts with `key`."""
    for line in Path(path).read_text("utf-8").splitlines():
        if line.startswith(key):
            return line.partition(":")[2].strip()
    return "unknown"


def _chromium() -> str:
    """The version of the browser that the stage is compared with."""
    try:
        return subprocess.run(
            ["chromium", "--version"], capture_output=True, text=True, check=True, timeout=60
        ).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return "no Chromium"


def machine() -> str:
    """What figures are taken on, in words."""
    memory = int(_first_line("/proc/meminfo", "MemTotal").split()[0]) / 2**20
    packages = [f"{name} {version(name)}" for name in ("pyside6-essentials", "av", "msgspec")]
    return ", ".join(
        (
            f"{_first_line('/proc/cpuinfo', 'model name')} with {os.cpu_count()} cores and {memory:.0f} GiB",
            platform.freedesktop_os_release()["PRETTY_NAME"],
            f"{platform.system()} {platform.release()}",
            f"Python {platform.python_version()}",
            *packages,
            _chromium(),
        )
    )


def section(outcome: Outcome, taken_on: str) -> str:
    """What the page says of one script: the first line of its docstring, its figures, how they were taken."""
    words = ast.get_docstring(ast.parse(outcome.script.read_text("utf-8"))) or "It does not say."
    subject, _, method = words.partition("\n")
    taken = (
        f"Taken {outcome.began:%Y-%m-%d %H:%M} UTC in {outcome.seconds:.0f} s, "
        f"at a load of {outcome.load:.1f} when it began. {taken_on}."
    )
    told = (subject, taken, "\n".join((*TABLE, *outcome.rows)), method.strip())
    return "\n\n".join((f"## `{outcome.script.name}`", *filter(None, told)))


def sections(page: str) -> dict[str, str]:
    """The sections of a page, by the names of their scripts."""
    starts = list(_HEADING.finditer(page))
    ends = [start.start() for start in starts[1:]] + [len(page)]
    return {start[1]: page[start.start() : end].strip() for start, end in zip(starts, ends, strict=True)}


def page(kind: str, title: str, known: Mapping[str, str], scripts: Sequence[Path]) -> str:
    """The whole page in Markdown: the sections of the scripts that there are, in their order."""
    intro = (
        f"Written by `make {kind}`, or in parts by `make {kind} ONLY=…`: each section says when and on what"
        " its figures were taken. How the scripts are made stands in `benchmarks/`."
    )
    present = [known[script.stem] for script in scripts if script.stem in known]
    return "\n\n".join((f"# {title}", intro, *present)) + "\n"
