"""How what is written is said: times, distances and numbers as people say them, not sign by sign. Pure.

Engines spell what they do not know: espeak-ng says « 19 h 30 » as « dix-neuf hache trente », « 450 m » as
“450 em”, « · » as “point”, « 1 234 » as one and 234.
"""

from __future__ import annotations

import re
from typing import Final

from layouts.dates import MONTHS

_B: Final = "[ \u00a0\u202f]"
_GROUPS: Final = re.compile("(?<=\\d)\u202f(?=\\d{3}(?!\\d))")
_BETWEEN: Final = re.compile(rf"{_B}*·{_B}*")
_FRENCH_TIME: Final = re.compile(rf"\b(\d{{1,2}}){_B}?h(?:{_B}?([0-5]\d))?(?!\w)")
_ENGLISH_TIME: Final = re.compile(rf"\b(\d{{1,2}})\.([0-5]\d){_B}(?=[ap]m\b)")
_SPAN: Final = re.compile(rf"(heures?(?: \d+)?|\b[ap]m|\d:\d\d){_B}?–{_B}?(?=\d)")
_DAY: Final = re.compile(r"(?<![\d/])(0[1-9]|[12]\d|3[01])/(0[1-9]|1[0-2])(?![\d/])")
_MEASURE: Final = re.compile(rf"(\d+(?:[.,]\d+)?){_B}?(km|min|m|°C)(?!\w)")
_MINUS: Final = re.compile(r"−(?=\d)")
_NUMBER: Final = re.compile(rf"\b[nN]°{_B}?(?=\d)")

_SEVERAL: Final = 2
"""From so many on French says several: « 1,2 kilomètre »."""
_MEASURES: Final = {
    "fr": {
        "m": ("mètre", "mètres"),
        "km": ("kilomètre", "kilomètres"),
        "min": ("minute", "minutes"),
        "°C": ("degré", "degrés"),
    },
    "en": {
        "m": ("metre", "metres"),
        "km": ("kilometre", "kilometres"),
        "min": ("minute", "minutes"),
        "°C": ("degree", "degrees"),
    },
    "es": {
        "m": ("metro", "metros"),
        "km": ("kilómetro", "kilómetros"),
        "min": ("minuto", "minutos"),
        "°C": ("grado", "grados"),
    },
}
_TO: Final = {"fr": "à", "en": "to", "es": "a"}
_LESS: Final = {"fr": "moins", "en": "minus", "es": "menos"}
_NUMBERED: Final = {"fr": "numéro", "en": "number", "es": "número"}


def pronounced(text: str, language: str) -> str:
    """A text as it is told to an engine of that language."""
    text = _BETWEEN.sub(", ", _GROUPS.sub("", text))
    if language not in _MEASURES:
        return text
    if language == "fr":
        text = _FRENCH_TIME.sub(_hours, text)
    text = _ENGLISH_TIME.sub(r"\1:\2 ", text)
    text = _SPAN.sub(rf"\1 {_TO[language]} ", text)
    text = _DAY.sub(lambda found: _day(found, language), text)
    text = _MEASURE.sub(lambda found: _measured(found, language), text)
    text = _MINUS.sub(f"{_LESS[language]} ", text)
    return _NUMBER.sub(f"{_NUMBERED[language]} ", text)


def _hours(found: re.Match[str]) -> str:
    hour, minute = int(found[1]), int(found[2] or 0)
    said = f"{hour} heure{'' if hour < _SEVERAL else 's'}"
    return f"{said} {minute}" if minute else said


def _day(found: re.Match[str], language: str) -> str:
    of = " de" if language == "es" else ""
    return f"{int(found[1])}{of} {MONTHS[language][int(found[2]) - 1]}"


def _measured(found: re.Match[str], language: str) -> str:
    """A figure with its measure in full."""
    figure, (one, several) = found[1], _MEASURES[language][found[2]]
    is_one = float(figure.replace(",", ".")) < _SEVERAL if language == "fr" else figure == "1"
    return f"{figure} {one if is_one else several}"
