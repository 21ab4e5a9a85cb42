"""The listing: lines of equal rank under a headline, as city data come."""

from __future__ import annotations

from layouts.card import Card, Words
from layouts.compose.labels import label, pictogram
from layouts.compose.story import Fact, Story


def tell(card: Card, words: Words) -> Story:
    """The headline, then each line of the body for itself; the small print says whose data, and of when."""
    return Story(
        language=words.language,
        category=card.category,
        pictogram=pictogram(card, "info-circle"),
        label=label(card.category, words.language),
        headline=words.headline,
        facts=tuple(Fact(row) for row in words.body.splitlines()),
        source=words.source,
    )
