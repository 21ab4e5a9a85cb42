"""The sentences of the pairing page, which lie beside it."""

from __future__ import annotations

from pathlib import Path

import player
from playlists.workspace.said import Fact, fill, sentences

FOLDER = Path(player.__file__).parent / "stage" / "pairing" / "messages"


def say(name: str, language: str, **facts: Fact) -> str:
    """A sentence of the pairing page in one language."""
    code = f"pairing.{name}"
    return fill(code, sentences(FOLDER)[code], facts).to(language)
