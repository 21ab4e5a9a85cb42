"""The outline of a TOML text: on which line each table and key stands, and whether it nests too deeply.

`tomllib` tells no positions, and takes quadratic time on a key of many parts; so this scan, linear in the
length of the text, comes first. It is forgiving: what it cannot read `tomllib` refuses with its own words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playlists.workspace.limits import Limits
from playlists.workspace.said import Said, said

Path = tuple[str | int, ...]
"""Where a value stands in a TOML document: keys, and indexes from 0."""

_BLANK = re.compile(r"[ \t\r\n]+|#[^\n]*")
_PART = re.compile(r"""[ \t]*([A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')[ \t]*""")
_TOKEN = re.compile(
    r'''"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|\#[^\n]*'''
    r"""|[\[{]|[\]}]|\n|[^"'\#\[\]{}\n]+|.""",
    re.DOTALL,
)


@dataclass(slots=True)
class Outline:
    """Lines, counted from 1, of the tables and keys of one text; `excess` names a nesting over the limits."""

    lines: dict[Path, int] = field(default_factory=dict)
    excess: tuple[int, Said] | None = None

    def line(self, path: Path) -> int | None:
        """The line of a key, or of the nearest table around it that has one."""
        for length in range(len(path), 0, -1):
            if (line := self.lines.get(path[:length])) is not None:
                return line
        return None


def outline(text: str, limits: Limits) -> Outline:
    """Scan a TOML text."""
    scan = _Scan(text, limits)
    scan.run()
    return scan.outline


class _Scan:
    """One pass over a text. Stops at the first thing that is not TOML, or over the limits."""

    def __init__(self, text: str, limits: Limits) -> None:
        self.text = text
        self.limits = limits
        self.outline = Outline()
        self._at = 0
        self._line = 1
        self._table: Path = ()
        self._counts: dict[Path, int] = {}

    def run(self) -> None:
        while self._skip_blank():
            statement = self._header if self.text[self._at] == "[" else self._key_and_value
            if not statement():
                return

    def _skip_blank(self) -> bool:
        while blank := _BLANK.match(self.text, self._at):
            self._advance(blank)
        return self._at < len(self.text)

    def _advance(self, match: re.Match[str]) -> None:
        self._line += self.text.count("\n", match.start(), match.end())
        self._at = match.end()

    def _header(self) -> bool:
        brackets = 2 if self.text.startswith("[[", self._at) else 1
        self._at += brackets
        parts = self._parts()
        if parts is None or not self.text.startswith("]" * brackets, self._at):
            return False
        self._at += brackets
        path: Path = ()
        for part in parts[:-1]:
            path = self._last((*path, part))
        path = (*path, parts[-1])
        if brackets == 1:
            self._table = self._last(path)
        else:
            self._counts[path] = self._counts.get(path, -1) + 1
            self._table = (*path, self._counts[path])
        self._note(self._table)
        return True

    def _last(self, path: Path) -> Path:
        """The path itself, or that of the last element where it is an array of tables."""
        return (*path, self._counts[path]) if path in self._counts else path

    def _key_and_value(self) -> bool:
        line = self._line
        parts = self._parts()
        if parts is None or not self.text.startswith("=", self._at):
            return False
        for length in range(1, len(parts) + 1):
            self.outline.lines.setdefault((*self._table, *parts[:length]), line)
        self._at += 1
        return self._value()

    def _parts(self) -> list[str] | None:
        parts: list[str] = []
        while part := _PART.match(self.text, self._at):
            parts.append(part.group(1).strip("\"'"))
            self._at = part.end()
            if len(parts) > self.limits.key_parts:
                self.outline.excess = self._line, said("files.key-parts", most=self.limits.key_parts)
                return None
            if not self.text.startswith(".", self._at):
                return parts
            self._at += 1
        return None

    def _value(self) -> bool:
        depth = 0
        while token := _TOKEN.match(self.text, self._at):
            found = token.group()
            if self._is_open_string(found):
                return False
            if found == "\n" and depth == 0:
                return True
            depth += (found in "[{") - (found in "]}")
            if depth > self.limits.nested_brackets:
                self.outline.excess = self._line, said("files.nested")
                return False
            self._advance(token)
        return False

    def _is_open_string(self, found: str) -> bool:
        """Whether a string begins here that never ends; scanning on would be guessing, and slow."""
        if found in ('"', "'"):
            return True
        return self.text.startswith(('"""', "'''"), self._at) and not found.startswith(('"""', "'''"))

    def _note(self, path: Path) -> None:
        for length in range(1, len(path) + 1):
            self.outline.lines.setdefault(path[:length], self._line)
