"""City data in words: one line a document, in the language of the screen, in French where it has no words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final, assert_never
from zoneinfo import ZoneInfo

import msgspec

from layouts.compose.listing import VALUE
from layouts.dates import NO_BREAK, WEEKDAYS, date_forms, say_time
from layouts.typography import NARROW, capitalised, finish
from playlists import distance
from playlists.documents import (
    Availability,
    Batch,
    Departure,
    Document,
    Event,
    Forecast,
    Freshness,
    Notice,
    Place,
    State,
)
from playlists.opening import Closed, Open, Opens, Spans, open_spans, standing

_WORDS: Final = {
    "fr": {
        "full": "complet",
        "subscribers": "abonnés seulement",
        "closed": "fermé",
        "open": "ouvert",
        "open-until": "ouvert jusqu’à {time}",
        "opens": "ouvre {day} à {time}",
        "opens-today": "ouvre à {time}",
        "always": "ouvert jour et nuit",
        "units": "places",
        "cancelled": "supprimé",
        "away": "à {distance}",
        "as-of": "données de {time}",
        "as-of-day": "données du {day}, {time}",
        "tomorrow": "demain",
        "today": "aujourd’hui",
        "on": "{day}",
        "to": "{low} à {high}",
        "until": "jusqu’au {day}",
    },
    "en": {
        "full": "full",
        "subscribers": "subscribers only",
        "closed": "closed",
        "open": "open",
        "open-until": "open until {time}",
        "opens": "opens {day} at {time}",
        "opens-today": "opens at {time}",
        "always": "open day and night",
        "units": "spaces",
        "cancelled": "cancelled",
        "away": "{distance} away",
        "as-of": "data of {time}",
        "as-of-day": "data of {day}, {time}",
        "tomorrow": "tomorrow",
        "today": "today",
        "on": "{day}",
        "to": "{low} to {high}",
        "until": "until {day}",
    },
    "es": {
        "full": "completo",
        "subscribers": "solo abonados",
        "closed": "cerrado",
        "open": "abierto",
        "open-until": "abierto hasta las {time}",
        "opens": "abre {day} a las {time}",
        "opens-today": "abre a las {time}",
        "always": "abierto día y noche",
        "units": "plazas",
        "cancelled": "suprimido",
        "away": "a {distance}",
        "as-of": "datos de las {time}",
        "as-of-day": "datos del {day}, {time}",
        "tomorrow": "mañana",
        "today": "hoy",
        "on": "el {day}",
        "to": "{low} a {high}",
        "until": "hasta el {day}",
    },
}
_WEATHER: Final = (
    (0, {"fr": "soleil", "en": "sun", "es": "sol"}),
    (2, {"fr": "éclaircies", "en": "sunny spells", "es": "claros"}),
    (3, {"fr": "couvert", "en": "overcast", "es": "nublado"}),
    (48, {"fr": "brouillard", "en": "fog", "es": "niebla"}),
    (57, {"fr": "bruine", "en": "drizzle", "es": "llovizna"}),
    (67, {"fr": "pluie", "en": "rain", "es": "lluvia"}),
    (77, {"fr": "neige", "en": "snow", "es": "nieve"}),
    (82, {"fr": "averses", "en": "showers", "es": "chubascos"}),
    (86, {"fr": "averses de neige", "en": "snow showers", "es": "nevadas"}),
    (99, {"fr": "orages", "en": "thunderstorms", "es": "tormentas"}),
)
"""Groups of WMO's table 4677 by their last code."""


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What words depend on beside the document: the instant, the language, the device's place and rules.

    `spelt` words say of what opens later that it is closed, too.
    """

    at: datetime
    language: str
    zone: str
    country: str
    position: tuple[float, float] | None
    unit: str = ""
    near: bool = False
    spelt: bool = False

    def say(self, code: str, **facts: str) -> str:
        """A phrase of the language."""
        return _WORDS.get(self.language, _WORDS["fr"])[code].format(**facts)

    def time(self, at: datetime) -> str:
        """An instant as the time of day here."""
        return say_time(at.astimezone(ZoneInfo(self.zone)).time(), self.language)

    def day(self, at: datetime) -> date:
        """The day of an instant here."""
        return at.astimezone(ZoneInfo(self.zone)).date()

    def weekday(self, at: datetime) -> str:
        """« aujourd’hui », « demain », « lundi », and the date from a week on."""
        day, today = self.day(at), self.day(self.at)
        if day <= today:
            return self.say("today")
        if day == today + timedelta(days=1):
            return self.say("tomorrow")
        name = WEEKDAYS.get(self.language, WEEKDAYS["fr"])[day.weekday()]
        told = name if day < today + timedelta(days=7) else f"{name}{NO_BREAK}{day.day}"
        return self.say("on", day=told)

    def away(self, position: tuple[float, float] | None) -> str:
        """« à 350 m »; "" where either position is not known."""
        if position is None or self.position is None:
            return ""
        far = distance.metres(position, self.position)
        return self.say("away", distance=distance.say_metres(far, self.language))


def metres(document: Document, position: tuple[float, float] | None) -> float | None:
    """How far a document lies from a position, None where either is not known."""
    there = getattr(document, "position", None)
    if there is None or position is None:
        return None
    return distance.metres(there, position)


def row(document: Document, setting: Setting) -> str:
    """A document as one line, finished: what it is about, and after `VALUE` what is to be known of it."""
    parts = (finish(part, setting.language) for part in _row(document, setting) if part)
    return VALUE.join(parts)


def _row(document: Document, setting: Setting) -> tuple[str, str]:
    match document:
        case Availability():
            return _named(document, setting), _free(document, setting)
        case Place():
            return _named(document, setting), hours(document, setting)
        case Event():
            place = f", {document.place}" if document.place else ""
            return f"{document.title}{place}", when(document, setting)
        case Departure():
            told = setting.say("cancelled") if document.cancelled else setting.time(document.leaves)
            return f"{document.line} {document.towards}", told
        case Notice():
            return document.title, ""
        case Forecast():
            return forecast(document, setting)
        case _ as never:
            assert_never(never)


def small_print(batch: Batch, setting: Setting, documents: Sequence[Document] = ()) -> str:
    """Of when data are that are no more fresh, whose they are, and under which licence."""
    parts = (mark(batch, setting, documents), finish(batch.attribution, setting.language), batch.licence)
    return " · ".join(part for part in parts if part)


def mark(batch: Batch, setting: Setting, documents: Sequence[Document] = ()) -> str:
    """« Données de 14 h 05 », by the oldest of what is shown; "" for fresh data, which need none."""
    of = _oldest(batch, documents)
    is_fresh = batch.ages.freshness(of, setting.at) is Freshness.FRESH
    return "" if is_fresh else dated(batch, setting, documents)


def dated(batch: Batch, setting: Setting, documents: Sequence[Document] = ()) -> str:
    """« Données de 14 h 05 », « Données du 24/11, 14 h 05 », fresh ones too."""
    of = _oldest(batch, documents)
    same_day = setting.day(of) == setting.day(setting.at)
    day, time = f"{setting.day(of):%d/%m}", setting.time(of)
    said = setting.say("as-of", time=time) if same_day else setting.say("as-of-day", day=day, time=time)
    return capitalised(finish(said, setting.language))


def _oldest(batch: Batch, documents: Sequence[Document]) -> datetime:
    return min((batch.of(document) for document in documents), default=batch.fetched)


def hours(place: Place, setting: Setting) -> str:
    """« ouvert jusqu’à 19 h 30 », « ouvre lundi à 10 h »; what the source says of now goes first."""
    if place.state is State.CLOSED:
        return setting.say("closed")
    spans = opening(place, setting)
    if spans is None:
        return setting.say("open") if place.state is State.OPEN else ""
    return standing_words(standing(spans, setting.at), setting)


def standing_words(found: Open | Opens | Closed, setting: Setting) -> str:
    """How something with opening hours stands."""
    match found:
        case Closed():
            return setting.say("closed")
        case Open(until=until):
            return setting.say("open-until", time=setting.time(until)) if until else setting.say("always")
        case Opens(at=at):
            code = "opens-today" if setting.day(at) == setting.day(setting.at) else "opens"
            told = setting.say(code, day=setting.weekday(at), time=setting.time(at))
            return f"{setting.say('closed')}, {told}" if setting.spelt else told
        case _ as never:
            assert_never(never)


def opening(place: Place, setting: Setting) -> Spans | None:
    """When a place is open in the week to come; None where its hours are not known or cannot be read."""
    where = place.position or setting.position
    return open_spans(place.hours, setting.at, zone=setting.zone, country=setting.country, position=where)


def when(event: Event, setting: Setting) -> str:
    """« samedi, 15 h », « demain »; of what has begun and goes on for days « jusqu’au 24 décembre »."""
    if event.starts <= setting.at and event.ends - event.starts > timedelta(days=1):
        last = setting.day(event.ends - timedelta(minutes=1) if event.whole_days else event.ends)
        return setting.say("until", day=date_forms(last, setting.language)[-1])
    when = setting.weekday(max(event.starts, setting.at))
    return when if event.whole_days else f"{when}, {setting.time(event.starts)}"


def _named(document: Availability | Place, setting: Setting) -> str:
    away = setting.away(document.position) if setting.near else ""
    return f"{document.name}, {away}" if away else document.name


def _free(document: Availability, setting: Setting) -> str:
    if document.state in {State.CLOSED, State.SUBSCRIBERS, State.FULL}:
        return setting.say(document.state)
    if document.free is None:
        return "–"
    return f"{grouped(document.free, setting.language)} {setting.unit or setting.say('units')}"


def grouped(number: int, language: str) -> str:
    """A whole number by groups of three digits."""
    return f"{number:,}".replace(",", "," if language == "en" else NARROW)


def forecast(document: Forecast, setting: Setting) -> tuple[str, str]:
    """The day and its weather."""
    degrees = [f"{round(each)}" for each in (document.lowest, document.highest) if each is not None]
    span = setting.say("to", low=degrees[0], high=degrees[1]) if len(degrees) > 1 else degrees[0]
    sky = next((row for row in _WEATHER if document.code is not None and document.code <= row[0]), None)
    told = f", {sky[1].get(setting.language, sky[1]['fr'])}" if sky else ""
    day = setting.weekday(max(document.starts, setting.at))
    return capitalised(day), f"{span} °C{told}".replace("-", "−")
