"""The alert: what happens, on the colour of its gravity under the warning sign; below it, what to do.

Its colours are its own: no theme of a city can make a warning illegible. Nothing of it moves or flashes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import msgspec
from msgspec.structs import replace

from layouts.card import ALERT, CAUTION, Card, Words
from layouts.compose.blocks import HEADLINE, LEAD, STRONG, Block, set_text
from layouts.compose.frame import Frame
from layouts.compose.labels import label, pictogram
from layouts.compose.roadside import first_sentence, sentences
from layouts.compose.story import Story
from layouts.compose.visual import disc
from layouts.layout import Rect
from layouts.page import Mark, Page, Panel
from layouts.typeset import is_weak


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

_CAPS: Final = (5.6, 5.0, 4.5, 4.0, 3.6, 3.2, 2.9, 2.6, 2.35, 2.1, 1.9, 1.7, 1.5, 1.35, 1.2)
"""Cap heights of the headline that are tried, in those of body type."""
_LEADS: Final = (0.72, 0.62, 0.54, 0.46)
"""Cap heights of what to do, of that of the headline: it is as important."""
_SIGN = 2.6
"""Side of the sign, in cap heights of the headline."""
_WORD: Final = (0.8, 0.6, 0.45)
"""Cap heights of the level's word that are tried, of that of the headline."""
_SOURCE = 0.6
_ONWARD = 1.3
"""Cap height of what goes on over pages, in that of body type."""
_LYING = 1.25
_FIELD = 0.54
"""The part of a lying screen that the field takes."""
_LEAST_FIELD = 0.46
"""The part of an upright screen that the field takes at least, where it leaves room."""
_MOST_LINES, _MOST_LINES_AT_LEAST = 5, 10
"""Lines of a headline; more only in the smallest type."""
_DROP = 2.2
"""From the sign down to a headline that stands near eye height, in its cap heights."""
_AIR = 0.3
"""Below the last line of a headline, for what hangs from it, in its cap heights."""


def tell(card: Card, words: Words) -> Story:
    """What happens, what to do (a line a sentence), and who says so; `figure` is the word of its gravity."""
    return Story(
        language=words.language,
        category=card.category,
        pictogram=pictogram(card, "alert-triangle"),
        label=words.figure or label(card.category, words.language),
        headline=words.headline,
        lead="\n".join(sentences(words.body)),
        source=words.source,
    )


class _Caps(msgspec.Struct, frozen=True):
    """Cap heights in pixels: of the headline, of what to do, and the least that is legible."""

    headline: float
    lead: float
    least: float


def pages(stories: tuple[Story, ...], kind: str, frame: Frame) -> tuple[Page, ...]:
    """A page a language, all in one size of type; where that is too little, what to do goes on over pages.

    For drivers its first sentence has a page of its own, and is all they have time for. A headline that is
    too long for its field goes on over pages too, under the sign and the word of its gravity.
    """
    dress = DRESSES[kind]
    if frame.drivers:
        parts = tuple(part for story in stories for part in _for_drivers(story))
        return _set(parts, dress, frame) or _spelled(parts, dress, frame)
    if found := _set(stories, dress, frame):
        return found
    openings = _set(tuple(replace(story, lead="") for story in stories), dress, frame)
    if not openings:
        return _spelled(stories, dress, frame)
    turns = zip(stories, openings, strict=True)
    return tuple(page for story, opening in turns for page in (opening, *_onward(story, dress, frame)))


def _for_drivers(story: Story) -> tuple[Story, ...]:
    short = replace(story, lead="", source="")
    act = first_sentence(story.lead).removesuffix(".")
    return (short, replace(short, headline=act)) if act else (short,)


def _set(stories: tuple[Story, ...], dress: Dress, frame: Frame) -> tuple[Page, ...]:
    """The pages in the largest type in which all of them fit; none where they do not in any."""
    for caps in _sizes(frame):
        found = [_page(story, caps, dress, frame) for story in stories]
        if None not in found:
            return tuple(page for page in found if page is not None)
    return ()


def _sizes(frame: Frame) -> Iterator[_Caps]:
    for cap in _CAPS:
        headline = max(1.2 * frame.unit, cap * frame.base)
        for lead in _LEADS:
            yield _Caps(headline, max(frame.base, lead * headline), frame.unit)


@dataclass(frozen=True)
class _Parts:
    """A story set in one size of type."""

    side: float
    word: Block
    headline: Block
    lead: Block | None
    source: Block | None

    @property
    def field(self) -> float:
        """The least height of what stands on the field."""
        return self.side + (1.1 + _AIR) * self.headline.cap + self.headline.height + self._signed(self.lead)

    @property
    def below(self) -> float:
        """The least height of what stands below it."""
        return self.lead.height + self._signed(None) if self.lead else 0.0

    def _signed(self, elsewhere: Block | None) -> float:
        return self.source.height + 2.2 * self.source.cap if self.source and not elsewhere else 0.0


def _page(story: Story, caps: _Caps, dress: Dress, frame: Frame) -> Page | None:
    inset = 1.25 * frame.margin
    lying = bool(story.lead) and frame.width > _LYING * frame.height
    cut = round(_FIELD * frame.width) if lying else frame.width
    parts = _parts(story, caps, dress, cut - 2 * inset, (frame.width - cut if lying else cut) - 2 * inset)
    if parts is None:
        return None
    if lying:
        if max(parts.field, parts.below) > frame.height - 2 * inset:
            return None
        field = Rect(0, 0, cut, frame.height)
        below = Rect(cut, 0, frame.width - cut, frame.height)
    else:
        spare = frame.height - (parts.below + 2 * inset if parts.lead else 0.0)
        least = parts.field + 2 * inset
        if least > spare:
            return None
        share = max(least + 0.4 * (spare - least), min(spare, _LEAST_FIELD * frame.height))
        height = round(share) if parts.lead else frame.height
        field, below = Rect(0, 0, cut, height), Rect(0, height, cut, frame.height - height)
    marks: list[Mark] = [Panel(field, dress.field)]
    marks.extend(_on_field(story, parts, _inner(field, inset), dress))
    marks.extend(_below(parts, _inner(below, inset)))
    return Page(width=frame.width, height=frame.height, background=dress.ground, marks=tuple(marks))


def _parts(story: Story, caps: _Caps, dress: Dress, on_field: float, below: float) -> _Parts | None:
    headline = set_text(story.headline, HEADLINE, caps.headline, dress.on_field, on_field)
    most = _MOST_LINES if caps.headline > 1.5 * caps.lead else _MOST_LINES_AT_LEAST
    if headline is None or len(headline.lines) > most or any(map(is_weak, headline.lines[:-1])):
        return None
    side = min(_SIGN * caps.headline, 0.4 * on_field)
    word = _word(story.label, caps, dress.on_field, on_field - 1.3 * side)
    lead = set_text(story.lead, LEAD, caps.lead, dress.text, below) if story.lead else None
    small, quiet = max(caps.lead * _SOURCE, caps.least), dress.quiet if story.lead else dress.on_field
    width = below if story.lead else on_field
    source = set_text(story.source, LEAD, small, quiet, width) if story.source else None
    if word is None or (story.lead and lead is None):
        return None
    return _Parts(side, word, headline, lead, source)


def _word(text: str, caps: _Caps, ink: str, width: float) -> Block | None:
    """The word of the gravity on one line, a little smaller where it must be."""
    sizes = (max(caps.least, part * caps.headline) for part in _WORD)
    blocks = (set_text(text, STRONG, cap, ink, width) for cap in sizes)
    return next((block for block in blocks if block and len(block.lines) == 1), None)


def _on_field(story: Story, parts: _Parts, room: Rect, dress: Dress) -> Iterator[Mark]:
    """Sign and word at the top, the headline at the bottom; alone on an upright screen near eye height."""
    yield from _sign(story, parts.word, Rect(room.x, room.y, parts.side, parts.side), dress)
    foot = room.bottom - _AIR * parts.headline.cap
    if parts.source and not parts.lead:
        foot -= parts.source.height + 2.2 * parts.source.cap
        yield from parts.source.marks(room.x, room.bottom - parts.source.height)
    top = foot - parts.headline.height
    if not parts.lead and room.height > _LYING * room.width:
        top = min(top, room.y + parts.side + _DROP * parts.headline.cap)
    yield from parts.headline.marks(room.x, top)


def _sign(story: Story, word: Block, place: Rect, dress: Dress) -> Iterator[Mark]:
    yield from disc(story, place, ground=dress.field, ink=dress.on_field)
    yield from word.marks(place.x + 1.3 * place.width, place.y + (place.height - word.cap) / 2)


def _below(parts: _Parts, room: Rect) -> Iterator[Mark]:
    """What to do at the top, who says so at the bottom."""
    if parts.lead:
        yield from parts.lead.marks(room.x, room.y)
        if parts.source:
            yield from parts.source.marks(room.x, room.bottom - parts.source.height)


def _spelled(stories: tuple[Story, ...], dress: Dress, frame: Frame) -> tuple[Page, ...]:
    """All that they say as running text."""
    texts = ("\n".join(filter(None, (story.headline, story.lead, story.source))) for story in stories)
    told = (replace(story, lead=text) for story, text in zip(stories, texts, strict=True))
    return tuple(page for story in told for page in _onward(story, dress, frame))


def _onward(story: Story, dress: Dress, frame: Frame) -> Iterator[Page]:
    """What to do, on as many pages as it needs, each under the sign."""
    inset, cap = 1.25 * frame.margin, _ONWARD * frame.base
    side = 2 * cap
    band = Rect(0, 0, frame.width, round(side + 1.4 * inset))
    room = _inner(Rect(0, band.bottom, frame.width, frame.height - band.bottom), inset)
    word = set_text(story.label, STRONG, cap, dress.on_field, room.width - 1.3 * side, force=True)
    if word is None:
        return
    sign = _sign(story, word, Rect(room.x, 0.7 * inset, side, side), dress)
    top = (Panel(band, dress.field), *sign)
    for block in _chunks(story.lead, cap, dress.text, room):
        marks = (*top, *block.marks(room.x, room.y))
        yield Page(width=frame.width, height=frame.height, background=dress.ground, marks=marks)


def _chunks(text: str, cap: float, ink: str, room: Rect) -> Iterator[Block]:
    """As many sentences a page as fit; one that is too long for a page is broken where the page ends."""
    held: Block | None = None
    said = ""
    for sentence in sentences(text):
        together = f"{said}\n{sentence}".strip()
        block = set_text(together, LEAD, cap, ink, room.width, force=True)
        if block and held and block.height > room.height:
            yield from _cut(held, room.height)
            together, block = sentence, set_text(sentence, LEAD, cap, ink, room.width, force=True)
        said, held = together, block
    if held:
        yield from _cut(held, room.height)


def _cut(block: Block, height: float) -> Iterator[Block]:
    most = max(1, 1 + int((height - block.cap) / (block.style.leading * block.em)))
    for start in range(0, len(block.lines), most):
        yield Block(block.lines[start : start + most], block.style, block.cap, block.colour)


def _inner(rect: Rect, inset: float) -> Rect:
    return Rect(rect.x + inset, rect.y + inset, rect.width - 2 * inset, rect.height - 2 * inset)
