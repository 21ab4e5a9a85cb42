"""The keyboard on the screen, as French keyboards are: AZERTY, with the commonest accents."""

from __future__ import annotations

from collections.abc import Sequence

from layouts.layout import Rect
from layouts.page import Face
from player.touch.furniture import fit
from player.touch.sheet import Sheet
from player.touch.target import Act
from player.touch.words import say

ROWS = ("1234567890", "azertyuiop", "qsdfghjklm", "wxcvbn’éèç")
"""The keys, left to right."""


def keyboard_height(sheet: Sheet) -> float:
    """How high the keyboard is: every key as high as a target, and the gaps between."""
    measures = sheet.measures
    return (len(ROWS) + 1) * measures.target + len(ROWS) * _gap(sheet)


def set_keyboard(sheet: Sheet, room: Rect, language: str) -> None:
    """The keys, in the lower end of a room."""
    gap, high = _gap(sheet), sheet.measures.target
    top = room.bottom - keyboard_height(sheet)
    for row in ROWS:
        keys = [(Act.TYPE, letter.upper(), letter) for letter in row]
        _set_row(sheet, Rect(room.x, top, room.width, high), keys)
        top += high + gap
    words = ((Act.CLEAR, "clear", ""), (Act.TYPE, "space", " "), (Act.ERASE, "erase", ""))
    keys = [(act, say(code, language), value) for act, code, value in words]
    _set_row(sheet, Rect(room.x, top, room.width, high), keys)


def _set_row(sheet: Sheet, rect: Rect, keys: Sequence[tuple[Act, str, str]]) -> None:
    """Keys side by side, their letters of one size."""
    gap = _gap(sheet)
    width = (rect.width - gap * (len(keys) - 1)) / len(keys)
    most = min(sheet.measures.body * 1.2, rect.height * 0.62)
    size = min(fit(label, Face.BOLD, most, width * 0.86) for _, label, _ in keys)
    for number, (act, label, value) in enumerate(keys):
        key = Rect(rect.x + number * (width + gap), rect.y, width, rect.height)
        sheet.card(key)
        top = key.y + (key.height - size * 1.25) / 2
        sheet.set_lines([label], key.x, top, size, sheet.ink.word, face=Face.BOLD, centred=width)
        sheet.target(key, act, label, value)


def _gap(sheet: Sheet) -> float:
    return sheet.measures.mm(2)
