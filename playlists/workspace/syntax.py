"""What an editor did where a file is no TOML: from what `tomllib` says to a sentence, and what to do."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from playlists.workspace.said import SILENCE, Said, said

_POSITION = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
_PLAINER = (
    ("Cannot overwrite a value", "files.key-twice"),
    ("Duplicate inline table key", "files.key-twice"),
    ("Cannot declare", "files.table-twice"),
    ("Cannot redefine namespace", "files.table-twice"),
    ("Cannot mutate immutable namespace", "files.table-twice"),
    ("Invalid date or datetime", "files.no-such-date"),
    ("Unescaped '\\' in a string", "files.backslash"),
    ("Invalid value", "files.no-value"),
    ("Expected '=' after a key", "files.no-equals"),
    ("Illegal character '\\n'", "files.open-line"),
    ("Unterminated string", "files.open-text"),
    ('Expected "\'"', "files.open-text"),
    ("Unclosed array", "files.open-list"),
    ("Unclosed inline table", "files.open-table"),
    ("Expected ']", "files.open-heading"),
    ("Expected newline or end of document", "files.rest-of-line"),
    ("Invalid initial character for a key", "files.no-key"),
    ("Invalid statement", "files.no-key"),
)
"""How `tomllib` begins what it says, and what that means."""
_TWICE = {"files.key-twice": "files.drop-one", "files.table-twice": "files.join-or-rename"}
_CONFLICT = re.compile(r"<{7} |={7}$|>{7} |\|{7} ")
_HEADING = re.compile(r"\[(?P<name>[^\[\]]*)\]|\[\[[^\[\]]*\]\]")
_RESTS = (
    (re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}"), "files.write-dates"),
    (re.compile(r"\d+,\d"), "files.decimal-point"),
    (re.compile(r"\d[\d.]*\s*[^\W\d_]|\d[\d.]*\s*%"), "files.no-unit"),
    (re.compile(r"'"), "files.apostrophe"),
    (re.compile(r'"[^"]*"[^",;\s]'), "files.inner-quotes"),
)
"""How a value begins after which something is left over, and what to do."""


class SyntaxFault(NamedTuple):
    """What is wrong with a file, and where: `line` and `column` count from 1."""

    message: Said
    hint: Said
    line: int | None
    column: int | None
    found: str
    """The line, without what cannot be seen."""


def syntax_fault(text: str, message: str) -> SyntaxFault:
    """What `tomllib` means by `message` about a file of this text."""
    position = _POSITION.search(message)
    line = column = None
    if position is not None:
        message = message[: position.start()]
        line = int(position.group(1)) if position.group(1) else text.count("\n") + 1
        column = int(position.group(2)) if position.group(2) else None
    lines = text.split("\n")
    written = lines[line - 1] if line and line <= len(lines) else ""
    told, hint = _told(text, message, written, column)
    return SyntaxFault(told, hint, line, column, _seen(written))


def _told(text: str, message: str, line: str, column: int | None) -> tuple[Said, Said]:
    """The sentence and the hint for a fault at a column of a line."""
    if _CONFLICT.match(line):
        return said("files.conflict"), said("files.keep-one")
    letter = line[column - 1 : column] if column else ""
    if letter and unicodedata.category(letter) in ("Cf", "Zs", "Zl", "Zp") and letter != " ":
        return said("files.unseen", name=f"U+{ord(letter):04X}"), said("files.plain-blank")
    code = next((code for start, code in _PLAINER if message.startswith(start)), "files.not-toml")
    if any(unicodedata.category(each) == "Cc" for each in line.replace("\t", " ")):
        return said("files.not-toml"), SILENCE
    return _by_code(code, text, line, column or 0)


def _by_code(code: str, text: str, line: str, column: int) -> tuple[Said, Said]:
    """The sentence and the hint for a kind of fault, by what stands on its line."""
    heading = _HEADING.match(line.strip())
    match code:
        case "files.table-twice" if heading and f"[[{heading['name']}]]" in text:
            return said(code), said("files.two-brackets", name=heading["name"])
        case "files.open-heading" | "files.no-key" if heading:
            return said("files.heading-name"), SILENCE
        case "files.no-key" if column and line[column - 1 :].strip() in ("", "}"):
            return said("files.broken-table"), SILENCE
        case "files.rest-of-line":
            value = line.partition("=")[2].strip()
            return said(code), next((said(cure) for form, cure in _RESTS if form.match(value)), SILENCE)
        case _:
            return said(code), said(_TWICE[code]) if code in _TWICE else SILENCE


def _seen(line: str) -> str:
    """A line as it can be printed: every blank and tab as a space, nothing of what has no width."""
    spaced = (" " if each.isspace() else each for each in line if unicodedata.category(each) != "Cf")
    return "".join(spaced).strip()[:60]
