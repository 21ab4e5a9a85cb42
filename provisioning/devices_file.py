"""Changing a workspace's devices.toml as a careful hand would: comments, order and all else stay."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AbstractTable

from playlists.durable import put
from provisioning.errors import DevicesFileError

DEVICES, SCHEDULE = "devices.toml", "schedule.toml"
_MOST_BYTES = 16 * 2**20


class TomlFile:
    """A TOML file that may be changed; `before` is as it lies there."""

    def __init__(self, file: Path) -> None:
        """Raises `DevicesFileError` where it cannot be read."""
        self.file = file
        try:
            with file.open("rb") as source:
                data = source.read(_MOST_BYTES + 1)
            self.before = self._text = data.decode("utf-8")
            self._document = tomlkit.parse(self._text)
        except (OSError, UnicodeDecodeError, TOMLKitError) as error:
            raise DevicesFileError(f"{file}: {error}") from error
        if len(data) > _MOST_BYTES:
            raise DevicesFileError(f"{file}: more than {_MOST_BYTES} bytes")
        self._is_old = self._has_added = False

    @property
    def text(self) -> str:
        """As it will be. Written anew only when it is asked for: a fleet of thousands changes it as often."""
        if self._is_old:
            self._text, self._is_old = tomlkit.dumps(self._document), False
        return self._text

    @property
    def said(self) -> dict[str, Any]:
        """What it says, changes included."""
        return tomllib.loads(self.text)

    def set(self, device: str, table: Mapping[str, Any]) -> None:
        """Let a device's table say this; what it says besides stays. A device that is not there is added."""
        there = self._document.get(device)
        if there is None:
            made = tomlkit.table()
            for key, value in table.items():
                made.add(key, value)
            if self._has_added or (self.text.strip() and not self.text.endswith("\n\n")):
                self._document.add(tomlkit.nl())
            self._document.add(device, made)
            self._has_added = True
        elif isinstance(there, AbstractTable):
            for key, value in table.items():
                if there.get(key) != value:
                    there[key] = value
        else:
            raise DevicesFileError(f"{self.file}: {device} is no table")
        self._is_old = True

    def rename(self, old: str, new: str) -> None:
        """Let the table of a device have another name, where it stands.

        Raises:
            DevicesFileError: there is one of that name, or only a hand can change how it is written.
        """
        wanted = self.said
        if new in wanted:
            raise DevicesFileError(f"{self.file}: {new} is there already")
        name = re.escape(old)
        head = re.compile(rf"""^(\s*\[\s*)(?:{name}|"{name}"|'{name}')(?=[\s.\]])""", re.MULTILINE)
        self._text, self._is_old = head.sub(lambda found: found[1] + _key(new), self.text), False
        renamed = {new if name == old else name: table for name, table in wanted.items()}
        if self.said != renamed:
            self._text = self.before
            raise DevicesFileError(f"{self.file}: {old} is not written as [{old}]")
        self._document = tomlkit.parse(self.text)

    def rename_in_events(self, old: str, new: str) -> None:
        """Let every event that names a device name it otherwise."""
        for event in self._document.get("events", []):
            devices = event.get("devices", [])
            for index, name in enumerate(devices):
                if name == old:
                    devices[index] = new
        self._is_old = True

    @property
    def changes(self) -> bool:
        """Whether it will be another than lies there."""
        return self.text != self.before

    def diff(self) -> str:
        """What changes, as a unified diff; empty where nothing does."""
        name = self.file.name
        lines = difflib.unified_diff(
            self.before.splitlines(keepends=True), self.text.splitlines(keepends=True), name, name, n=1
        )
        return "".join(lines)

    def write(self) -> None:
        """Put it in place, durably. Raises `OSError`."""
        if self.changes:
            put(self.file, self.text.encode())


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else f'"{name}"'
