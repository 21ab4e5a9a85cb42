"""The event: something to go to, with its day and its place."""

from __future__ import annotations

import msgspec

from layouts.card import Card, Words
from layouts.compose import notice
from layouts.compose.labels import pictogram
from layouts.compose.story import Story


def tell(card: Card, words: Words) -> Story:
    """As a notice, under the sign of the calendar."""
    return msgspec.structs.replace(notice.tell(card, words), pictogram=pictogram(card, "calendar-event"))
