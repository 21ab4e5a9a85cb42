"""What the pages of the technician say; light enough to be read by the stage when a page is asked for."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from device_profiles.acceptance import Told

_FILE = Path(__file__).with_name("words.toml")


@cache
def catalogue() -> dict[str, Told]:
    """All sentences by their name."""
    said = tomllib.loads(_FILE.read_text("utf-8"))
    return {name: Told(en=one["en"], fr=one["fr"]) for name, one in said.items()}


def told(name: str) -> Told:
    """A sentence. Raises KeyError for one that is missing."""
    return catalogue()[name]


def say(name: str, language: str, **facts: object) -> str:
    """A sentence in a language, with its facts."""
    return told(name).to(language).format_map(facts)
