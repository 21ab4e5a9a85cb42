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


def refuse(message: str, value: object, *, expected: str = "", hint: str = "") -> PydanticCustomError:
    """An error that says in an editor's words what is wrong with a value."""
    details = {"expected": expected, "found": describe(value), "hint": hint}
    return PydanticCustomError("written", message.replace("{", "(").replace("}", ")"), details)


def _text(value: object) -> dict[str, str]:
    expected = 'a text, or one per language: { fr = "…", en = "…" }'
    match value:
        case str():
            texts = {EVERY_LANGUAGE: value}
        case dict() if value and all(isinstance(text, str) for text in value.values()):
            texts = dict(value)
        case _:
            raise refuse("This is not a text.", value, expected=expected, hint="Texts stand between quotes.")
    for language, text in texts.items():
        if language != EVERY_LANGUAGE and not _LANGUAGE.fullmatch(language):
            raise refuse("This is not a language code.", language, expected="a code such as fr or en")
        if len(text) > _LONGEST_TEXT:
            raise refuse("This text is too long for any screen.", f"{len(text)} characters")
        if any(ord(character) < ord(" ") and character not in "\n\t" for character in text):
            raise refuse("This text contains control characters.", value, hint="Write it anew.")
    return texts


def _moment(value: object) -> date:
    expected = "a date such as 2026-11-20 or a date-time such as 2026-11-20T08:00:00"
    if isinstance(value, date):
        if _FIRST_YEAR <= value.year <= _LAST_YEAR:
            return value
        raise refuse("This year is not meant.", value.year, expected=f"{_FIRST_YEAR} to {_LAST_YEAR}")
    quoted = isinstance(value, str) and _ISO_DATE.match(value) is not None
    hint = "Write the date without quotes." if quoted else ""
    raise refuse("This is not a date.", value, expected=expected, hint=hint)


def _card_date(value: object) -> date | dict[str, str]:
    return _moment(value) if isinstance(value, date) else _text(value)


def _relative_path(value: object) -> str:
    expected = "a path inside the workspace, such as media/piscine.jpg"
    if not isinstance(value, str) or not value.strip():
        raise refuse("This is not a path.", value, expected=expected)
    if "\\" in value:
        raise refuse("Folders are separated by “/”.", value, expected=expected)
    if value.startswith(("/", "~")) or re.match(r"[A-Za-z]:", value):
        raise refuse(
            "A path starts inside the workspace.", value, expected=expected, hint="Copy the file into media/."
        )
    if any(part in ("..", ".", "") for part in value.split("/")):
        raise refuse("A path may not leave the workspace or hold empty parts.", value, expected=expected)
    if not value.isprintable():
        raise refuse("This path contains characters that cannot be seen.", value, expected=expected)
    return value


@cache
def _known_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _time_zone(value: object) -> str:
    expected = "an IANA time zone such as Europe/Paris"
    known = _known_zones()
    if not isinstance(value, str) or value not in known:
        hint = did_you_mean(value, known) if isinstance(value, str) else ""
        raise refuse("This time zone is not known.", value, expected=expected, hint=hint)
    return value


def _day_start(value: object) -> str:
    if isinstance(value, time) and value.second == 0 and value.microsecond == 0:
        return value.strftime("%H:%M")
    if isinstance(value, str) and _HOUR.fullmatch(value):
        return value
    raise refuse("This is not a time of day.", value, expected='hours and minutes, such as "04:00"')


def _languages(value: object) -> tuple[str, ...]:
    expected = 'language codes, the leading one first: ["fr", "en"]'
    if not isinstance(value, list) or not value:
        raise refuse("This is not a list of languages.", value, expected=expected)
    for language in value:
        if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
            raise refuse("This is not a language code.", language, expected=expected)
    if len(set(value)) < len(value):
        raise refuse("A language is named twice.", value, expected=expected)
    return tuple(value)


def _matching(pattern: re.Pattern[str], message: str, expected: str) -> Callable[[object], str]:
    def parse(value: object) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise refuse(message, value, expected=expected)
        return value

    return parse


def _pair(low: tuple[float, float], high: tuple[float, float], message: str, expected: str) -> PlainValidator:
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


Text = Annotated[dict[str, str], PlainValidator(_text)]
"""Texts by language; under `EVERY_LANGUAGE` where it was written once for all."""

Moment = Annotated[date | datetime, PlainValidator(_moment)]
CardDate = Annotated[date | datetime | dict[str, str], PlainValidator(_card_date)]
RelativePath = Annotated[str, PlainValidator(_relative_path)]
TimeZone = Annotated[str, PlainValidator(_time_zone)]
DayStart = Annotated[str, PlainValidator(_day_start)]
Languages = Annotated[tuple[str, ...], PlainValidator(_languages)]
Colour = Annotated[
    str, PlainValidator(_matching(_COLOUR, "This is not a colour.", 'six hexadecimal digits: "#00a79d"'))
]
Country = Annotated[
    str, PlainValidator(_matching(_COUNTRY, "This is not a country.", 'two capital letters, such as "FR"'))
]
Focus = Annotated[
    tuple[float, float],
    _pair(
        (0, 0), (1, 1), "This is not a point.", "two fractions from 0 to 1, from the left and from the top"
    ),
]
Position = Annotated[
    tuple[float, float],
    _pair((-90, -180), (90, 180), "This is not a position.", "latitude and longitude: [47.2184, -1.5536]"),
]
Seconds = Annotated[float, Field(ge=1, le=86_400)]
Name = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*$")]
Names = Annotated[tuple[Name, ...], Field(strict=False)]


def in_language(texts: dict[str, str], language: str, leading: str) -> str:
    """A text in a language; where it is missing, the one for all languages, the leading one, any."""
    for key in (language, EVERY_LANGUAGE, leading):
        if key in texts:
            return texts[key]
    return next(iter(texts.values()), "")
