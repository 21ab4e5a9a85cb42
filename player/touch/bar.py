"""The bar at the lower edge of every page: back, home, comforts, languages, reading aloud."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from layouts.layout import Rect
from layouts.page import Face
from layouts.shaping import advance
from player.touch.furniture import fit
from player.touch.sheet import Sheet
from player.touch.target import Act
from player.touch.words import NAMES, say

_WORD = 0.9
"""The em of a button's word, of plain text's."""


class _Button(msgspec.Struct, frozen=True):
    act: Act
    pictogram: str
    label: str
    there: bool = True
    value: str = ""


def set_bar(
    sheet: Sheet,
    languages: Sequence[str],
    language: str,
    *,
    first: bool,
    speaks: bool = False,
    ends: bool = False,
) -> None:
    """The bar, in two rows where text is large; reading aloud where something speaks the language.

    On the first page there is nowhere to go back to; a table's panel `ends` there.
    """
    bar, large = sheet.measures.bar, sheet.measures.comfort.large
    two_rows = large and not sheet.measures.is_tight
    sheet.panel(bar, sheet.ink.bar)
    names = [NAMES.get(other, other) for other in languages if other != language]
    others = "" if large else ", ".join(names)
    ways = [
        _Button(Act.END, "x", say("end", language))
        if first and ends
        else _Button(Act.BACK, "arrow-left", say("back", language), not first),
        _Button(Act.HOME, "home", say("home", language), not first),
    ]
    eases = [
        _Button(Act.COMFORTS, "accessible", say("comforts", language)),
        _Button(Act.LANGUAGES, "language", others or say("languages", language), len(languages) > 1),
    ]
    listen = [_listen(sheet, language)] if speaks else []
    again = (
        [_Button(Act.AGAIN, "rotate", say("read_again", language))] if sheet.measures.comfort.speech else []
    )
    if two_rows:
        rows = [[*ways, *listen], [*eases, *again]]
    else:
        rows = [[*ways, *eases, *listen, *([] if sheet.measures.has_strip else again)]]
    high = bar.height / len(rows)
    for number, row in enumerate(rows):
        _set_row(sheet, Rect(bar.x, bar.y + number * high, bar.width, high), row)


def _listen(sheet: Sheet, language: str) -> _Button:
    if sheet.measures.comfort.speech:
        return _Button(Act.EASE, "volume-off", say("stop_aloud", language), value="speech")
    return _Button(Act.EASE, "volume", say("aloud", language), value="speech")


def _set_row(sheet: Sheet, row: Rect, buttons: Sequence[_Button]) -> None:
    """Buttons side by side, their words of one size."""
    body, large = sheet.measures.body, sheet.measures.comfort.large and not sheet.measures.is_tight
    width = row.width / len(buttons)
    icon = round(min(row.height * (0.6 if large else 0.4), body * (1.1 if large else 1.5)))
    room = width - (icon + body if large else body * 0.6)
    size = min(fit(button.label, Face.REGULAR, body * _WORD, room) for button in buttons)
    seen = False
    for number, button in enumerate(buttons):
        rect = Rect(row.x + number * width, row.y, width, row.height)
        if button.there and seen:
            sheet.panel(Rect(rect.x, rect.y + rect.height * 0.2, 2, rect.height * 0.6), sheet.ink.on_bar)
        if button.there:
            (_set_beside if large else _set_over)(sheet, rect, button, icon, size)
            sheet.target(rect, button.act, button.label, button.value)
        seen = button.there


def _set_over(sheet: Sheet, rect: Rect, button: _Button, icon: float, size: float) -> None:
    """A pictogram over its word."""
    top = rect.y + (rect.height - icon - size * 1.35) / 2
    place = Rect(rect.x + (rect.width - icon) / 2, top, icon, icon)
    sheet.pictogram(place, button.pictogram, sheet.ink.on_bar)
    at = top + icon + size * 0.1
    sheet.set_lines([button.label], rect.x, at, size, sheet.ink.on_bar, centred=rect.width)


def _set_beside(sheet: Sheet, rect: Rect, button: _Button, icon: float, size: float) -> None:
    """A pictogram before its word."""
    gap = size * 0.3
    x = rect.x + (rect.width - icon - gap - advance(button.label, Face.REGULAR, size)) / 2
    place = Rect(x, rect.y + (rect.height - icon) / 2, icon, icon)
    sheet.pictogram(place, button.pictogram, sheet.ink.on_bar)
    top = rect.y + (rect.height - size * 1.25) / 2
    sheet.set_lines([button.label], x + icon + gap, top, size, sheet.ink.on_bar)
