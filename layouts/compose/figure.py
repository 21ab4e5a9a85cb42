"""The figure: one number, as large as it goes, and what it means."""

from __future__ import annotations

import msgspec

from layouts.card import Card, Words
from layouts.compose import notice
from layouts.compose.labels import pictogram
from layouts.compose.story import Story


def tell(card: Card, words: Words) -> Story:
    """The number leads; a card without one leads with its headline."""
    return msgspec.structs.replace(
        notice.tell(card, words), pictogram=pictogram(card, "chart-bar"), caption=bool(words.figure)
    )
