"""The notice: something the city tells people, a closure, a change, a call."""

from __future__ import annotations

from layouts.card import Card, Words
from layouts.compose.labels import label, pictogram
from layouts.compose.story import Fact, Story
from layouts.typography import capitalised


def tell(card: Card, words: Words) -> Story:
    """Headline and explanation first; when and where, if any, as practical lines."""
    return Story(
        language=words.language,
        category=card.category,
        pictogram=pictogram(card, "info-circle"),
        label=label(card.category, words.language),
        figure=words.figure,
        headline=words.headline,
        lead=words.body,
        facts=tuple(
            Fact(capitalised(text), strong=text is words.date) for text in (words.date, words.place) if text
        ),
        source=words.source,
        code=card.qr,
        code_label=card.qr_label,
    )
