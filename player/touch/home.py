"""The home page: a question, a way to search, and up to eight large services."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from layouts.family import UNITS_PER_EM
from layouts.layout import Rect
from layouts.page import Face
from layouts.shaping import advance
from layouts.typeset import break_lines
from player.touch.furniture import set_blocks, set_title
from player.touch.sheet import Block, Sheet
from player.touch.target import Act, TouchPage
from player.touch.view import View
from player.touch.words import say
from playlists.services import Service

_ACROSS = 2
_TITLE_LINES = 2


def set_home(view: View, room: Rect) -> TouchPage:
    """The home page in a room."""
    sheet, measures, language = view.sheet, view.sheet.measures, view.language
    room = set_title(sheet, say("question", language), room)
    high = measures.line
    _set_search(sheet, Rect(room.x, room.y, room.width, high), language)
    top = room.y + high + measures.gap
    left = Rect(room.x, top, room.width, room.bottom - top)
    return set_blocks(sheet, _rows(view, left), left, view.session.place, language)


def _set_search(sheet: Sheet, rect: Rect, language: str) -> None:
    size, label = sheet.measures.body, say("search", language)
    sheet.card(rect)
    icon = round(size * 1.3)
    sheet.pictogram(
        Rect(rect.x + size * 0.7, rect.y + (rect.height - icon) / 2, icon, icon), "search", sheet.ink.word
    )
    x = rect.x + size * 0.7 + icon + size * 0.5
    lines = sheet.lines(label, rect.right - x - size, size)[:1]
    sheet.set_lines(lines, x, rect.y + (rect.height - size * 1.25) / 2, size, sheet.ink.word)
    sheet.target(rect, Act.SEARCH, say("find", language))


def _rows(view: View, room: Rect) -> list[Block]:
    """Tiles, two across where their words fit so, and the emergency numbers under them."""
    sheet, measures, offered = view.sheet, view.sheet.measures, view.here.offered
    titles = [view.say(service.title) for service in offered.services]
    width = (room.width - measures.gap * (_ACROSS - 1)) / _ACROSS
    across = _ACROSS if all(_fits(sheet, title, width) for title in titles) else 1
    width = (room.width - measures.gap * (across - 1)) / across
    below = list(_below(view, room))
    count = -(-len(titles) // across)
    spare = room.height - sum(block.height + measures.gap for block in below)
    least = max(measures.mm(20), round(measures.body * 2.7))
    if across == 1:
        lines = max((len(_title(sheet, title, width)) for title in titles), default=1)
        least = max(measures.mm(20), round(lines * measures.leading + measures.body * 0.7))
    high = min(max(least, (spare + measures.gap) / max(1, count) - measures.gap), measures.body * 5.4)
    tiles = list(zip(offered.services, titles, strict=True))
    rows = [tiles[start : start + across] for start in range(0, len(tiles), across)]
    return [*(Block(high, _row(sheet, row, Rect(room.x, 0, width, high))) for row in rows), *below]


def _row(sheet: Sheet, row: list[tuple[Service, str]], first: Rect) -> Callable[[float], None]:
    """Sets tiles side by side, each as large as the first."""

    def draw(top: float) -> None:
        for number, (service, title) in enumerate(row):
            x = first.x + number * (first.width + sheet.measures.gap)
            _set_tile(sheet, service, title, Rect(x, top, first.width, first.height))

    return draw


def _set_tile(sheet: Sheet, service: Service, title: str, rect: Rect) -> None:
    size = sheet.measures.body
    sheet.card(rect)
    pad = round(size * 0.55)
    chip = min(rect.height - 2 * min(pad, rect.height * 0.13), size * 3)
    ground = Rect(rect.x + pad, rect.y + (rect.height - chip) / 2, chip, chip)
    chip_colour, drawn = sheet.ink.chip(service.category)
    sheet.panel(ground, chip_colour, round(size * 0.3))
    inset = round(chip * 0.18)
    icon = Rect(ground.x + inset, ground.y + inset, chip - 2 * inset, chip - 2 * inset)
    sheet.pictogram(icon, service.pictogram, drawn)
    x = ground.right + pad
    most = max(1, int(rect.height // sheet.measures.leading))
    lines = sheet.few_lines(title, rect.right - x - pad, size, Face.BOLD, most=most)
    top = rect.y + (rect.height - len(lines) * sheet.measures.leading) / 2
    sheet.set_lines(lines, x, top, size, sheet.ink.word, face=Face.BOLD)
    sheet.target(rect, Act.SERVICE, title, service.id)


def _title(sheet: Sheet, title: str, width: float) -> tuple[str, ...]:
    """A title by lines, on a tile of that width of which the pictogram takes no more than a line's height."""
    size = sheet.measures.body
    return sheet.lines(title, width - size * 2 - 3 * round(size * 0.55), size, Face.BOLD)


def _fits(sheet: Sheet, title: str, width: float) -> bool:
    """Whether a title stands on a tile of that width in two lines, no word cut."""
    size = sheet.measures.body
    room = width - size * 3 - 3 * round(size * 0.55)
    lines = break_lines(title, Face.BOLD, room * UNITS_PER_EM / size)
    return lines is not None and len(lines) <= _TITLE_LINES


def _below(view: View, room: Rect) -> Iterator[Block]:
    """The ways to the map and to the emergency numbers: side by side where their words fit so."""
    sheet, measures = view.sheet, view.sheet.measures
    ways = []
    if view.here.district is not None:
        ways.append((Act.MAP, "map", say("map", view.language)))
    if view.here.offered.emergency:
        ways.append((Act.EMERGENCY, "phone", say("emergency", view.language)))
    width = (room.width - measures.gap) / 2
    words = width - measures.body * 2.9
    if len(ways) > 1 and all(advance(label, Face.BOLD, measures.body) <= words for _, _, label in ways):
        yield _ways(sheet, ways, Rect(room.x, 0, width, 0))
    else:
        yield from (_ways(sheet, [way], Rect(room.x, 0, room.width, 0)) for way in ways)


def _ways(sheet: Sheet, ways: Sequence[tuple[Act, str, str]], first: Rect) -> Block:
    """Low buttons, each a pictogram and words, side by side."""
    measures = sheet.measures
    high = max(measures.target, round(measures.body * 1.9))

    def draw(top: float) -> None:
        for number, (act, pictogram, label) in enumerate(ways):
            rect = Rect(first.x + number * (first.width + measures.gap), top, first.width, high)
            sheet.card(rect)
            icon = round(measures.body * 1.2)
            place = Rect(rect.x + measures.body * 0.7, rect.y + (high - icon) / 2, icon, icon)
            sheet.pictogram(place, pictogram, sheet.ink.word)
            at = place.right + measures.body * 0.5
            lines = sheet.lines(label, rect.right - at - measures.body * 0.5, measures.body, Face.BOLD)[:1]
            middle = rect.y + (high - measures.leading) / 2
            sheet.set_lines(lines, at, middle, measures.body, sheet.ink.word, face=Face.BOLD)
            sheet.target(rect, act, label)

    return Block(high, draw)
