"""The items of a playlist, prepared for one zone of content or one LED matrix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

import msgspec

from layouts.card import Card
from layouts.compose import KINDS
from layouts.qr import CAPACITIES
from playlists.compile.pictures import Pictures
from playlists.compile.place import Desk, Paged
from playlists.compile.typesetter import Typesetter
from playlists.compile.words import set_card, set_led, spoken
from playlists.documents import Event, Notice
from playlists.program import CardContent, LiveContent, Rendition
from playlists.workspace.model import (
    CardItem,
    ImageItem,
    LedItem,
    LiveItem,
    NumberedItem,
    PdfItem,
    TextItem,
    VideoItem,
)
from playlists.workspace.problems import did_you_mean
from playlists.workspace.said import said
from playlists.workspace.times import milliseconds
from playlists.workspace.written import in_language

SHORTEST_CARD_MS = 8_000
"""The least time of a page of a card where no duration is written."""

SHORTEST_LIVE_MS = 12_000
"""The time of a page of city data where no duration is written: a headline and some lines of numbers."""

_NOTICE_PAGES, _NOTICE_MS = 4, 9_000
"""On a board a notice is told whole: on so many pages at least, each long enough for nine words."""

ROADSIDE_MS = 10_000
"""The least time of a picture beside a road; rules in use elsewhere ask 8 to 10 s (Redland, FHWA)."""

_SHORT = 2
"""Addresses that such codes hold, of 29 modules, have room wherever any has."""


@dataclass(frozen=True, slots=True)
class ContentZone:
    """Prepares items for a zone of content."""

    desk: Desk
    pictures: Pictures
    typesetter: Typesetter

    def prepare(self, numbered: NumberedItem) -> Paged | None:  # noqa: PLR0911 - one for each kind
        """The content of an item and the times of its pages; None where it cannot be shown here."""
        match numbered.item:
            case ImageItem() as item:
                return self.pictures.image(numbered, item)
            case VideoItem() as item:
                return self.pictures.film(numbered, item)
            case PdfItem() as item:
                return self.pictures.document(numbered, item)
            case CardItem() as item:
                return self._card(numbered, item)
            case TextItem():
                self.desk.misplaced(numbered, said("items.lines-elsewhere"))
                return None
            case LedItem():
                self.desk.misplaced(numbered, said("items.led-elsewhere"))
                return None
            case LiveItem() as item:
                return _live(self.desk, numbered, item)
            case _ as never:
                assert_never(never)

    def _card(self, numbered: NumberedItem, item: CardItem) -> Paged | None:
        if item.card not in KINDS:
            hint = did_you_mean(item.card, KINDS)
            self.desk.spoilt(numbered, ("card",), said("items.no-card", name=item.card), hint=hint)
            return None
        picture = self._picture(numbered, item)
        card = _card(self.desk, item, picture=picture is not None)
        frame = self.desk.place.frame
        if self.typesetter.is_cut(card, frame):
            self.desk.cut(numbered)
        if item.qr and frame.code and not self.typesetter.shows_code(card, frame):
            self._without_code(numbered, item, card)
        return CardContent(card=card, picture=picture), self._times(numbered, item, card)

    def _without_code(self, numbered: NumberedItem, item: CardItem, card: Card) -> None:
        """Tell why the code of a card has no room: its address is long, or there is none at all."""
        if longest := self._longest_code(item.qr, card):
            self.desk.long_code(numbered, len(item.qr), longest)
        elif not item.qr_label:
            self.desk.without_code(numbered)

    def _longest_code(self, address: str, card: Card) -> int:
        """How long a shorter address may be whose code has room; 0 where none has, or this one is short."""
        shorter = [size for size in CAPACITIES if size < len(address.encode())]
        if len(shorter) <= _SHORT:
            return 0
        found = 0
        for size in shorter:
            tried = msgspec.structs.replace(card, qr="a" * size)
            if not self.typesetter.shows_code(tried, self.desk.place.frame):
                break
            found = size
        return found

    def _times(self, numbered: NumberedItem, item: CardItem, card: Card) -> tuple[int, ...]:
        """The time of each page; warns where the one written is too short to read it."""
        place = self.desk.place
        least = ROADSIDE_MS if place.screen.for_drivers else 0
        needed = tuple(max(least, time) for time in self.typesetter.reading_times(card, place.frame))
        if item.duration is None:
            return tuple(max(SHORTEST_CARD_MS, time) for time in needed)
        given = milliseconds(item.duration)
        if given < max(needed, default=0):
            self.desk.hasty(numbered, max(needed))
        return (given,) * len(needed)

    def _picture(self, numbered: NumberedItem, item: CardItem) -> Rendition | None:
        """The picture of a card; a card whose picture is spoilt goes on without it."""
        if item.image is None:
            return None
        size = self.typesetter.picture_size(_card(self.desk, item, picture=True), self.desk.place.frame)
        return self.pictures.of_card(numbered, item, size) if size is not None else None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Prepares items for an LED matrix."""

    desk: Desk
    typesetter: Typesetter

    def prepare(self, numbered: NumberedItem) -> Paged | None:
        """The message of an item and the times of its LED pages, each long enough to be read."""
        place = self.desk.place
        match numbered.item:
            case CardItem() as item:
                card = _card(self.desk, item, picture=False)
            case TextItem() as item:
                card = set_led(item.text, place.languages, place.leading)
            case LedItem() as item:
                card = set_led(item.led, place.languages, place.leading)
            case LiveItem() as item:
                return _live(self.desk, numbered, item)
            case _:
                self.desk.misplaced(numbered, said("items.board-takes"))
                return None
        times = self.typesetter.led_times(card, place.screen)
        if not times:
            self.desk.spoilt(numbered, (), said("items.nothing-to-read"), said("items.write-text"))
            return None
        least = 0 if item.duration is None else milliseconds(item.duration)
        return CardContent(card=card), tuple(max(time, least) for time in times)


def _live(desk: Desk, numbered: NumberedItem, item: LiveItem) -> Paged | None:
    """City data: which source, and for how long each page; what it says is known on the device alone."""
    place = desk.place
    known = place.workspace.sources
    if item.live not in known:
        hint = did_you_mean(item.live, known)
        desk.spoilt(numbered, ("live",), said("items.no-source", name=item.live), hint=hint)
        return None
    if (item.days or item.theme) and known[item.live].sort is not Event:
        key = "days" if item.days else "theme"
        desk.spoilt(numbered, (key,), said("items.no-events", name=item.live))
        return None
    languages = spoken([item.headline, item.unit], place.languages) if item.headline else place.languages
    content = LiveContent(
        source=item.live,
        headlines=tuple((each, in_language(item.headline, each, place.leading)) for each in languages),
        units=tuple((each, in_language(item.unit, each, place.leading)) for each in languages),
        near_m=item.near,
        category=item.category,
        pictogram=item.pictogram,
        days=item.days,
        theme=item.theme,
    )
    pages, page_ms = item.pages, SHORTEST_LIVE_MS if item.duration is None else milliseconds(item.duration)
    if place.screen.is_matrix and known[item.live].sort is Notice:
        pages, page_ms = max(pages, _NOTICE_PAGES), max(page_ms, _NOTICE_MS)
    return content, (page_ms,) * (pages * len(languages))


def _card(desk: Desk, item: CardItem, *, picture: bool) -> Card:
    place = desk.place
    return set_card(item, place.languages, place.leading, place.time_zone, picture=picture)
