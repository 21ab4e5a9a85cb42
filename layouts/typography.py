"""Typography: an editor's plain text becomes properly set text, in French, English or Spanish.

Sources: Lexique des règles typographiques en usage à l'Imprimerie nationale; Hart's Rules.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from layouts.dates import MONTHS, NO_BREAK

NARROW: Final = "\u202f"

_B = "[ \u00a0\u202f]"
_HIDDEN = "\ue000"
_INVISIBLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ue000-\uf8ff\ufeff\ufffe\uffff]"
)
_BLANKS = re.compile("[ \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s«»\"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:fr|eu|org|com|net)\b(?:/[^\s«»\"]*)?"
)
_TIGHT_UNITS = "°C|%|€|km/h|km|cm|mm|m²|m³|kg|min"
_WORD_UNITS = "m|g|h|ha|an|ans|euros?|heures?|jours?|minutes?|pm|am"
_MONTH_NAMES = "|".join(month for months in MONTHS.values() for month in months)
_OE_WORDS = (
    "(?:[cC]h|[cC]|[sS])oeurs?|(?:[mM]an)?oeuvres?|Oeuvres?|[bB]oeufs?|[oO]eufs?|[vV]oeux?|[nN]oeuds?"
    "|[oO]eil|[oO]eillets?|[mM]oeurs"
)

_Rule = tuple[re.Pattern[str], str]


def _rules(*pairs: tuple[str, str]) -> tuple[_Rule, ...]:
    return tuple((re.compile(pattern), replacement) for pattern, replacement in pairs)


_COMMON = _rules(
    (r"\.\.\.+", "…"),
    (r"(?<=\S) - (?=\S)", " – "),
    (r"(?<=\S) (?=[–—] )", NO_BREAK),
    (rf"(?<=\d){_B}?({_TIGHT_UNITS})(?![\w/])", rf"{NO_BREAK}\1"),
    (rf"(?<=\d){_B}({_WORD_UNITS})(?!\w)", rf"{NO_BREAK}\1"),
    (rf"\b(\d\d?(?:er)?){_B}({_MONTH_NAMES})\b", rf"\1{NO_BREAK}\2"),
    (rf"\b((?:[Ll]un|[Mm]ar|[Mm]er|[Jj]eu|[Vv]en|[Ss]am|[Dd]im)\.){_B}(?=\d)", rf"\1{NO_BREAK}"),
    (rf"\b({_MONTH_NAMES}){_B}(?=\d{{4}}\b)", rf"\1{NO_BREAK}"),
    (rf"\b([nN]°){_B}?(?=\d)", rf"\1{NO_BREAK}"),
    (
        rf"\b([Ll]ignes?|[Tt]rams?|[Bb]us|[Ss]alle|[Ss]ortie|[Qq]uai|[Ll]ine|[Rr]oom|[Ll]ínea){_B}(?=\d)",
        rf"\1{NO_BREAK}",
    ),
)
_FRENCH = _rules(
    (r'(?<![^\s(\[’\u2013-])"([^"]*)"', r"«\1»"),
    (r"'", "’"),
    (f"«{_B}*", f"«{NARROW}"),
    (f"{_B}*»", f"{NARROW}»"),
    (rf"(?<=[\w)»”’%°€…\]{_HIDDEN}]){_B}*(?=[;!?]+(?:$|[)»”\]]|{_B}))", NARROW),
    (rf"(?<=[\w)»”’%°€…\]{_HIDDEN}]){_B}*:(?=$|{_B})", f"{NO_BREAK}:"),
    (rf"\b([01]?\d|2[0-4]){_B}?h{_B}?([0-5]\d)\b", rf"\1{NO_BREAK}h{NO_BREAK}\2"),
    (rf"\b([01]?\d|2[0-4]){_B}?h\b(?!/)", rf"\1{NO_BREAK}h"),
    (
        rf"(?<=\dNh)((?:N[0-5]\d)?)(?:{_B}?[-–]{_B}?)(?=\d\d?Nh\b)".replace("N", NO_BREAK),
        rf"\1{NO_BREAK}– ",
    ),
    (rf"(?<!\d)(\d{{1,3}}){_B}(?=\d{{3}}(?!\d))", rf"\1{NARROW}"),
)
_CURLY = _rules(
    (r'(?<![^\s(\[‘\u2013-])"([^"]*)"', r"“\1”"),
    (r"(?<![^\s(\[“\u2013-])'(?=[^\W\d])", "‘"),
    (r"'", "’"),
    (rf"{_B}+(?=[;:!?]+(?:$|[)”\]]|{_B}))", ""),
)
_PHONE = re.compile(r"\b0\d(?:[ \u00a0\u202f.]\d\d){4}\b")
_OE = re.compile(rf"\b(?:{_OE_WORDS})\b")


@lru_cache(maxsize=8_192)
def finish(text: str, language: str) -> str:
    """`text` as a typesetter of `language` leaves it; a second call changes nothing.

    Line breaks stay; other runs of blanks become one; control and bidirectional characters go. Letters
    never change but for œ in a short list of French words. Web and mail addresses stay as they are.
    """
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    lines = (_finish_line(line, language) for line in _INVISIBLE.sub("", text).split("\n"))
    return "\n".join(line for line in lines if line)


def _finish_line(line: str, language: str) -> str:
    line = _BLANKS.sub(_one_blank, line).strip(" \u00a0\u202f")
    addresses = _ADDRESS.findall(line)
    line = _ADDRESS.sub(_HIDDEN, line)
    for pattern, replacement in _COMMON + (_FRENCH if language == "fr" else _CURLY):
        line = pattern.sub(replacement, line)
    if language == "fr":
        line = _OE.sub(lambda word: word.group().replace("oe", "œ").replace("Oe", "Œ"), line)
    line = _PHONE.sub(lambda number: re.sub("[ \u202f.]", NO_BREAK, number.group()), line)
    for address in addresses:
        line = line.replace(_HIDDEN, address, 1)
    return line


def _one_blank(blanks: re.Match[str]) -> str:
    run = blanks.group()
    return NARROW if NARROW in run else NO_BREAK if NO_BREAK in run else " "


def capitalised(text: str) -> str:
    """The text as the beginning of a line: « Samedi 28 novembre »."""
    return text[:1].upper() + text[1:]
