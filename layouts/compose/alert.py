"""The alert: what happens, on the colour of its gravity under the warning sign; below it, what to do.

Its colours are its own: no theme of a city can make a warning illegible. Nothing of it moves or flashes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import msgspec

from layouts.card import Card, Words
from layouts.compose.blocks import HEADLINE, LEAD, STRONG, Block, set_text
from layouts.compose.frame import Frame, Type, sizes
from layouts.compose.labels import label, pictogram
from layouts.compose.roadside import first_sentence
from layouts.compose.story import Story
from layouts.compose.visual import disc
from layouts.layout import Rect
from layouts.page import Mark, Page, Panel
from layouts.typeset import is_weak

ALERT: Final = "alert"
CAUTION: Final = "caution"
"""The two kinds of card: a danger, and a call to be careful."""


class Dress(msgspec.Struct, frozen=True, kw_only=True):
    """The colours of an alert: its field and the ink on it, the ground below and the inks on that."""

    field: str
    on_field: str
    ground: str = "#14161a"
    text: str = "#ffffff"
    quiet: str = "#c9ced6"


DRESSES: Final = {
    ALERT: Dress(field="#b0121f", on_field="#ffffff"),
    CAUTION: Dress(field="#f5a800", on_field="#191300"),
}
"""Red is for danger alone. Ink and ground are at least 7:1 apart (WCAG 2.2, 1.4.6)."""

_SCALES: Final = (2.4, 2.2, 2.0, 1.8, 1.6, 1.45, 1.32, 1.2, 1.1, 1.0, 0.9, 0.82, 0.74, 0.66, 0.6, 0.54, 0.48)
_SIGN = 2.6
"""Side of the sign, in cap heights of the headline."""
_WORD = 0.8
"""Cap height of the level's word, of that of the headline."""
_LYING = 1.25
_FIELD = 0.56
"""The part of a lying screen that the field takes."""
_LEAST_FIELD = 0.46
"""The part of an upright screen that the field takes at least, where it leaves room."""
_MOST_LINES = 6


def tell(card: Card, words: Words) -> Story:
    """What happens, what to do, and who says so; `figure` holds the word of its gravity."""
    return Story(
        language=words.language,
        category=card.category,
        pictogram=pictogram(card, "alert-triangle"),
        label=words.figure or label(card.category, words.language),
        headline=words.headline,
        lead=words.body,
        source=words.source,
    )


def pages(stories: tuple[Story, ...], kind: str, frame: Frame) -> tuple[Page, ...]:
    """A page a language, all in one size of type; two where what to do needs one of its own.

    For drivers it always does, and its first sentence is all they have time for. None where it fits nowhere.
    """
    dress = DRESSES[kind]
    told = tuple(_for_drivers(story) if frame.drivers else story for story in stories)
    if not frame.drivers and (found := _set(told, dress, frame)):
        return found
    apart = tuple(
        part
        for story in told
        for part in (
            msgspec.structs.replace(story, lead=""),
            msgspec.structs.replace(story, headline=story.lead, lead=""),
        )
        if part.headline
    )
    return _set(apart, dress, frame)


def _for_drivers(story: Story) -> Story:
    return msgspec.structs.replace(story, lead=first_sentence(story.lead), source="")


def _set(stories: tuple[Story, ...], dress: Dress, frame: Frame) -> tuple[Page, ...]:
    """The pages in the largest type in which all of them fit; none where they do not in any."""
    for scale in _SCALES:
        type_ = sizes(frame.space, scale)
        found = [_page(story, type_, dress, frame) for story in stories]
        if None not in found:
            return tuple(page for page in found if page is not None)
    return ()


@dataclass(frozen=True)
class _Parts:
    """A story set in one size of type, `width` pixels wide in the field."""

    sign: float
    word: Block
    headline: Block
    lead: Block | None
    source: Block | None
    type_: Type

    @property
    def field(self) -> float:
        """The height of what stands on the field."""
        return self.sign + 1.1 * self.headline.cap + self.headline.height + 0.3 * self.headline.cap

    @property
    def below(self) -> float:
        """The height of what stands below it."""
        found = [part.height for part in (self.lead, self.source) if part]
        return sum(found) + (len(found) - 1) * 1.6 * self.type_.body if found else 0.0


def _page(story: Story, type_: Type, dress: Dress, frame: Frame) -> Page | None:
    inset = 1.25 * frame.margin
    lying = bool(story.lead) and frame.width > _LYING * frame.height
    whole = Rect(0, 0, frame.width, frame.height)
    if lying:
        field = Rect(0, 0, round(_FIELD * frame.width), frame.height)
        below = Rect(field.right, 0, frame.width - field.right, frame.height)
        parts = _parts(story, type_, dress, (_inner(field, inset).width, _inner(below, inset).width), frame)
        fits = parts and max(parts.field, parts.below) <= frame.height - 2 * inset
    else:
        parts = _parts(story, type_, dress, (_inner(whole, inset).width,) * 2, frame)
        needed = parts.below + 2 * inset if parts and parts.below else 0.0
        spare = frame.height - needed
        fits = parts and parts.field + 2 * inset <= spare
        height = frame.height if not needed else max(min(spare, _share(parts, spare, frame)), 0.0)
        field = Rect(0, 0, frame.width, round(height))
        below = Rect(0, field.bottom, frame.width, frame.height - field.bottom)
    if parts is None or not fits:
        return None
    marks: list[Mark] = [Panel(field, dress.field)]
    marks.extend(_on_field(story, parts, _inner(field, inset), dress))
    marks.extend(_below(parts, _inner(below, inset)))
    return Page(width=frame.width, height=frame.height, background=dress.ground, marks=tuple(marks))


def _share(parts: _Parts | None, spare: float, frame: Frame) -> float:
    """The height of the field of an upright page: as much as it needs, then half of what is left over."""
    least = parts.field + 2.5 * frame.margin if parts else 0.0
    return max(least + 0.5 * (spare - least), min(spare, _LEAST_FIELD * frame.height))


def _parts(
    story: Story, type_: Type, dress: Dress, widths: tuple[float, float], frame: Frame
) -> _Parts | None:
    on_field, below = widths
    headline = set_text(story.headline, HEADLINE, type_.headline, dress.on_field, on_field)
    if headline is None or len(headline.lines) > _MOST_LINES or any(map(is_weak, headline.lines[:-1])):
        return None
    sign = min(_SIGN * type_.headline, 0.4 * on_field)
    word = _word(story.label, max(frame.unit, _WORD * type_.headline), dress.on_field, on_field - 1.3 * sign)
    small = max(frame.unit, 0.8 * type_.body)
    lead = set_text(story.lead, LEAD, type_.lead, dress.text, below) if story.lead else None
    quiet = dress.quiet if story.lead else dress.on_field
    source = set_text(story.source, LEAD, small, quiet, below) if story.source else None
    if word is None or (story.lead and lead is None) or (story.source and source is None):
        return None
    return _Parts(sign=sign, word=word, headline=headline, lead=lead, source=source, type_=type_)


def _word(text: str, cap: float, ink: str, width: float) -> Block | None:
    """The word of the gravity on one line."""
    block = set_text(text, STRONG, cap, ink, width)
    return block if block and len(block.lines) == 1 else None


def _on_field(story: Story, parts: _Parts, room: Rect, dress: Dress) -> Iterator[Mark]:
    """Sign and word at the top, the headline at the bottom."""
    side = parts.sign
    yield from disc(story, Rect(room.x, room.y, side, side), ground=dress.field, ink=dress.on_field)
    yield from parts.word.marks(room.x + 1.3 * side, room.y + (side - parts.word.cap) / 2)
    foot = room.bottom - 0.3 * parts.headline.cap
    if parts.source and not parts.lead:
        foot -= parts.source.height + 1.6 * parts.type_.body
        yield from parts.source.marks(room.x, room.bottom - parts.source.height)
    yield from parts.headline.marks(room.x, foot - parts.headline.height)


def _below(parts: _Parts, room: Rect) -> Iterator[Mark]:
    """What to do at the top, who says so at the bottom."""
    if parts.lead:
        yield from parts.lead.marks(room.x, room.y)
        if parts.source:
            yield from parts.source.marks(room.x, room.bottom - parts.source.height)


def _inner(rect: Rect, inset: float) -> Rect:
    return Rect(rect.x + inset, rect.y + inset, rect.width - 2 * inset, rect.height - 2 * inset)
