"""Names that people or machines take for one: accents spelt in two ways, or other capitals alone."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from playlists.workspace.problems import Findings
from playlists.workspace.read import spelt
from playlists.workspace.said import said
from playlists.workspace.tables import Tables, printable

_MOST_NAMES = 10_000
_NAMED = ("media", "maps")
"""Folders whose files other files name."""


def name_twin_files(tables: Tables, folders: Iterable[str]) -> None:
    """Tell files that lie in one folder under one name, or are one file elsewhere.

    `folders` are those of which every TOML file is read: which of two is meant nobody can tell there.
    """
    read = tuple(folders)
    for folder in (*read, *_NAMED):
        for parent, names in _walked(tables.root / folder):
            place = parent.relative_to(tables.root).as_posix()
            meant = [name for name in names if folder in _NAMED or name.endswith(".toml")]
            for twins in twins_of(meant):
                _tell(tables.findings, place, twins, is_read=folder in read)


def twins_of(names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Those among names that differ by capitals or by the spelling of their accents alone."""
    alike: Mapping[str, list[str]] = defaultdict(list)
    for name in sorted(set(names)):
        alike[spelt(name).casefold()].append(name)
    yield from (tuple(twins) for twins in alike.values() if len(twins) > 1)


def _tell(findings: Findings, place: str, twins: tuple[str, ...], *, is_read: bool) -> None:
    told = sorted({spelt(name) for name in twins})
    for name in told:
        if sum(spelt(twin) == name for twin in twins) > 1:
            tell = findings.error if is_read else findings.warning
            hint = said("files.keep-one-file")
            tell(f"{place}/{printable(name)}", (), said("files.same-name"), hint=hint)
    if len(told) > 1:
        message = said("files.capitals", name=printable(told[0]), other=printable(told[1]))
        findings.warning(f"{place}/{printable(told[1])}", (), message, hint=said("files.rename-one"))


def _walked(folder: Path) -> Iterator[tuple[Path, list[str]]]:
    """The folders of a folder, itself first, each with the names in it; at most so many names."""
    left = _MOST_NAMES
    for parent, folders, files in os.walk(folder):
        names = [*islice((name for name in (*folders, *files) if not name.startswith(".")), left)]
        yield Path(parent), names
        left -= len(names)
        if left <= 0:
            return
