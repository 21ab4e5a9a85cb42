"""Entries of a service: a row in its list, and the page of one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from layouts.compose.frame import SCAN
from layouts.layout import Rect
from layouts.page import Code, Face
from layouts.qr import FINEST, QUIET_MODULES, qr_rows
from player.touch.sheet import Block, Sheet
from player.touch.target import Act
from player.touch.thing import Thing
from player.touch.view import View
from player.touch.words import say
from playlists.services import Service

_CODE_DARK, _CODE_LIGHT = "#000000", "#ffffff"
_BETWEEN = " · "
_TOGETHER = 3
"""Lines of a fact that stay on one sheet."""
_TYPED = 3
"""Lines of an address that somebody may type; of a longer one its host is named, the code has all of it."""
_PARTS = re.compile(r"[^./]*[./]|[^./]+")
_CODE_MM = 50.0
"""A tenth of the distance from which a telephone is held to it."""


def entry_row(
    view: View, service: Service, thing: Thing, room: Rect, *, brief: bool = False, most: int = 3
) -> Block:
    """Something in a list: its title in `most` lines, and unless `brief` what is the case now and how far."""
    sheet, measures = view.sheet, view.sheet.measures
    pad = round(measures.body * 0.5)
    arrow = measures.body
    width = room.width - 3 * pad - arrow
    title = sheet.few_lines(thing.title, width, measures.body, Face.BOLD, most=most)
    lines = () if brief else _joined(sheet, thing.told, width)
    around = pad if measures.is_tight else 2 * pad
    high = max(measures.mm(20), (len(title) + len(lines)) * measures.leading + around)

    def draw(top: float) -> None:
        rect = Rect(room.x, top, room.width, high)
        sheet.card(rect)
        at = top + (high - (len(title) + len(lines)) * measures.leading) / 2
        sheet.set_lines(title, rect.x + pad, at, measures.body, sheet.ink.word, face=Face.BOLD)
        at += len(title) * measures.leading
        sheet.set_lines(lines, rect.x + pad, at, measures.body, sheet.ink.word)
        sign = Rect(rect.right - pad - arrow, top + (high - arrow) / 2, arrow, arrow)
        sheet.pictogram(sign, "chevron-right", sheet.ink.word)
        sheet.target(rect, Act.ENTRY, thing.title, thing.id, service.id)

    return Block(high, draw)


def entry_blocks(view: View, thing: Thing, room: Rect, ways: Sequence[Block] = ()) -> list[Block]:
    """The page of a thing: what is the case now, where and what it is, a code to take along, `ways` on."""
    sheet = view.sheet
    blocks = stale_blocks(sheet, thing.stale, room)
    blocks += [block for name, text in thing.facts for block in _fact(sheet, name, text, room)]
    blocks += text_blocks(sheet, thing.body, room)
    if thing.qr:
        blocks.append(gap())
        blocks.append(_code(sheet, thing.qr, say("take_along", view.language), room))
    going_on = [gap(), *ways] if ways else []
    return [*blocks, *going_on, *source_blocks(sheet, thing.source, room)]


def stale_blocks(sheet: Sheet, stale: str, room: Rect) -> list[Block]:
    """That data are old, with a sign; nothing where they are not."""
    return _fact(sheet, "alert-triangle", stale, room) if stale else []


def source_blocks(sheet: Sheet, source: str, room: Rect) -> list[Block]:
    """Whose data they are, after a gap; nothing where an editor wrote it."""
    lines = text_blocks(sheet, source, room)
    return [gap(), *lines] if lines else []


def intro_blocks(sheet: Sheet, text: str, room: Rect) -> list[Block]:
    """A text above a list, and a gap."""
    lines = text_blocks(sheet, text, room)
    return [*lines, gap()] if lines else []


def gap() -> Block:
    """Nothing, between two things."""
    return Block(0, lambda _top: None)


def text_blocks(sheet: Sheet, text: str, room: Rect) -> list[Block]:
    """A text, a block a line, so that it may go on on another sheet."""
    measures = sheet.measures
    lines = sheet.lines(text, room.width, measures.body)
    return [Block(measures.leading - measures.gap, _line(sheet, line, room.x)) for line in lines]


def _joined(sheet: Sheet, facts: Sequence[str], width: float) -> tuple[str, ...]:
    """Facts in one line where they fit, else each from a new line on, in three lines at most."""
    size = sheet.measures.body
    whole = sheet.lines(_BETWEEN.join(facts), width, size)
    return whole if len(whole) <= 1 else sheet.few_lines("\n".join(facts), width, size)


def _line(sheet: Sheet, line: str, x: float) -> Callable[[float], None]:
    return lambda top: sheet.set_lines([line], x, top, sheet.measures.body, sheet.ink.word)


def _fact(sheet: Sheet, name: str, text: str, room: Rect) -> list[Block]:
    """A pictogram and what it stands for in words, of which more than a few lines may go on elsewhere."""
    measures = sheet.measures
    icon = round(measures.body * 1.2)
    x = room.x + icon + round(measures.body * 0.5)
    lines = sheet.lines(text, room.right - x, measures.body)
    first, others = lines[:_TOGETHER], lines[_TOGETHER:]
    high = max(icon, len(first) * measures.leading)

    def draw(top: float) -> None:
        sheet.pictogram(Rect(room.x, top, icon, icon), name, sheet.ink.word)
        sheet.set_lines(first, x, top, measures.body, sheet.ink.word)

    going_on = [Block(measures.leading - measures.gap, _line(sheet, line, x)) for line in others]
    if not going_on:
        return [Block(high, draw)]
    return [Block(high - measures.gap, draw), *going_on, gap()]


def _typed(sheet: Sheet, address: str, width: float) -> tuple[str, ...]:
    """An address in lines that end after a dot or a stroke, where one of its parts is not too long itself."""
    lines = [""]
    for part in _PARTS.findall(address):
        if len(sheet.lines(lines[-1] + part, width, sheet.measures.body)) > 1 and lines[-1]:
            lines.append("")
        *whole, lines[-1] = sheet.lines(lines[-1] + part, width, sheet.measures.body)
        lines[-1:-1] = whole
    return tuple(lines)


def _code(sheet: Sheet, address: str, label: str, room: Rect) -> Block:
    measures = sheet.measures
    rows = qr_rows(address)
    across = len(rows) + 2 * QUIET_MODULES
    module = max(round(measures.mm(_CODE_MM) / across), measures.mm(_CODE_MM * SCAN / FINEST))
    side, quiet = module * across, module * QUIET_MODULES
    x = room.x + side + measures.gap * 2
    lines = [*sheet.lines(label, room.right - x, measures.body, Face.BOLD)]
    shown = address.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    below = _typed(sheet, shown, room.right - x)
    if len(below) > _TYPED:
        below = _typed(sheet, shown.partition("/")[0], room.right - x)[:_TYPED]
    high = max(side, (len(lines) + len(below)) * measures.leading)

    def draw(top: float) -> None:
        sheet.panel(Rect(room.x, top, side, side), _CODE_LIGHT)
        inner = Rect(room.x + quiet, top + quiet, side - 2 * quiet, side - 2 * quiet)
        sheet.marks.append(Code(inner, rows, _CODE_DARK, _CODE_LIGHT))
        sheet.set_lines(lines, x, top, measures.body, sheet.ink.word, face=Face.BOLD)
        sheet.set_lines(below, x, top + len(lines) * measures.leading, measures.body, sheet.ink.word)

    return Block(high, draw)
