"""A fleet in a table: CSV as a spreadsheet saves it, each row checked, every bad cell named with its line."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

from playlists.astray import Astray
from playlists.distance import Position
from playlists.workspace.problems import nearest
from provisioning.errors import FleetError

MOST_BYTES = 4 * 2**20
MOST_ROWS = 10_000
CELL = 200
"""The longest cell, in characters."""
MOST_GROUPS = 32
COLUMNS = ("id", "profile", "place", "latitude", "longitude", "groups")
_NEEDED = ("id", "profile")
_BETWEEN_GROUPS = "|"
_ID = 64
_FORMULA = ("=", "+", "@", "-", "\t", "\r")


class Unreadable(StrEnum):
    """Why a table cannot be read at all."""

    LARGE = "large"
    NOT_UTF8 = "not-utf8"
    EMPTY = "empty"
    COLUMNS = "columns"
    ROWS = "rows"
    SYNTAX = "syntax"


class Fault(StrEnum):
    """What can be wrong with a row."""

    CELLS = "cells"
    MISSING = "missing"
    BAD_ID = "bad-id"
    TWICE = "twice"
    PROFILE = "profile"
    NUMBER = "number"
    RANGE = "range"
    HALF = "half"
    EXCHANGED = "exchanged"
    SIGN = "sign"
    LONG = "long"
    CONTROL = "control"
    FORMULA = "formula"
    GROUPS = "groups"


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A device of the table; what it does not say is None."""

    line: int
    id: str
    profile: str
    place: str | None = None
    position: tuple[float, float] | None = None
    groups: tuple[str, ...] | None = None

    @property
    def table(self) -> dict[str, Any]:
        """What it says, by the keys of devices.toml."""
        said = {"place": self.place, "position": self.position, "groups": self.groups}
        told = {key: list(value) if isinstance(value, tuple) else value for key, value in said.items()}
        return {"profile": self.profile, **{key: value for key, value in told.items() if value is not None}}


class Bad(msgspec.Struct, frozen=True, kw_only=True):
    """A bad row: its line in the file, the column, what is wrong, what was found, the nearest known name."""

    line: int
    column: str
    fault: Fault
    found: str = ""
    nearest: str = ""


class Fleet(msgspec.Struct, frozen=True, kw_only=True):
    """A table that was read: its good rows, and all that is bad."""

    rows: tuple[Row, ...]
    bad: tuple[Bad, ...]


Misplaced = Callable[[Position], Astray | None]
"""Tells what is wrong with a position that does not lie where the city is."""


def read_fleet(file: Path, profiles: Iterable[str], misplaced: Misplaced = lambda _: None) -> Fleet:
    """Read a table. Raises `FleetError` where it is none, and `OSError`."""
    with file.open("rb") as source:
        data = source.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise FleetError(Unreadable.LARGE, str(MOST_BYTES // 2**20))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FleetError(Unreadable.NOT_UTF8, str(data.count(b"\n", 0, error.start) + 1)) from error
    return parse(text, frozenset(profiles), misplaced)


def parse(text: str, profiles: frozenset[str], misplaced: Misplaced = lambda _: None) -> Fleet:
    """Read the text of a table. Raises `FleetError`."""
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") >= first.count(",") and ";" in first else ","
    # A zero would end the text for many a reader after us; as a mark it is found in its cell.
    reader = csv.reader(
        io.StringIO(text.replace("\0", "\ufffe"), newline=""), delimiter=delimiter, strict=True
    )
    reading = _Reading(profiles, misplaced, decimal="," if delimiter == ";" else ".")
    try:
        header = [cell.strip().casefold() for cell in next(reader, [])]
        _require_columns(header)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                reading.take(reader.line_num, header, cells)
    except csv.Error as error:
        raise FleetError(Unreadable.SYNTAX, str(reader.line_num)) from error
    return Fleet(rows=tuple(reading.rows), bad=tuple(reading.bad))


def _require_columns(header: list[str]) -> None:
    if not any(header):
        raise FleetError(Unreadable.EMPTY)
    missing = [name for name in _NEEDED if name not in header]
    strange = [name for name in header if name not in COLUMNS]
    if missing or strange or len({*header}) < len(header):
        raise FleetError(Unreadable.COLUMNS, ", ".join(strange or missing or header)[:CELL])


class _Reading:
    """Reads row after row, and notes what is wrong."""

    def __init__(self, profiles: frozenset[str], misplaced: Misplaced, decimal: str) -> None:
        self._profiles, self._misplaced, self._decimal = profiles, misplaced, decimal
        self._seen: dict[str, int] = {}
        self.rows: list[Row] = []
        self.bad: list[Bad] = []

    def take(self, line: int, header: list[str], cells: list[str]) -> None:
        """A row, good or bad."""
        if len(self.rows) + len(self.bad) >= MOST_ROWS:
            raise FleetError(Unreadable.ROWS, str(MOST_ROWS))
        before = len(self.bad)
        if len(cells) != len(header):
            self._note(line, "", Fault.CELLS, f"{len(cells)} / {len(header)}")
            return
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
        for name, cell in zip(header, cells, strict=True):
            self._look_at(line, name, cell)
        if len(self.bad) > before:
            return
        self._name(line, row)
        position = self._position(line, row)
        groups = self._groups(line, row)
        if len(self.bad) == before:
            place = row.get("place") or None
            made = Row(
                line=line, id=row["id"], profile=row["profile"], place=place, position=position, groups=groups
            )
            self.rows.append(made)

    def _look_at(self, line: int, name: str, cell: str) -> None:
        """What may be in no cell; a place that a spreadsheet would take for a formula is refused here."""
        if len(cell) > CELL:
            self._note(line, name, Fault.LONG, cell)
        elif not cell.strip().replace("\u202f", " ").replace("\xa0", " ").isprintable():
            self._note(line, name, Fault.CONTROL, cell)
        elif name not in {"latitude", "longitude"} and cell.startswith(_FORMULA):
            self._note(line, name, Fault.FORMULA, cell)

    def _name(self, line: int, row: Mapping[str, str]) -> None:
        name, profile = row["id"], row["profile"]
        for key in _NEEDED:
            if not row[key]:
                self._note(line, key, Fault.MISSING)
        if name and not is_device_id(name):
            self._note(line, "id", Fault.BAD_ID, name)
        elif name in self._seen:
            self._note(line, "id", Fault.TWICE, name, str(self._seen[name]))
        self._seen.setdefault(name, line)
        if profile and profile not in self._profiles:
            self._note(line, "profile", Fault.PROFILE, profile, nearest(profile, self._profiles) or "")

    def _position(self, line: int, row: Mapping[str, str]) -> tuple[float, float] | None:
        said = [(name, row.get(name, "")) for name in ("latitude", "longitude")]
        if not any(cell for _, cell in said):
            return None
        found, before = [], len(self.bad)
        for (name, cell), most in zip(said, (90.0, 180.0), strict=True):
            if not cell:
                self._note(line, name, Fault.HALF)
                continue
            try:
                number = float(cell.replace(self._decimal, ".") if self._decimal != "." else cell)
            except ValueError:
                self._note(line, name, Fault.NUMBER, cell)
                continue
            if not (math.isfinite(number) and -most <= number <= most):
                self._note(line, name, Fault.RANGE, cell)
            found.append(number)
        if len(self.bad) > before:
            return None
        astray = self._misplaced((found[0], found[1]))
        if astray and astray.meant:
            fault = Fault(astray.slip.value)
            self._note(line, "latitude", fault, written((found[0], found[1])), written(astray.meant))
        return found[0], found[1]

    def _groups(self, line: int, row: Mapping[str, str]) -> tuple[str, ...] | None:
        cell = row.get("groups", "")
        if not cell:
            return None
        names = [name.strip() for name in cell.split(_BETWEEN_GROUPS)]
        if not all(names) or len(names) > MOST_GROUPS or any(name.startswith(_FORMULA) for name in names):
            self._note(line, "groups", Fault.GROUPS, cell)
        return tuple(dict.fromkeys(names))

    def _note(self, line: int, column: str, fault: Fault, found: str = "", near: str = "") -> None:
        self.bad.append(Bad(line=line, column=column, fault=fault, found=found[:60], nearest=near))


def written(position: Position) -> str:
    """A position as people write it: `47.2131,-1.5583`."""
    return ",".join(f"{number:.9g}" for number in position)


def is_device_id(name: str) -> bool:
    """Whether a device may be called so: letters of ASCII, digits, `-`, `_` and `.`, at most 64."""
    plain = name.replace("-", "").replace("_", "").replace(".", "")
    return 0 < len(name) <= _ID and plain.isascii() and plain.isalnum() and name[0].isalnum()
