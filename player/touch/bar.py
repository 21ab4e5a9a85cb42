"""The bar at the lower edge of every page: a switch for each comfort; back, home, languages."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from layouts.layout import Rect
from layouts.page import Face
from layouts.shaping import advance
from player.touch.session import Comfort
from player.touch.sheet import Sheet
from player.touch.target import Act
from player.touch.words import NAMES, say

_SWITCHES = {
    "large": ("text-larger", "large_short"),
    "contrast": ("contrast", "contrast_short"),
    "reach": ("arrow-down-bar", "reach_short"),
    "speech": ("volume", "aloud"),
}
"""The comforts: a pictogram, and the word that is seen; what is said of them is longer."""
_ON = "circle-check"
_SHRINK, _LEAST = 0.96, 8.0
_APART, _INSET = 0.28, 0.25
"""Of a word's em: between a pictogram and its word, and at least on either side of both."""


class _Button(msgspec.Struct, frozen=True, kw_only=True):
    act: Act
    pictogram: str
    word: str
    name: str = ""
    value: str = ""
    there: bool = True
    on: bool | None = None
    """Of a switch, whether it is on."""


def set_bar(
    sheet: Sheet,
    languages: Sequence[str],
    language: str,
    *,
    first: bool,
    speaks: bool = False,
    ends: bool = False,
) -> None:
    """The bar; reading aloud where something speaks the language.

    On the first page there is nowhere to go back to; a table's panel `ends` there.
    """
    measures = sheet.measures
    sheet.panel(measures.bar, sheet.ink.bar)
    ways = [
        _Button(act=Act.END, pictogram="x", word=say("end", language))
        if first and ends
        else _Button(act=Act.BACK, pictogram="arrow-left", word=say("back", language), there=not first),
        _Button(act=Act.HOME, pictogram="home", word=say("home", language), there=not first),
    ]
    tongues = [_tongues(sheet, languages, language)] if len(languages) > 1 else []
    rows = _rows(sheet, ways, tongues, _eases(sheet, language, speaks=speaks))
    size = float(measures.body)
    while size > _LEAST and not all(_fits(sheet, row, size) for row in rows):
        size *= _SHRINK
    top = measures.bar.y + measures.apart
    for row in rows:
        _set_row(sheet, row, top, size)
        top += measures.bar_row + measures.apart


def _eases(sheet: Sheet, language: str, *, speaks: bool) -> list[_Button]:
    """A switch for each comfort that there is here, and one that has the page read again."""
    measures = sheet.measures
    reach, speech = ("reach",) if measures.headed else (), ("speech",) if speaks else ()
    found = [_switch(measures.comfort, name, language) for name in ("large", "contrast", *reach, *speech)]
    again = _Button(act=Act.AGAIN, pictogram="rotate", word=say("read_again", language))
    return [*found, again] if measures.comfort.speech else found


def _switch(comfort: Comfort, name: str, language: str) -> _Button:
    on = bool(getattr(comfort, name))
    pictogram, word = _SWITCHES[name]
    state = say("on" if on else "off", language)
    return _Button(
        act=Act.EASE,
        pictogram=_ON if on else pictogram,
        word=say(word, language),
        name=say("switch", language, what=say(name, language), state=state),
        value=name,
        on=on,
    )


def _tongues(sheet: Sheet, languages: Sequence[str], language: str) -> _Button:
    """The way to other languages, called by their names where there is room for them."""
    names = ", ".join(NAMES.get(other, other) for other in languages if other != language)
    crowded = sheet.measures.comfort.large or sheet.measures.comfort.speech
    word = say("languages", language) if crowded else names
    return _Button(act=Act.LANGUAGES, pictogram="language", word=word)


def _rows(
    sheet: Sheet, ways: Sequence[_Button], tongues: Sequence[_Button], eases: Sequence[_Button]
) -> list[list[_Button]]:
    """The buttons by rows, as many rows as the bar has."""
    switches = [one for one in eases if one.value != "speech" and one.act is Act.EASE]
    aloud = [one for one in eases if one not in switches]
    if sheet.measures.has_own_row:
        return [switches, [*tongues, *aloud], [*ways]]
    return [[*switches, *aloud[:1]], [*ways, *tongues, *aloud[1:]]]


def _fits(sheet: Sheet, row: Sequence[_Button], size: float) -> bool:
    """Whether every word of a row finds room in that size."""
    wanted = [_wanted(sheet, button, size) for button in row]
    return all(map(float.__le__, wanted, _widths(sheet, row, size)))


def _widths(sheet: Sheet, row: Sequence[_Button], size: float) -> list[float]:
    """How wide the buttons of a row are: as wide as each other, each in its column.

    An upright screen that speaks has four columns; the last button takes what is left. Where text is large,
    each has what it wants, and what is over is shared out.
    """
    measures = sheet.measures
    room = measures.bar.width - measures.apart * (len(row) + 1)
    if measures.comfort.large:
        wanted = [_wanted(sheet, button, size) for button in row]
        return [one + (room - sum(wanted)) / len(row) for one in wanted]
    count = 4 if measures.headed and measures.screen.speech else len(row)
    width = (measures.bar.width - measures.apart) / count - measures.apart
    return [*[width] * (len(row) - 1), room - width * (len(row) - 1)]


def _set_row(sheet: Sheet, row: Sequence[_Button], top: float, size: float) -> None:
    """Buttons side by side."""
    x = sheet.measures.apart
    for button, width in zip(row, _widths(sheet, row, size), strict=True):
        if button.there:
            _set(sheet, Rect(x, top, width, sheet.measures.bar_row), button, size)
        x += width + sheet.measures.apart


def _icon(sheet: Sheet, size: float) -> float:
    return round(size * (0.85 if sheet.measures.comfort.large else 1.2))


def _wanted(sheet: Sheet, button: _Button, size: float) -> float:
    """The width that a button needs."""
    word = advance(button.word, Face.REGULAR, size)
    return max(sheet.measures.target, _icon(sheet, size) + word + size * (_APART + 2 * _INSET))


def _set(sheet: Sheet, rect: Rect, button: _Button, size: float) -> None:
    """A button: a pictogram before its word. A switch has an edge; one that is on is filled, and ticked."""
    ink, drawn = sheet.ink, sheet.ink.on_bar
    if button.on is not None:
        edge, radius = max(2.0, round(size * 0.06)), round(sheet.measures.bar_row * 0.3)
        sheet.panel(rect, ink.on_bar, radius)
        if button.on:
            drawn = ink.bar
        else:
            inner = Rect(rect.x + edge, rect.y + edge, rect.width - 2 * edge, rect.height - 2 * edge)
            sheet.panel(inner, ink.bar, radius - edge)
    icon, gap = _icon(sheet, size), size * _APART
    x = rect.x + (rect.width - icon - gap - advance(button.word, Face.REGULAR, size)) / 2
    sheet.pictogram(Rect(x, rect.y + (rect.height - icon) / 2, icon, icon), button.pictogram, drawn)
    sheet.set_lines([button.word], x + icon + gap, rect.y + (rect.height - size * 1.25) / 2, size, drawn)
    sheet.target(rect, button.act, button.name or button.word, button.value)
