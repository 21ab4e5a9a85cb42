"""What a report says, in the languages of technicians."""

from __future__ import annotations

from pathlib import Path

from device_profiles.acceptance import Told
from playlists.workspace.said import Fact, fill, sentences

_FOLDER = Path(__file__).with_name("messages")


def told(code: str, **facts: Fact) -> Told:
    """A sentence of the report: `THEME.NAME`. Raises KeyError for one that is missing."""
    said = fill(code, sentences(_FOLDER)[code], facts)
    return Told(en=said.en, fr=said.fr)


def say(code: str, language: str, **facts: Fact) -> str:
    """A sentence in one language."""
    return told(code, **facts).to(language)
