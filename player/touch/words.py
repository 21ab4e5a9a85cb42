"""What touch pages say themselves; where a language lacks a sentence, French says it."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

NAMES = {
    "fr": "Français",
    "en": "English",
    "es": "Español",
    "de": "Deutsch",
    "it": "Italiano",
    "br": "Brezhoneg",
}
"""Languages by their own names; another one by its code."""
_LEADING = "fr"


def say(code: str, language: str, **facts: str | int) -> str:
    """A sentence in a language, typeset."""
    from layouts.typography import finish  # noqa: PLC0415 - a stage at rest says nothing

    texts = _words()[code]
    spoken = language if language in texts else _LEADING
    return finish(texts[spoken].format(**facts), spoken)


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
