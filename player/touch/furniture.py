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
from player.touch.words import NAMES, say

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


def set_bar(
    sheet: Sheet, languages: Sequence[str], language: str, *, first: bool, ends: bool = False
) -> None:
    """Back, home, comforts, languages. On the first page there is nowhere to go back to; a panel `ends`."""
    bar = sheet.measures.bar
    sheet.panel(bar, sheet.ink.bar)
    names = [NAMES.get(other, other) for other in languages if other != language]
    others = "" if sheet.measures.comfort.large else ", ".join(names)
    buttons = [
        (Act.END, "x", say("end", language), True)
        if first and ends
        else (Act.BACK, "arrow-left", say("back", language), not first),
        (Act.HOME, "home", say("home", language), not first),
        (Act.COMFORTS, "accessible", say("comforts", language), True),
        (Act.LANGUAGES, "language", others or say("languages", language), len(languages) > 1),
    ]
    width = bar.width / len(buttons)
    room = width - sheet.measures.body * 0.6
    size = min(fit(label, Face.REGULAR, sheet.measures.body * 0.9, room) for _, _, label, _ in buttons)
    seen = False
    for number, (act, name, label, there) in enumerate(buttons):
        rect = Rect(bar.x + number * width, bar.y, width, bar.height)
        if there and seen:
            sheet.panel(Rect(rect.x, rect.y + rect.height * 0.2, 2, rect.height * 0.6), sheet.ink.on_bar)
        if there:
            _set_button(sheet, rect, name, label, size)
            sheet.target(rect, act, label)
        seen = there


def _set_button(sheet: Sheet, rect: Rect, name: str, label: str, size: float) -> None:
    """A pictogram over its word."""
    icon = round(min(rect.height * 0.4, sheet.measures.body * 1.5))
    whole = icon + size * 1.35
    top = rect.y + (rect.height - whole) / 2
    sheet.pictogram(Rect(rect.x + (rect.width - icon) / 2, top, icon, icon), name, sheet.ink.on_bar)
    sheet.set_lines([label], rect.x, top + icon + size * 0.1, size, sheet.ink.on_bar, centred=rect.width)


def set_title(sheet: Sheet, text: str, room: Rect) -> Rect:
    """A title at the top of a room, in three lines at most; what is left below it."""
    size = sheet.measures.title
    lines = sheet.few_lines(text, room.width, size, Face.BOLD)
    sheet.set_lines(lines, room.x, room.y, size, sheet.ink.word, face=Face.BOLD, leading=1.12)
    taken = round(len(lines) * size * 1.12 + sheet.measures.gap)
    return Rect(room.x, room.y + taken, room.width, room.height - taken)


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
            button(sheet, Rect(left, rect.y, width, rect.height), say(code, language), Act.TURN, str(step))


def button(sheet: Sheet, rect: Rect, label: str, act: Act, value: str = "", *, about: str = "") -> None:
    """A button with words in its middle, in as many lines as they need."""
    sheet.card(rect)
    size, lines = sheet.measures.body, button_lines(sheet, label, rect.width)
    top = rect.y + (rect.height - len(lines) * size * 1.25) / 2
    sheet.set_lines(lines, rect.x, top, size, sheet.ink.word, face=Face.BOLD, centred=rect.width)
    sheet.target(rect, act, label, value, about)


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
    sheet.targets.clear()
    sheet.panel(Rect(0, 0, measures.screen.width, measures.screen.height), sheet.ink.ground)
    sheet.card(panel)
    x, top = panel.x + measures.margin, panel.y + measures.margin
    sheet.set_lines(titles, x, top, measures.title, sheet.ink.word, face=Face.BOLD, leading=1.12)
    top += len(titles) * measures.title * 1.12 + measures.gap
    sheet.set_lines(lines, x, top, measures.body, sheet.ink.word)
    top += len(lines) * measures.leading + measures.gap
    button(sheet, Rect(x, top, width, high), say("more_time", language), Act.STAY)
