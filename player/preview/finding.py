"""Finding devices by what an editor types of them: words in any order, accents and case left aside."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_ALIKE = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "‘": "'"})


def folded(text: str) -> str:
    """A text as it is compared: without case, accents or ligatures, every apostrophe the same."""
    parted = unicodedata.normalize("NFKD", text.casefold().translate(_ALIKE))
    return "".join(sign for sign in parted if not unicodedata.combining(sign))


def described(texts: Iterable[str]) -> str:
    """All that may be sought of one thing, folded."""
    return "\n".join(map(folded, texts))


def matches(sought: str, description: str) -> bool:
    """Whether each word of `sought` is somewhere in a description; nothing sought matches all."""
    return all(word in description for word in folded(sought).split())
