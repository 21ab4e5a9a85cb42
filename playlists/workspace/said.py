"""What Parvis says to editors, in every language it speaks to them; a code names it in none.

The sentences stand in `messages/*.toml`, a file for each theme, all languages of one sentence together. A
sentence is said in all of them at once; which one a person reads is chosen where it is shown.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from layouts.dates import NO_BREAK
from layouts.typography import NARROW


class Language(StrEnum):
    """A language of editors. What the public reads may be in any other."""

    ENGLISH = "en"
    FRENCH = "fr"


LANGUAGES: Final = tuple(Language)

_FOLDER = Path(__file__).with_name("messages")
_LONGEST = 600

_FRENCH: Final = (
    (re.compile(r"« "), f"«{NARROW}"),
    (re.compile(r" (?=[»;!?])"), NARROW),
    (re.compile(r" (?=[:%](?:$|\W))"), NO_BREAK),
    (re.compile(r"(?<=\}) (?=(?:secondes?|mots?|caractères|Kio|m|s)\b)"), NO_BREAK),
)


class Said(msgspec.Struct, frozen=True):
    """One thing said in every language. `code` is `THEME.NAME`, and never changes."""

    code: str
    en: str
    fr: str

    def to(self, language: str) -> str:
        """What is said in one of `LANGUAGES`."""
        return self.fr if language == Language.FRENCH else self.en

    def __bool__(self) -> bool:
        """Whether anything is said."""
        return bool(self.en)


SILENCE: Final = Said("", "", "")

Fact = str | int | float | Said
"""What stands in a sentence: a name as it was written, a number, or another thing said."""


class Sentence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence with its places for facts, as `{name}`."""

    en: str
    fr: str


def said(code: str, **facts: Fact) -> Said:
    """The sentence of a code with its facts, in every language. Raises KeyError for one that is missing."""
    return fill(code, catalogue()[code], facts)


def fill(code: str, sentence: Sentence, facts: Mapping[str, Fact]) -> Said:
    """A sentence with its facts; of a very long one the beginning."""
    en, fr = (
        getattr(sentence, language).format_map({name: _shown(fact, language) for name, fact in facts.items()})
        for language in LANGUAGES
    )
    return Said(code, en[:_LONGEST], fr[:_LONGEST])


def catalogue() -> Mapping[str, Sentence]:
    """The sentences of this package."""
    return sentences(_FOLDER)


@cache
def sentences(folder: Path) -> Mapping[str, Sentence]:
    """All sentences of a folder's files by code, typographically right."""
    return {
        f"{file.stem}.{name}": Sentence(sentence.en, _french(sentence.fr))
        for file in sorted(folder.glob("*.toml"))
        for name, sentence in msgspec.convert(
            tomllib.loads(file.read_text(encoding="utf-8")), dict[str, Sentence]
        ).items()
    }


def verbatim(text: str) -> Said:
    """What is written the same in every language."""
    return Said("text", text, text) if text else SILENCE


def _shown(fact: Fact, language: str) -> str:
    match fact:
        case Said():
            return fact.to(language)
        case float():
            return f"{fact:g}".replace(".", "," if language == Language.FRENCH else ".")
        case _:
            return str(fact)


def _french(text: str) -> str:
    """The blanks that French puts before its marks, which must not break."""
    for pattern, replacement in _FRENCH:
        text = pattern.sub(replacement, text)
    return text
