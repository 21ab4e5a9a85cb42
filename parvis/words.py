"""What the command line says, and in which language: the reader's."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from pathlib import Path

from playlists.workspace.said import LANGUAGES, Fact, Said, fill, sentences

_FOLDER = Path(__file__).with_name("messages")
_LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")
_REFUSALS = {
    errno.ENOSPC: "command.no-space",
    errno.EACCES: "command.forbidden",
    errno.EPERM: "command.forbidden",
    errno.ENOENT: "command.not-there",
    errno.ENOTDIR: "command.not-a-folder",
    errno.EROFS: "command.read-only",
}


class SaidError(Exception):
    """Something that cannot be used, said in every language in one readable block."""

    def __init__(self, message: Said) -> None:
        super().__init__(message)
        self.said = message

    def __str__(self) -> str:
        """In English, for those who look into a traceback."""
        return self.said.en


def words(code: str, **facts: Fact) -> Said:
    """A sentence of the command line."""
    return fill(code, sentences(_FOLDER)[code], facts)


def language_of_reader(environment: Mapping[str, str]) -> str:
    """The language named by PARVIS_LANGUAGE, else by the locale as POSIX finds it; English for all others."""
    named = environment.get("PARVIS_LANGUAGE", "")
    locale = next((environment[name] for name in _LOCALES if environment.get(name)), "")
    return next((language for language in (named, locale[:2].lower()) if language in LANGUAGES), LANGUAGES[0])


def refusal(error: OSError) -> Said:
    """Why the system refuses a file."""
    code = _REFUSALS.get(error.errno or 0)
    return words(code) if code else words("command.refused", number=error.errno or 0)
