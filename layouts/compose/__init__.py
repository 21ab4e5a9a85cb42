"""Cards become pages: a message, set for one zone of one screen, as marks on pixels.

The first plan (visual, type, columns) by which everything fits is taken; type never falls below u. What
fits no page goes on over several. Pure and deterministic.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from layouts.card import LISTING, Card
from layouts.compose import alert, listing
from layouts.compose.frame import Frame, frame_for
from layouts.compose.identity import built_in_page
from layouts.compose.kinds import KINDS, TELLERS, WARNING_TELLERS
from layouts.compose.onepage import set_page
from layouts.compose.overflow import flow
from layouts.compose.plans import Plan, calmer, plans, with_larger_text, with_more_picture
from layouts.compose.roadside import roadside
from layouts.compose.story import Story
from layouts.legibility import count_words, reading_ms
from layouts.page import Code, Page, Photo, TextLine
from layouts.shaping import advance

__all__: Final = [
    "KINDS",
    "Frame",
    "built_in_page",
    "compose",
    "frame_for",
    "is_cut",
    "left_out",
    "picture_size",
    "reading_times",
    "shows_code",
]

_AMPLE = 14
"""A frame of so many u either way holds every word."""
_WHOLE: Final = re.compile(r"[-/\u2010\u00ad]")


def stories(card: Card, frame: Frame) -> tuple[Story, ...]:
    """What the card says in each language that the frame shows, French (or whatever leads) first."""
    shown = [words for words in card.words if not frame.languages or words.language in frame.languages]
    if card.kind in WARNING_TELLERS:
        return tuple(WARNING_TELLERS[card.kind](card, words) for words in shown or card.words[:1])
    told = [TELLERS[card.kind](card, words) for words in shown or card.words[:1]]
    short = frame.drivers and card.kind != LISTING
    return tuple(roadside(story) if short else story for story in told)


def compose(card: Card, frame: Frame) -> tuple[Page, ...]:
    """The pages of `card` in `frame`, in the order in which they are shown.

    Languages stand side by side where each has room, otherwise one after the other by one and the same
    plan. Raises KeyError for a kind that there is not.
    """
    told = stories(card, frame)
    if card.kind in WARNING_TELLERS and (pages := alert.pages(told, card.kind, frame)):
        return pages
    if card.kind == LISTING and (pages := listing.pages(told, frame)):
        return pages
    if card.kind == LISTING:
        told = tuple(listing.as_sentences(story) for story in told)
    least = ({"lead": ""},) if frame.drivers else ({"code": ""}, {"code": "", "label": ""})
    attempts = (told, *(tuple(msgspec.structs.replace(story, **less) for story in told) for less in least))
    for attempt in attempts if card.has_picture else ():
        if pages := _by_plan(attempt, frame, has_picture=True, shown=True):
            return pages
    for attempt in attempts:
        if pages := _by_plan(attempt, frame, has_picture=card.has_picture):
            return pages
    for attempt in () if frame.drivers else attempts:
        if pages := _opened(attempt, frame, has_picture=card.has_picture):
            return pages
    return tuple(page for turn in flow(told, frame) for page in turn)


def _opened(told: tuple[Story, ...], frame: Frame, *, has_picture: bool) -> tuple[Page, ...]:
    """A page with the message and the practical lines, then pages of text; none if that fails too."""
    openings = tuple(msgspec.structs.replace(story, lead="", source="") for story in told)
    pages = _by_plan(openings, frame, has_picture=has_picture)
    if len(pages) != len(told):
        return ()
    rests = tuple(
        msgspec.structs.replace(story, figure="", facts=(), code="", code_label="") for story in told
    )
    turns = zip(pages, flow(rests, frame, before=1), strict=True)
    return tuple(page for opening, rest in turns for page in (opening, *rest))


def _by_plan(
    told: tuple[Story, ...], frame: Frame, *, has_picture: bool, shown: bool = False
) -> tuple[Page, ...]:
    """Pages by the first plan that holds all of every story; none where no plan does.

    With `shown` the picture is on them: a code gives way to it, its address stays.
    """
    figure = any(story.figure for story in told)
    choices = plans(frame.space, has_picture=has_picture, has_figure=figure, languages=len(told))
    for plan in choices:
        if shown and plan.visual is None:
            continue
        pages = _turns(told, plan, frame, has_picture=has_picture)
        if pages:
            return _filled(told, plan, frame, has_picture=has_picture) or pages
    return ()


def _turns(told: tuple[Story, ...], plan: Plan, frame: Frame, *, has_picture: bool) -> tuple[Page, ...]:
    """One page with all languages or one for each, by `plan`; none where something does not fit."""
    pages: list[Page] = []
    for turn in [told] if plan.columns > 1 else [(story,) for story in told]:
        page = set_page(turn, plan, frame, has_picture=has_picture)
        if page is None:
            return ()
        pages.append(page)
    return tuple(pages)


def _filled(told: tuple[Story, ...], plan: Plan, frame: Frame, *, has_picture: bool) -> tuple[Page, ...]:
    """The pages with text and picture grown into the room that was left; none where none was left."""
    filled: tuple[Page, ...] = ()
    larger = _first_that_fits(told, with_larger_text(plan), frame, has_picture=has_picture)
    if larger:
        plan, filled = larger
    more = _first_that_fits(told, with_more_picture(plan, frame.space), frame, has_picture=has_picture)
    return more[1] if more else filled


def _first_that_fits(
    told: tuple[Story, ...], choices: tuple[Plan, ...], frame: Frame, *, has_picture: bool
) -> tuple[Plan, tuple[Page, ...]] | None:
    """The first plan that leaves calm room under the text, and its pages."""
    for plan in choices:
        if _turns(told, calmer(plan), frame, has_picture=has_picture):
            return plan, _turns(told, plan, frame, has_picture=has_picture)
    return None


def picture_size(card: Card, frame: Frame) -> tuple[int, int] | None:
    """The pixels of the picture of `card` in `frame`, one size on all its pages; None where none shows."""
    pages = compose(msgspec.structs.replace(card, has_picture=True), frame)
    photos = (mark.rect for page in pages for mark in page.marks if isinstance(mark, Photo))
    return next(((round(rect.width), round(rect.height)) for rect in photos), None)


def shows_code(card: Card, frame: Frame) -> bool:
    """Whether the code of `card` has room in `frame`, wide enough to be scanned from where people stand."""
    return any(isinstance(mark, Code) for page in compose(card, frame) for mark in page.marks)


def reading_times(card: Card, frame: Frame) -> tuple[int, ...]:
    """How long each page of `card` must stay to be read, in milliseconds.

    Columns in several languages are read by different people: the longest counts.
    """
    pages = compose(card, frame)
    told = len(stories(card, frame))
    sharing = told if len(pages) == 1 else 1
    return tuple(reading_ms(-(-_words(page) // sharing), drivers=frame.drivers) for page in pages)


def _words(page: Page) -> int:
    return sum(count_words(mark.text) for mark in page.marks if isinstance(mark, TextLine))


def is_cut(card: Card, frame: Frame) -> bool:
    """Whether words lie beyond the frame, or one of the headline is broken where no word breaks."""
    if min(frame.width, frame.height) >= _AMPLE * frame.unit:
        return False
    lines = [mark for page in compose(card, frame) for mark in page.marks if isinstance(mark, TextLine)]
    ends = (line.x + advance(line.text, line.face, line.size, line.tracking) for line in lines)
    if (
        max(ends, default=0.0) > frame.width
        or max((line.baseline for line in lines), default=0) > frame.height
    ):
        return True
    shown = "".join(f" {line.text} " for line in lines)
    words = [word for story in stories(card, frame) for word in story.headline.split()]
    return any(max(_WHOLE.split(word), key=len) not in shown for word in words)


def left_out(card: Card, frame: Frame) -> tuple[str, ...]:
    """The texts that a roadside screen does not show, because drivers have no time for them."""
    if not frame.drivers:
        return ()
    shown = "".join(
        mark.text for page in compose(card, frame) for mark in page.marks if isinstance(mark, TextLine)
    )
    walking = msgspec.structs.replace(frame, drivers=False)
    texts = (text for story in stories(card, walking) for text in story.texts() if text != story.label)
    return tuple(text for text in texts if _run_together(text).removesuffix(".") not in _run_together(shown))


def _run_together(text: str) -> str:
    return "".join(text.split())
