"""What is on every touch page in the same place: header, bar, title, the way to other sheets, the warning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from math import ceil
from zoneinfo import ZoneInfo

from layouts.dates import say_date
from layouts.layout import Rect
from layouts.page import Face
from layouts.shaping import advance
from player.touch.session import Place
from player.touch.sheet import Block, Sheet, sheets
from player.touch.target import Act, TouchPage
from player.touch.words import say

_SHRINK = 0.94
_EDGE_MM = 1.2


def set_header(sheet: Sheet, place: str, at: datetime, zone: str, language: str) -> None:
    """Where and when, quietly."""
    measures, header = sheet.measures, sheet.measures.header
    local = at.astimezone(ZoneInfo(zone))
    sheet.panel(header, sheet.ink.bar)
    size = measures.body
    clock = f"{local:%H:%M}"
    clock_size = round(size * (1 if measures.comfort.large else 1.8))
    width = advance(clock, Face.BOLD, clock_size)
    top = (header.height - clock_size * 1.25) / 2
    left = header.width - measures.margin - width
    sheet.set_lines([clock], left, top, clock_size, sheet.ink.on_bar, face=Face.BOLD)
    room = left - 2 * measures.margin
    lines = [(place, Face.BOLD), (say_date(local.date(), language), Face.REGULAR)]
    shown = [(text, face) for text, face in lines if text][: 1 if measures.comfort.large else 2]
    top = (header.height - len(shown) * size * 1.25) / 2
    for text, face in shown:
        fitting = fit(text, face, size, room)
        sheet.set_lines([text], measures.margin, top, fitting, sheet.ink.on_bar, face=face)
        top += size * 1.25


def set_edge(sheet: Sheet) -> None:
    """A line around a page that lies on something else; below stands the bar."""
    screen, wide = sheet.measures.screen, sheet.measures.mm(_EDGE_MM)
    for rect in (
        Rect(0, 0, screen.width, wide),
        Rect(0, 0, wide, screen.height),
        Rect(screen.width - wide, 0, wide, screen.height),
    ):
        sheet.panel(rect, sheet.ink.line)


def set_title(sheet: Sheet, text: str, room: Rect) -> Rect:
    """A title at the top of a room, in three lines at most; what is left below it.

    Nobody must reach a title: it stands above the room where there is space.
    """
    size = sheet.measures.title
    lines = sheet.few_lines(text, room.width, size, Face.BOLD)
    taken = round(len(lines) * size * 1.12 + sheet.measures.gap)
    top = max(sheet.measures.top, room.y - taken)
    sheet.set_lines(lines, room.x, top, size, sheet.ink.word, face=Face.BOLD, leading=1.12)
    return Rect(room.x, top + taken, room.width, room.bottom - top - taken)


def is_whole(sheet: Sheet, text: str, room: Rect) -> bool:
    """Whether a title is shown to its end."""
    size = sheet.measures.title
    lines = sheet.lines(text, room.width, size, Face.BOLD)
    return lines == sheet.few_lines(text, room.width, size, Face.BOLD)


def set_blocks(sheet: Sheet, blocks: Sequence[Block], room: Rect, place: Place, language: str) -> TouchPage:
    """Blocks one under the other, as many as fit; buttons to the others where there are more."""
    gap = sheet.measures.gap
    found = sheets(blocks, room.height, gap)
    if len(found) > 1:
        height = pager_height(sheet)
        found = sheets(blocks, room.height - height - gap, gap)
        at = min(place.sheet, len(found) - 1)
        rect = Rect(room.x, room.bottom - height, room.width, height)
        _set_pager(sheet, rect, at, len(found), language)
    else:
        at = 0
    top = room.y
    for block in found[at]:
        block.draw(top)
        top += block.height + gap
    return sheet.done(more=at < len(found) - 1)


def pager_height(sheet: Sheet) -> float:
    """How high the buttons to other sheets are."""
    return sheet.measures.line


def _set_pager(sheet: Sheet, rect: Rect, at: int, count: int, language: str) -> None:
    gap = sheet.measures.gap
    figure = f"{at + 1} / {count}"
    middle = advance(figure, Face.REGULAR, sheet.measures.body) + 2 * gap
    width = (rect.width - middle) / 2
    where = rect.y + (rect.height - sheet.measures.leading) / 2
    sheet.set_lines([figure], rect.x + width, where, sheet.measures.body, sheet.ink.word, centred=middle)
    for step, code, left in ((-1, "before", rect.x), (1, "next", rect.right - width)):
        if 0 <= at + step < count:
            button(
                sheet, Rect(left, rect.y, width, rect.height), say(code, language), Act.TURN, f"{at + step}"
            )


def button(sheet: Sheet, rect: Rect, label: str, act: Act, value: str = "", *, about: str = "") -> None:
    """A button with words in its middle, in as many lines as they need."""
    sheet.card(rect)
    size, lines = sheet.measures.body, button_lines(sheet, label, rect.width)
    top = rect.y + (rect.height - len(lines) * size * 1.25) / 2
    sheet.set_lines(lines, rect.x, top, size, sheet.ink.word, face=Face.BOLD, centred=rect.width)
    sheet.target(rect, act, label, value, about)


def button_block(sheet: Sheet, label: str, act: Act, value: str, room: Rect, *, about: str = "") -> Block:
    """A button as wide as a room, high enough for its words."""
    measures, lines = sheet.measures, len(button_lines(sheet, label, room.width))
    high = max(measures.mm(20), round((lines - 1) * measures.leading + measures.body * 2.2))
    return Block(
        high, lambda top: button(sheet, Rect(room.x, top, room.width, high), label, act, value, about=about)
    )


def button_lines(sheet: Sheet, label: str, width: float) -> tuple[str, ...]:
    """The words of a button of that width, by lines."""
    return sheet.lines(label, width - sheet.measures.body, sheet.measures.body, Face.BOLD)


def fit(text: str, face: Face, size: float, room: float) -> float:
    """The size, in pixels and at most `size`, at which one line fits a room."""
    while advance(text, face, size) > room and size > 1:
        size = round(size * _SHRINK, 2)
    return size


def set_warning(sheet: Sheet, left_s: float, language: str) -> None:
    """In the page's place: it is about to be cleared, and one large button that gives more time."""
    measures, room = sheet.measures, sheet.measures.room
    text = say("ends_in", language, seconds=ceil(left_s))
    asked = say("still_there", language)
    width = room.width - 2 * measures.margin
    titles = sheet.lines(asked, width, measures.title, Face.BOLD)
    lines = sheet.lines(text, width, measures.body)
    high = max(measures.mm(25), round(measures.body * 3))
    inner = len(titles) * measures.title * 1.12 + len(lines) * measures.leading + high + 3 * measures.gap
    height = inner + 2 * measures.margin
    panel = Rect(room.x, room.y + max(0.0, (room.height - height) / 2), room.width, height)
    sheet.card(panel)
    x, top = panel.x + measures.margin, panel.y + measures.margin
    sheet.set_lines(titles, x, top, measures.title, sheet.ink.word, face=Face.BOLD, leading=1.12)
    top += len(titles) * measures.title * 1.12 + measures.gap
    sheet.set_lines(lines, x, top, measures.body, sheet.ink.word)
    top += len(lines) * measures.leading + measures.gap
    button(sheet, Rect(x, top, width, high), say("more_time", language), Act.STAY)
