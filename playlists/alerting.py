"""Alerts over a program: a program again, so that all that plays, draws and proves one does so with alerts.

with_alerts(program, alerts)  what the device shows while these are in force
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache, lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from device_profiles.profile import Screen
from layouts.card import ALERT, CAUTION, Card, Words
from layouts.compose import frame_for, reading_times
from layouts.dates import say_date, say_time
from layouts.layout import Layout, Rect, Zone, ZoneKind
from layouts.led import led_pages
from layouts.theme import Palette, derive
from layouts.typography import capitalised
from playlists.feed.alerts import CAMPAIGN, Alert, Level
from playlists.program import CardContent, Event, Item, Playlist, Program, ScreenProgram

_PRIORITY = 2**31
"""Above any that an editor may write."""
_WORDS = {
    Level.EXTREME: {"fr": "Danger", "en": "Danger", "es": "Peligro"},
    Level.SEVERE: {"fr": "Alerte", "en": "Alert", "es": "Alerta"},
    Level.MODERATE: {"fr": "Vigilance", "en": "Caution", "es": "Precaución"},
}
_LEAST_MS = 6_000
"""An alert's page stays at least so long, however little it says."""


class _Stretch(msgspec.Struct, frozen=True):
    """A stretch of time in which the same alerts are shown. None: without an end."""

    opens: datetime | None
    closes: datetime | None
    alerts: tuple[Alert, ...]


def covering(program: Program, alerts: Sequence[Alert]) -> tuple[Alert, ...]:
    """The alerts that the device of a program is to show at their times."""
    return tuple(a for a in alerts if a.area.covers(program.device, program.profile, program.position))


def with_alerts(program: Program, alerts: Sequence[Alert], *, dated: bool = True) -> Program:
    """The program with these alerts above all else, each at its time; where there are none, as it is.

    Of several that are open only the gravest show, in turn. Undated, they show whatever the time is: for a
    clock that nobody can rely on. Extreme ones light screens that would be dark.
    """
    if not alerts:
        return program
    stretches = tuple(_stretches(alerts)) if dated else (_Stretch(None, None, _gravest(alerts)),)
    screens = tuple(_screen(program, screen, stretches) for screen in program.screens)
    return replace(program, screens=screens)


def _stretches(alerts: Sequence[Alert]) -> Iterator[_Stretch]:
    edges = sorted({edge for alert in alerts for edge in (alert.opens, alert.closes)})
    for start, end in pairwise(edges):
        shown = _gravest([alert for alert in alerts if alert.opens <= start < alert.closes])
        if shown:
            yield _Stretch(start, end, shown)


def _gravest(alerts: Sequence[Alert]) -> tuple[Alert, ...]:
    highest = max((alert.level.rank for alert in alerts), default=0)
    return tuple(alert for alert in alerts if alert.level.rank == highest)


def _screen(program: Program, screen: ScreenProgram, stretches: tuple[_Stretch, ...]) -> ScreenProgram:
    layout = _layout(screen.screen)
    zone = layout.zones[0].name
    playlists, events, lights = dict(screen.playlists), [], []
    for number, stretch in enumerate(stretches, start=1):
        name = f"{CAMPAIGN}#{number}"
        items = tuple(_item(alert, screen.screen, program.time_zone) for alert in stretch.alerts)
        playlists[name] = Playlist(id=CAMPAIGN, items=items)
        events.append(
            Event(
                id=name,
                layout=layout.name,
                zones={zone: name},
                priority=_PRIORITY,
                opens=stretch.opens,
                closes=stretch.closes,
            )
        )
        if stretch.alerts[0].level is Level.EXTREME:
            lights.append(name)
    return replace(
        screen,
        layouts={**screen.layouts, layout.name: layout},
        playlists=playlists,
        events=(*events, *screen.events),
        lights=tuple(lights),
    )


def _layout(screen: Screen) -> Layout:
    """The whole screen, as one zone."""
    kind = ZoneKind.MATRIX if screen.is_matrix else ZoneKind.CONTENT
    zone = Zone(name="main", x=0.0, y=0.0, width=1.0, height=1.0, kind=kind)
    return Layout(name=CAMPAIGN, title={}, zones=(zone,))


@lru_cache(maxsize=64)
def _item(alert: Alert, screen: Screen, time_zone: str) -> Item:
    """An alert as it plays on a screen: its pages, each for as long as it takes to read."""
    card = alert_card(alert, time_zone)
    if screen.is_matrix:
        times = tuple(page.dwell_ms for page in led_pages(card, screen))
    else:
        frame = frame_for(screen, Rect(0, 0, screen.width, screen.height), _palette())
        times = tuple(max(_LEAST_MS, time) for time in reading_times(card, frame))
    return Item(id=alert.item, content=CardContent(card=card), pages_ms=times or (_LEAST_MS,))


def alert_card(alert: Alert, time_zone: str) -> Card:
    """What an alert says, as a card; the authority and the hour of issue stand under it."""
    caution = alert.level is Level.MODERATE
    words = tuple(
        Words(
            language=said.language,
            figure=_WORDS[alert.level].get(said.language, _WORDS[alert.level]["fr"]),
            headline=said.headline,
            body=said.instruction,
            source=_signed(alert, said.language, time_zone),
        )
        for said in alert.words
    )
    kind = CAUTION if caution else ALERT
    return Card(kind=kind, category=kind, pictogram=alert.pictogram, words=words)


def _signed(alert: Alert, language: str, time_zone: str) -> str:
    here = alert.issued.astimezone(ZoneInfo(time_zone))
    when = f"{say_date(here.date(), language)}, {say_time(here.time(), language)}"
    return f"{alert.source}, {when}" if alert.source else capitalised(when)


@cache
def _palette() -> Palette:
    """Any will do: an alert has colours of its own, and its times do not hang on them."""
    return derive(background=None, accent=None, categories=None).day
