"""What central's faces say, in every language of the staff: sentences by code, from `words/*.toml`."""

from __future__ import annotations

from pathlib import Path

from playlists.workspace.said import Fact, Said, fill, sentences

_FOLDER = Path(__file__).with_name("words")


def words(code: str, **facts: Fact) -> Said:
    """The sentence of a code with its facts, in every language. Raises KeyError for one that is missing."""
    return fill(code, sentences(_FOLDER)[code], facts)


def known(code: str) -> bool:
    """Whether there is a sentence of this code."""
    return code in sentences(_FOLDER)
