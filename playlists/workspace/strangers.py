"""Files and folders of a workspace that are not read, though they look as if they were meant to be."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path, PurePath

from playlists.workspace import model, touch
from playlists.workspace.map_table import MAPS_FILE
from playlists.workspace.problems import nearest
from playlists.workspace.said import SILENCE, said
from playlists.workspace.tables import Tables, printable
from playlists.workspace.twins import name_twin_files

_ROOT_FILES = (
    model.SITE_FILE,
    model.DEVICES_FILE,
    model.SCHEDULE_FILE,
    model.SOURCES_FILE,
    touch.SERVICES_FILE,
    MAPS_FILE,
)
_FOLDERS = ("playlists", "layouts", "profiles")
_ALIKE = 0.75
_NAMED = ("media", "maps")
"""Folders whose files other files name."""
_WRITTEN = frozenset(
    (".txt", ".rtf", ".doc", ".docx", ".odt", ".pages", ".xls", ".xlsx", ".ods", ".csv", ".json", ".yaml")
)
"""What offices save texts and tables as."""


def name_strangers(tables: Tables) -> None:
    """Tell what is not read, or is one name for two."""
    for name in _names(tables.root, tables.limits.files_per_folder):
        if name in (*_ROOT_FILES, *_FOLDERS, *_NAMED):
            continue
        alike = nearest(name, (*_ROOT_FILES, *_FOLDERS), _ALIKE)
        if name.endswith(".toml") or alike:
            hint = said("hints.did-you-mean", name=alike) if alike else SILENCE
            tables.findings.warning(printable(name), (), said("files.not-read"), hint=hint)
    name_twin_files(tables, _FOLDERS)
    for folder in _FOLDERS:
        for name in _names(tables.root / folder, tables.limits.files_per_folder):
            if not name.endswith(".toml") and PurePath(name.casefold()).suffix in (".toml", *_WRITTEN):
                hint = said("files.save-as-toml", name=f"{_stem(printable(name))}.toml")
                tables.findings.warning(f"{folder}/{printable(name)}", (), said("files.not-read"), hint=hint)


def _names(folder: Path, most: int) -> Iterator[str]:
    """The names in a folder that are not hidden, in order; at most so many."""
    try:
        names = sorted(path.name for path in islice(folder.iterdir(), most))
    except OSError:
        return
    yield from (name for name in names if not name.startswith("."))


def _stem(name: str) -> str:
    """`news` of `news.toml.txt`, `news.TOML` and `news.docx`."""
    path = PurePath(name)
    return path.stem[: -len(".toml")] if path.stem.casefold().endswith(".toml") else path.stem
