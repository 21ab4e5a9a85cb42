"""One live item where it plays, and a card of it that lists documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from device_profiles.profile import Screen
from layouts.card import LISTING, Card, Words
from layouts.layout import Zone
from layouts.typography import finish
from playlists.documents import Batch, Document, Position
from playlists.living_choice import Wish
from playlists.living_words import Setting, mark, parts, small_print
from playlists.program import Item, LiveContent, Program


class Spot(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """One live item where it plays, and what its source says. `position` is the device's."""

    program: Program
    screen: Screen
    zone: Zone
    item: Item
    content: LiveContent
    batch: Batch
    position: Position | None

    @property
    def wish(self) -> Wish:
        """What is wanted of the source."""
        return Wish(
            zone=self.program.time_zone,
            position=self.position,
            near_m=self.content.near_m,
            days=self.content.days,
            theme=self.content.theme,
        )

    @property
    def spoken(self) -> tuple[tuple[str, str], ...]:
        """The languages of its zone, with what stands above the rows in each."""
        found, language = self.content.headlines, self.zone.language
        return found if language is None else found[language : language + 1] or found[:1]

    def setting(self, at: datetime, language: str) -> Setting:
        """What words depend on."""
        return Setting(
            at=at,
            language=language,
            zone=self.program.time_zone,
            country=self.program.country,
            position=self.position,
            unit=dict(self.content.units).get(language, ""),
            near=self.content.near_m is not None,
            own=self.program.languages[0],
        )


def card_of(spot: Spot, at: datetime, language: str, headline: str, documents: Sequence[Document]) -> Card:
    """Documents under a headline, each a row."""
    content, setting = spot.content, spot.setting(at, language)
    told = mark if spot.screen.is_matrix or spot.screen.for_drivers else small_print
    words = Words(
        language=language,
        headline=finish(headline, language),
        body="\n".join(str(parts(document, setting)) for document in documents),
        source=told(spot.batch, setting, documents),
    )
    return Card(kind=LISTING, category=content.category, pictogram=content.pictogram, words=(words,))
