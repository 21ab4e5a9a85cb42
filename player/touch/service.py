"""The page of a service: what it lists, and for events the buttons that narrow the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from layouts.layout import Rect
from layouts.page import Face
from layouts.shaping import advance
from player.touch.entries import entry_row, intro_blocks, source_blocks, stale_blocks
from player.touch.furniture import pager_height, set_blocks, set_title
from player.touch.listing import listed
from player.touch.polls import poll_rows
from player.touch.session import Place
from player.touch.sheet import Block, Sheet
from player.touch.target import Act, TouchPage
from player.touch.thing import Thing
from player.touch.view import View
from playlists.services import Service


def set_service(view: View, service: Service, place: Place, room: Rect) -> TouchPage:
    """The page of a service in a room. Themes stand under a list in large text, which needs the room."""
    sheet = view.sheet
    room = set_title(sheet, view.say(service.title), room)
    listing = listed(view, service, place.only)
    days, themes = listing.days, listing.themes
    if not sheet.measures.comfort.large:
        days, themes = (*days, *themes), ()
    blocks = [
        *intro_blocks(sheet, view.say(service.intro), room),
        *_choice_rows(sheet, days, place.only, room),
        *poll_rows(view, service, room),
        *stale_blocks(sheet, listing.stale, room),
        *intro_blocks(sheet, listing.nothing, room),
        *(_entry(view, service, thing, room) for thing in listing.things),
        *_choice_rows(sheet, themes, place.only, room),
        *source_blocks(sheet, listing.source, room),
    ]
    return set_blocks(sheet, blocks, room, place, view.language)


def _entry(view: View, service: Service, thing: Thing, room: Rect) -> Block:
    """The row of a thing; its name alone where no sheet has room for more."""
    row = entry_row(view, service, thing, room)
    most = room.height - pager_height(view.sheet) - view.sheet.measures.gap
    return row if row.height <= most else entry_row(view, service, thing, room, brief=True)


def _choice_rows(sheet: Sheet, choices: Sequence[tuple[str, str]], chosen: str, room: Rect) -> list[Block]:
    """Buttons side by side, as many in a row as fit; the chosen one bears a sign."""
    measures = sheet.measures
    pad, sign = round(measures.body * 0.6), round(measures.body * 1.1)
    high = max(measures.target, round(measures.body * 1.7))
    rows: list[list[tuple[str, str, float]]] = [[]]
    left = room.width
    for value, label in choices:
        wanted = advance(label, Face.BOLD, measures.body) + 2 * pad + (sign if value == chosen else 0)
        width = min(room.width, max(measures.mm(20), wanted))
        if rows[-1] and width > left:
            rows.append([])
            left = room.width
        rows[-1].append((value, label, width))
        left -= width + measures.gap
    return [Block(high, _choice_row(sheet, row, chosen, Rect(room.x, 0, 0, high))) for row in rows if row]


def _choice_row(
    sheet: Sheet, row: Sequence[tuple[str, str, float]], chosen: str, first: Rect
) -> Callable[[float], None]:
    measures = sheet.measures
    sign = round(measures.body * 0.9)

    def draw(top: float) -> None:
        x = first.x
        for value, label, width in row:
            rect = Rect(x, top, width, first.height)
            sheet.card(rect)
            size, signed = measures.body, sign * 1.2 if value == chosen else 0.0
            shown = sheet.few_lines(label, width - size * 0.6 - signed, size, Face.BOLD, most=1)
            at = x + (width - advance(shown[0], Face.BOLD, size) - signed) / 2
            if value == chosen:
                sheet.pictogram(
                    Rect(at, top + (first.height - sign) / 2, sign, sign), "circle-check", sheet.ink.word
                )
                at += signed
            middle = top + (first.height - size * 1.25) / 2
            sheet.set_lines(shown, at, middle, size, sheet.ink.word, face=Face.BOLD)
            sheet.target(rect, Act.NARROW, label, value)
            x += width + measures.gap

    return draw
