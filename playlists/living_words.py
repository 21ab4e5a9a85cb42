"""City data in words: one line a document, in the language of the screen, in French where it has no words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final, assert_never
from zoneinfo import ZoneInfo

import msgspec

from layouts.compose.rows import DRAWN, Parts
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
from playlists.living_phrases import WEATHER, WORDS
from playlists.opening import Closed, Open, Opens, Spans, open_spans, standing

_SENTENCE: Final = re.compile(r"[^.!?…]+(?:[.!?…]+(?=\s|$)|$)|[^.!?…]*[.!?…]+")
_HALF_DAY: Final = timedelta(hours=12)
_LONGEST_NOTE: Final = 120
"""Characters of what is told of a notice beside its title."""


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What words depend on beside the document: the instant, the language, the device's place and rules.

    `spelt` words say of what opens later that it is closed, too. `own` is the language in which sources
    write: their words are set as it wants, beside words of any other.
    """

    at: datetime
    language: str
    zone: str
    country: str
    position: tuple[float, float] | None
    unit: str = ""
    near: bool = False
    spelt: bool = False
    own: str = ""

    def say(self, code: str, **facts: str) -> str:
        """A phrase of the language."""
        return WORDS.get(self.language, WORDS["fr"])[code].format(**facts)

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
    """A document as one line, finished: what it is about, and after a tab what is to be known of it."""
    found = parts(document, setting)
    match document:
        case Departure():
            about, value = f"{found.mark} {found.about}", found.value
        case Forecast():
            about, value = forecast(document, setting)
        case Notice():
            about, value = found.about, ""
        case _:
            about, value = ", ".join(part for part in (found.about, found.note) if part), found.value
    return str(Parts(about, value))


def parts(document: Document, setting: Setting) -> Parts:
    """A document as the parts of a row, finished."""
    found, own = _parts(document, setting), setting.own or setting.language
    named = setting.language if isinstance(document, Forecast) else own
    noted = own if isinstance(document, Event | Notice) else setting.language
    languages = (named, setting.language, noted)
    about, value, note = (_tied(finish(part, each)) for part, each in zip(found[:3], languages, strict=True))
    return Parts(about, value, note, found.mark)


def _tied(text: str) -> str:
    """A dash stays at the end of its line."""
    return text.replace(" – ", f"{NO_BREAK}– ")


def _parts(document: Document, setting: Setting) -> Parts:
    match document:
        case Availability():
            return Parts(document.name, _free(document, setting), _away(document, setting))
        case Place():
            return Parts(document.name, hours(document, setting), _away(document, setting))
        case Event():
            return Parts(document.title, when(document, setting), document.place)
        case Departure():
            told = setting.say("cancelled") if document.cancelled else leaving(document, setting)
            return Parts(document.towards, told, "", document.line)
        case Notice():
            return Parts(document.title, "", _opening_words(document.body))
        case Forecast():
            return _weather(document, setting)
        case _ as never:
            assert_never(never)


def _opening_words(body: str) -> str:
    """The first sentence of a text, or as many as are short together; none of one that is long."""
    found = ""
    for sentence in _SENTENCE.findall(body):
        if len(found) + len(sentence) > _LONGEST_NOTE:
            break
        found = f"{found} {sentence.strip()}".strip()
    return found


def small_print(batch: Batch, setting: Setting, documents: Sequence[Document] = ()) -> str:
    """Of when data are that are no more fresh, whose they are, and under which licence."""
    parts = (mark(batch, setting, documents), owner(batch, setting))
    return f"{NO_BREAK}· ".join(part for part in parts if part)


def owner(batch: Batch, setting: Setting) -> str:
    """Whose data are, and under which licence."""
    parts = (finish(batch.attribution, setting.language), batch.licence)
    return f"{NO_BREAK}· ".join(part for part in parts if part)


def mark(batch: Batch, setting: Setting, documents: Sequence[Document] = ()) -> str:
    """« Données de 14 h 05 », by the oldest of what is shown; "" for fresh data, which need none."""
    of = _oldest(batch, documents)
    is_fresh = batch.ages.freshness(of, setting.at) is Freshness.FRESH
    return "" if is_fresh else dated(batch, setting, documents)


def dated(batch: Batch, setting: Setting, documents: Sequence[Document] = ()) -> str:
    """« Données de 14 h 05 », « Données du 24/11, 14 h 05 », « Image de 14 h 05 », of fresh ones too."""
    of = _oldest(batch, documents)
    code = "as-of" if batch.picture is None else "shot"
    code = code if setting.day(of) == setting.day(setting.at) else f"{code}-day"
    said = setting.say(code, day=f"{setting.day(of):%d/%m}", time=setting.time(of))
    return capitalised(finish(said, setting.language))


def brief_mark(batch: Batch, setting: Setting, document: Document) -> str:
    """« à 14 h 05 », « le 25/11 »: of when a thing is that is no more fresh, where there is little room."""
    of = batch.of(document)
    if batch.ages.freshness(of, setting.at) is Freshness.FRESH:
        return ""
    if setting.day(of) == setting.day(setting.at):
        return setting.say("at", time=setting.time(of))
    return setting.say("of-day", day=f"{setting.day(of):%d/%m}")


def _oldest(batch: Batch, documents: Sequence[Document]) -> datetime:
    since = batch.picture.since if batch.picture else None
    return min(
        (batch.of(document) for document in documents), default=min(batch.fetched, since or batch.fetched)
    )


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
    if event.starts <= setting.at and event.lasts_days:
        last = setting.day(event.ends - timedelta(minutes=1))
        return setting.say("until", day=date_forms(last, setting.language)[-1])
    if event.starts <= setting.at and not event.whole_days:
        return setting.say("until-time", time=setting.time(event.ends))
    when = setting.weekday(max(event.starts, setting.at))
    return when if event.whole_days else f"{when}, {setting.time(event.starts)}"


def leaving(departure: Departure, setting: Setting) -> str:
    """« 14 h 05 », also after midnight; « lundi, 5 h 30 » of what leaves half a day later or more."""
    time = setting.time(departure.leaves)
    return (
        time if departure.leaves - setting.at < _HALF_DAY else f"{setting.weekday(departure.leaves)}, {time}"
    )


def _away(document: Availability | Place, setting: Setting) -> str:
    """« à 350 m », where nearness was asked for."""
    return setting.away(document.position) if setting.near else ""


def _free(document: Availability, setting: Setting) -> str:
    if document.state is State.FULL and setting.unit:
        return setting.say("none-left", unit=setting.unit)
    if document.state in {State.CLOSED, State.SUBSCRIBERS, State.FULL}:
        return setting.say(document.state)
    if document.free is None:
        return "–"
    unit = setting.unit or setting.say("units")
    unit = unit.removesuffix("s") if document.free == 1 else unit
    return f"{grouped(document.free, setting.language)} {unit}"


def grouped(number: int, language: str) -> str:
    """A whole number by groups of three digits."""
    return f"{number:,}".replace(",", "," if language == "en" else NARROW)


def forecast(document: Forecast, setting: Setting) -> tuple[str, str]:
    """The day and its weather."""
    found = _weather(document, setting)
    return found.about, ", ".join(part for part in (found.value, found.note) if part)


def _weather(document: Forecast, setting: Setting) -> Parts:
    degrees = [f"{round(each)}" for each in (document.lowest, document.highest) if each is not None]
    span = setting.say("to", low=degrees[0], high=degrees[1]) if len(degrees) > 1 else degrees[0]
    sky = next((row for row in WEATHER if document.code is not None and document.code <= row[0]), None)
    told = sky[1].get(setting.language, sky[1]["fr"]) if sky else ""
    day = setting.weekday(max(document.starts, setting.at))
    return Parts(capitalised(day), f"{span} °C".replace("-", "−"), told, DRAWN + sky[2] if sky else "")
