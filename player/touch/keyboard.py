"""The keyboard on the screen, as French keyboards are: AZERTY, with the commonest accents."""

from __future__ import annotations

from collections.abc import Sequence

from layouts.layout import Rect
from layouts.page import Face
from layouts.shaping import advance
from player.touch.furniture import fit
from player.touch.sheet import Sheet
from player.touch.target import Act
from player.touch.words import say

ROWS = ("1234567890", "azertyuiop", "qsdfghjklm", "wxcvbn’éèç")
"""The keys, left to right."""
_KEY = 1.3
"""Of a letter's em: the height of a key."""
_FOUND = 2.9
"""So many lines are left for what is found, and for the way to more of it."""
_FILLED = 0.86
"""Of a key's width: what a letter may take."""


def set_keyboard(sheet: Sheet, room: Rect, language: str) -> Rect:
    """The keys, in the lower end of a room; returns what is left above them.

    A key is high enough for a letter as large as all text, unless what is found had no room then.
    """
    gap, measures = _gap(sheet), sheet.measures
    rows = len(ROWS) + 1
    wanted = round(measures.body * _KEY)
    spare = (room.height - _FOUND * measures.line - 2 * measures.gap + gap) // rows - gap
    high = max(measures.target, min(wanted, spare))
    top = room.bottom - rows * (high + gap) + gap
    left = Rect(room.x, room.y, room.width, top - measures.gap - room.y)
    for row in ROWS:
        keys = [(Act.TYPE, letter.upper(), letter) for letter in row]
        _set_row(sheet, Rect(room.x, top, room.width, high), keys)
        top += high + gap
    words = ((Act.CLEAR, "clear", ""), (Act.TYPE, "space", " "), (Act.ERASE, "erase", ""))
    keys = [(act, say(code, language), value) for act, code, value in words]
    _set_row(sheet, Rect(room.x, top, room.width, high), keys)
    return left


def _set_row(sheet: Sheet, rect: Rect, keys: Sequence[tuple[Act, str, str]]) -> None:
    """Keys side by side, their letters of one size; as wide as each other, or as their words want."""
    gap = _gap(sheet)
    room = rect.width - gap * (len(keys) - 1)
    most = min(sheet.measures.body * 1.2, rect.height * 0.8)
    long = [advance(label, Face.BOLD, most) for _, label, _ in keys]
    wide = [room / len(keys)] * len(keys)
    if max(long) > wide[0] * _FILLED:
        wide = [room * one / sum(long) for one in long]
    shown = zip(keys, wide, strict=True)
    size = min(fit(label, Face.BOLD, most, width * _FILLED) for (_, label, _), width in shown)
    x = rect.x
    for (act, label, value), width in zip(keys, wide, strict=True):
        key = Rect(x, rect.y, width, rect.height)
        sheet.card(key)
        top = key.y + (key.height - size * 1.25) / 2
        sheet.set_lines([label], key.x, top, size, sheet.ink.word, face=Face.BOLD, centred=width)
        sheet.target(key, act, label, value)
        x += width + gap


def _gap(sheet: Sheet) -> float:
    return sheet.measures.mm(2)
