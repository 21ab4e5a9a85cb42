"""The figure: one number, as large as it goes, and what it means."""

from __future__ import annotations

import msgspec

from layouts.card import Card, Words
from layouts.compose import notice
from layouts.compose.labels import pictogram
from layouts.compose.story import Story
from layouts.dates import NO_BREAK
from layouts.typography import NARROW


def tell(card: Card, words: Words) -> Story:
    """The number leads, its unit close behind it; a card without one leads with its headline."""
    return msgspec.structs.replace(
        notice.tell(card, words),
        figure=words.figure.replace(NO_BREAK, NARROW),
        pictogram=pictogram(card, "chart-bar"),
        caption=bool(words.figure),
    )
