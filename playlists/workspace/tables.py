"""The files of one workspace folder as tables, read one by one, with all that is wrong in them collected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from playlists.workspace.explain import explain, known_keys, offending_keys, only_unknown_keys
from playlists.workspace.limits import Limits
from playlists.workspace.outline import Outline
from playlists.workspace.problems import Findings, describe
from playlists.workspace.read import Document, Unreadable, read_document, spelt
from playlists.workspace.said import Said, said

_Table = TypeVar("_Table", bound=BaseModel)


@dataclass(slots=True)
class Tables:
    """Reads tables; what is wrong goes to `findings`, the lines of what was read to `outlines`."""

    root: Path
    limits: Limits
    outlines: dict[str, Outline] = field(default_factory=dict)
    findings: Findings = field(init=False)

    def __post_init__(self) -> None:
        self.findings = Findings(self.outlines, self.limits.problems)

    def document(self, file: str) -> Document:
        """The document of a file; empty where it cannot be read, which is then among the findings."""
        try:
            document, lines = read_document(self.root, file, self.limits)
        except Unreadable as fault:
            self.findings.add(fault.problem)
            return {}
        self.outlines[file] = lines
        return document

    def folder(self, folder: str) -> Iterator[tuple[str, Document]]:
        """The name and document of every readable TOML file of a folder, in the order of names."""
        try:
            paths = sorted((self.root / folder).iterdir())
        except OSError:
            return
        files = [path.name for path in paths if path.name.endswith(".toml") and not path.name.startswith(".")]
        if len(files) > self.limits.files_per_folder:
            message = said("files.too-many", count=len(files), most=self.limits.files_per_folder)
            self.findings.error(folder, (), message)
        for name in dict.fromkeys(spelt(name) for name in files[: self.limits.files_per_folder]):
            if name != printable(name):
                self.findings.error(f"{folder}/{printable(name)}", (), said("files.unprintable-name"))
                continue
            file = f"{folder}/{name}"
            document = self.document(file)
            if file in self.outlines:
                yield name.removesuffix(".toml"), document

    def lenient(
        self, table: type[_Table], raw: object, file: str, path: tuple[str | int, ...], **about: str | None
    ) -> _Table | None:
        """A table that may fall back to defaults: what is wrong with a key costs that key only."""
        try:
            return table.model_validate(raw)
        except ValidationError as error:
            explain(error, table, self.findings, file, path, other_keys={}, **about)
            if not isinstance(raw, dict):
                return None
            good = {key: value for key, value in raw.items() if key not in offending_keys(error)}
        try:
            return table.model_validate(good)
        except ValidationError:
            return None

    def exact(
        self,
        table: type[_Table],
        raw: dict[str, object],
        file: str,
        path: tuple[str | int, ...],
        other_keys: Mapping[str, Said] | None = None,
        **about: str | None,
    ) -> _Table | None:
        """A table that is left out when anything but an unknown key is wrong with it."""
        try:
            return table.model_validate(raw)
        except ValidationError as error:
            explain(error, table, self.findings, file, path, other_keys=other_keys or {}, **about)
            if not only_unknown_keys(error):
                return None
        known = known_keys(table)
        try:
            return table.model_validate({key: value for key, value in raw.items() if key in known})
        except ValidationError as error:  # rules over several keys are judged once all keys are known
            explain(error, table, self.findings, file, path, other_keys={}, **about)
            return None

    def numbered(
        self, document: Document, key: str, file: str, most: int
    ) -> Iterator[tuple[int, dict[str, object]]]:
        """The tables of an array with their numbers, counted from 1."""
        rows = document.get(key, [])
        if not isinstance(rows, list):
            self.findings.error(file, (key,), said("schedule.not-tables", key=key))
            return
        if len(rows) > most:
            too_many = "schedule.too-many-events" if key == "events" else "schedule.too-many-items"
            self.findings.error(file, (key,), said(too_many, count=len(rows), most=most))
        for number, row in enumerate(rows[:most], 1):
            if isinstance(row, dict):
                yield number, row
            else:
                self.findings.error(
                    file,
                    (key, number - 1),
                    said("values.unusable"),
                    expected=said("values.table"),
                    found=describe(row),
                )


def printable(name: str) -> str:
    """A file name that can be printed on one line, whatever bytes it is made of."""
    shown = "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in name)
    return shown.encode("utf-8", "replace").decode("utf-8")
