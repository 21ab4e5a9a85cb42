"""City data on touch pages: each document as something that a service lists, in the words of the session."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from layouts.dates import say_date, say_dates
from layouts.typography import capitalised, finish
from player.touch.search import id_of
from player.touch.thing import Thing, facts, filled, lines, position_of
from player.touch.view import View
from player.touch.words import say
from playlists.documents import (
    Availability,
    Batch,
    Departure,
    Document,
    Event,
    Forecast,
    Notice,
    Place,
    State,
)
from playlists.living_words import dated, forecast, grouped, leaving, mark, when
from playlists.services import Service

_SOON = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
_MIDNIGHT = timedelta(microseconds=1)


def of_document(view: View, service: Service, batch: Batch, document: Document) -> Thing:
    """A document as something that is listed."""
    title, told, found, body, address = _parts(view, service, document)
    return Thing(
        id=id_of(service, document),
        title=finish(title, view.language if isinstance(document, Forecast) else view.setting.own),
        told=told,
        facts=facts(*found),
        body=body,
        qr=address,
        source=origin(view, batch, [document]),
        stale=mark(batch, view.setting, [document]),
        position=position_of(document),
    )


def origin(view: View, batch: Batch, documents: Sequence[Document]) -> str:
    """Of when data are, whose they are, and under which licence."""
    owner = finish(batch.attribution, view.language)
    return " · ".join(filled(dated(batch, view.setting, documents), owner, batch.licence))


_Parts = tuple[str, tuple[str, ...], tuple[tuple[str, str], ...], str, str]
"""A title, what stands under it in a list, facts with pictograms, a text, an address."""


def _parts(view: View, service: Service, document: Document) -> _Parts:
    match document:
        case Event():
            return _event(view, document)
        case Place():
            hours, away = view.hours(document), view.away(document.position)
            where = lines(document.where, away)
            return document.name, filled(hours, away), (("clock", hours), ("map-pin", where)), "", ""
        case Availability():
            free, away = _free(view, service, document), view.away(document.position)
            return document.name, filled(free, away), ((service.pictogram, free), ("map-pin", away)), "", ""
        case Notice():
            day = _published(view, document)
            return document.title, filled(day), (("clock", day),), document.body, document.address
        case Departure():
            return _departure(view, document)
        case Forecast():
            day, weather = forecast(document, view.setting)
            weather = finish(weather, view.language)
            return day, filled(weather), (("cloud", weather),), "", ""
        case _ as never:
            assert_never(never)


def _event(view: View, event: Event) -> _Parts:
    setting = view.setting
    soon = when(event, setting)
    if event.starts <= view.at and not event.whole_days and not event.lasts_days:
        soon = say("on_until", view.language, time=setting.time(event.ends))
    away = view.away(event.position)
    told = filled(capitalised(finish(soon, view.language)), event.place, away)
    found = (
        ("calendar-event", _dates(view, event)),
        ("map-pin", lines(event.place, away)),
        ("ticket", event.theme),
    )
    return event.title, told, found, "", event.address


def _dates(view: View, event: Event) -> str:
    """From when to when, in full."""
    language, setting = view.language, view.setting
    first, last = setting.day(event.starts), setting.day(max(event.starts, event.ends - _MIDNIGHT))
    if event.whole_days or last > first + timedelta(days=1):
        return capitalised(say_dates(first, last, language))
    hours = filled(setting.time(event.starts), setting.time(event.ends) if event.ends > event.starts else "")
    return capitalised(f"{say_date(first, language)}, {' – '.join(hours)}")


def _free(view: View, service: Service, document: Availability) -> str:
    """How much is free: in figures, or in words where it cannot be used."""
    own, setting = view.say(service.unit), view.setting
    is_counted = document.free is not None and (document.state is not State.FULL or bool(own))
    if document.state in {State.CLOSED, State.SUBSCRIBERS} or (
        document.state is State.FULL and not is_counted
    ):
        return capitalised(setting.say(document.state))
    if document.free is None:
        return say("not_known", view.language)
    told = {"free": grouped(document.free, view.language), "unit": own or setting.say("units")}
    if document.total is None:
        return say("free", view.language, **told)
    return say("free_of", view.language, total=grouped(document.total, view.language), **told)


def _published(view: View, notice: Notice) -> str:
    if notice.published is None:
        return ""
    at = notice.published.astimezone(ZoneInfo(view.here.time_zone))
    return capitalised(say_date(at.date(), view.language))


def _departure(view: View, departure: Departure) -> _Parts:
    language, setting = view.language, view.setting
    how = say("measured" if departure.live else "timetable", language)
    if departure.cancelled:
        soon = full = capitalised(setting.say("cancelled"))
        how = setting.time(departure.leaves)
    else:
        full = capitalised(lines(_wait(view, departure.leaves), leaving(departure, setting)))
        soon = full.split("\n", maxsplit=1)[0]
    title = f"{departure.line} · {departure.towards}" if departure.towards else departure.line
    found = (("clock", lines(full, how)), ("map-pin", departure.stop))
    return title, filled(soon, how), found, "", ""


def _wait(view: View, leaves: datetime) -> str:
    """How long until then, where that is soon."""
    wait = leaves - view.at
    if wait < _MINUTE:
        return say("due", view.language)
    return say("in_minutes", view.language, count=wait // _MINUTE) if wait < _SOON else ""
