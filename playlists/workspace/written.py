"""The kinds of value that editors write: texts, moments, paths, colours; each refuses with a cure."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Callable
from datetime import date, datetime, time
from functools import cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainValidator
from pydantic_core import PydanticCustomError

from playlists.workspace.problems import describe, did_you_mean
from playlists.workspace.said import SILENCE, Said, said

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_HOUR = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")

_FIRST_YEAR, _LAST_YEAR = 1970, 2199
_LONGEST_TEXT = 4_000

NO_TEXT: dict[str, str] = {}
"""What a text is where nothing was written."""

EVERY_LANGUAGE = ""
"""The key of a text that was written once, for all languages."""


class Written(BaseModel):
    """What every table of a workspace has in common: no guessing of types, no unknown keys, no change."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


def refuse(
    message: Said, value: object, *, expected: Said = SILENCE, hint: Said = SILENCE
) -> PydanticCustomError:
    """An error that says in an editor's words what is wrong with a value; `explain` reports its context."""
    found = value if isinstance(value, Said) else describe(value)
    details = {"message": message, "expected": expected, "found": found, "hint": hint}
    return PydanticCustomError("written", "{message}", details)


def _text(value: object) -> dict[str, str]:
    """Texts by language; a language in which nothing is written yet is left out."""
    expected = said("values.text-or-languages")
    match value:
        case str():
            texts = {EVERY_LANGUAGE: value}
        case dict() if value and all(isinstance(text, str) for text in value.values()):
            texts = dict(value)
        case _:
            raise refuse(said("values.not-a-text"), value, expected=expected, hint=said("values.quotes"))
    for language, text in texts.items():
        if language != EVERY_LANGUAGE and not _LANGUAGE.fullmatch(language):
            raise refuse(said("values.not-a-language"), language, expected=said("values.a-language"))
        if len(text) > _LONGEST_TEXT:
            raise refuse(said("values.text-too-long"), said("values.characters", count=len(text)))
        if any(ord(character) < ord(" ") and character not in "\n\t" for character in text):
            raise refuse(said("values.control-characters"), value, hint=said("values.write-anew"))
    return {language: text for language, text in texts.items() if text.strip()} or {EVERY_LANGUAGE: ""}


def _moment(value: object) -> date:
    expected = said("values.a-date")
    if isinstance(value, date):
        if _FIRST_YEAR <= value.year <= _LAST_YEAR:
            return value
        raise refuse(
            said("values.no-such-year"),
            value.year,
            expected=said("values.years", first=_FIRST_YEAR, last=_LAST_YEAR),
        )
    quoted = isinstance(value, str) and _ISO_DATE.match(value) is not None
    hint = said("values.date-quotes") if quoted else SILENCE
    raise refuse(said("values.not-a-date"), value, expected=expected, hint=hint)


def _card_date(value: object) -> date | dict[str, str]:
    return _moment(value) if isinstance(value, date) else _text(value)


def _relative_path(value: object) -> str:
    expected = said("values.a-path")
    if not isinstance(value, str) or not value.strip():
        raise refuse(said("values.not-a-path"), value, expected=expected)
    if "\\" in value:
        raise refuse(said("values.backslash-path"), value, expected=expected)
    if value.startswith(("/", "~")) or re.match(r"[A-Za-z]:", value):
        raise refuse(said("values.absolute-path"), value, expected=expected, hint=said("items.copy-file"))
    if any(part in ("..", ".", "") for part in value.split("/")):
        hint = said("items.copy-file") if "://" in value else SILENCE
        raise refuse(said("values.upward-path"), value, expected=expected, hint=hint)
    if not value.isprintable():
        raise refuse(said("values.unseen-path"), value, expected=expected)
    return value


@cache
def _known_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _time_zone(value: object) -> str:
    expected = said("values.a-time-zone")
    known = _known_zones()
    if not isinstance(value, str) or value not in known:
        hint = did_you_mean(value, known) if isinstance(value, str) else SILENCE
        raise refuse(said("values.not-a-time-zone"), value, expected=expected, hint=hint)
    return value


def _day_start(value: object) -> str:
    if isinstance(value, time) and value.second == 0 and value.microsecond == 0:
        return value.strftime("%H:%M")
    if isinstance(value, str) and _HOUR.fullmatch(value):
        return value
    raise refuse(said("values.not-a-time"), value, expected=said("values.a-time"))


def _languages(value: object) -> tuple[str, ...]:
    expected = said("values.languages")
    if not isinstance(value, list) or not value:
        raise refuse(said("values.not-languages"), value, expected=expected)
    for language in value:
        if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
            raise refuse(said("values.not-a-language"), language, expected=expected)
    if len(set(value)) < len(value):
        raise refuse(said("values.language-twice"), value, expected=expected)
    return tuple(value)


def _matching(pattern: re.Pattern[str], message: Said, expected: Said) -> Callable[[object], str]:
    def parse(value: object) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise refuse(message, value, expected=expected)
        return value

    return parse


def _pair(
    low: tuple[float, float], high: tuple[float, float], message: Said, expected: Said
) -> PlainValidator:
    def parse(value: object) -> tuple[float, float]:
        match value:
            case [int() | float() as first, int() | float() as second] if (
                not isinstance(first, bool)
                and not isinstance(second, bool)
                and low[0] <= first <= high[0]
                and low[1] <= second <= high[1]
            ):
                return float(first), float(second)
            case _:
                raise refuse(message, value, expected=expected)

    return PlainValidator(parse)


def _number(least: float, most: float, message: Said, expected: Said) -> PlainValidator:
    def parse(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise refuse(message, value, expected=expected)
        return float(value)

    return PlainValidator(parse)


Text = Annotated[dict[str, str], PlainValidator(_text)]
"""Texts by language; under `EVERY_LANGUAGE` where it was written once for all."""

Moment = Annotated[date | datetime, PlainValidator(_moment)]
CardDate = Annotated[date | datetime | dict[str, str], PlainValidator(_card_date)]
RelativePath = Annotated[str, PlainValidator(_relative_path)]
TimeZone = Annotated[str, PlainValidator(_time_zone)]
DayStart = Annotated[str, PlainValidator(_day_start)]
Languages = Annotated[tuple[str, ...], PlainValidator(_languages)]
Colour = Annotated[
    str, PlainValidator(_matching(_COLOUR, said("values.not-a-colour"), said("values.a-colour")))
]
Country = Annotated[
    str, PlainValidator(_matching(_COUNTRY, said("values.not-a-country"), said("values.a-country")))
]
Focus = Annotated[
    tuple[float, float],
    _pair((0, 0), (1, 1), said("values.not-a-point"), said("values.a-point")),
]
Position = Annotated[
    tuple[float, float],
    _pair((-90, -180), (90, 180), said("values.not-a-position"), said("values.a-position")),
]
Seconds = Annotated[float, _number(1, 86_400, said("values.unusable"), said("values.seconds"))]
Share = Annotated[float, _number(1e-9, 1, said("values.unusable"), said("values.share"))]
Name = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*$")]
Names = Annotated[tuple[Name, ...], Field(strict=False)]


def in_language(texts: dict[str, str], language: str, leading: str) -> str:
    """A text in a language; where it is missing, the one for all languages, the leading one, any."""
    for key in (language, EVERY_LANGUAGE, leading):
        if key in texts:
            return texts[key]
    return next(iter(texts.values()), "")
