"""Small programs for tests: builders with sensible defaults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from device_profiles.profile import BuiltInSlide, Legibility, Screen
from layouts.layout import Layout, Zone
from layouts.theme import Palette, Theme
from playlists.program import Event, Item, Playlist, Program, ScreenProgram, TickerText

PALETTE = Palette(
    background="#101820",
    surface="#1c2630",
    line="#334455",
    text="#ffffff",
    quiet="#c8d0d8",
    accent="#00a79d",
    on_accent="#101820",
    ticker="#00a79d",
    on_ticker="#101820",
    categories={},
    on_categories={},
    category_inks={},
)
"""One palette; no test here looks at colours."""


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """An instant."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def an_item(
    name: str,
    seconds: float = 10,
    *,
    share: float | None = None,
    weight: float = 1.0,
    when: str | None = None,
    opens: datetime | None = None,
    closes: datetime | None = None,
) -> Item:
    """An item that plays for `seconds`."""
    return Item(
        id=name,
        content=TickerText(text=name, width=100.0, scrolls=False),
        pages_ms=(round(seconds * 1000),),
        when=when,
        opens=opens,
        closes=closes,
        share=share,
        weight=weight,
    )


def a_screen(name: str = "main") -> Screen:
    """A screen of 1920 x 1080 pixels."""
    return Screen(
        name=name,
        width=1920,
        height=1080,
        width_mm=1200,
        height_mm=675,
        bottom_mm=1500,
        distance_m=5,
        legibility=Legibility.D155,
        layout="full",
    )


def a_layout(name: str, zones: Sequence[str]) -> Layout:
    """A layout whose zones stand one above the other."""
    height = 1 / len(zones)
    return Layout(
        name=name,
        title={"fr": name},
        zones=tuple(
            Zone(name=zone, x=0, y=index * height, width=1, height=height) for index, zone in enumerate(zones)
        ),
    )


def an_event(
    zones: Mapping[str, str] | None = None,
    priority: int = 0,
    when: str | None = None,
    *,
    opens: datetime | None = None,
    closes: datetime | None = None,
    name: str = "schedule#1",
) -> Event:
    """An event; its layout is made by `a_program` from the names of its zones."""
    zones = {"main": "list"} if zones is None else dict(zones)
    return Event(
        id=name,
        layout="+".join(zones),
        zones=zones,
        priority=priority,
        when=when,
        opens=opens,
        closes=closes,
    )


def a_program(
    items: Mapping[str, Sequence[Item]] | Sequence[Item] = (),
    events: Sequence[Event] | None = None,
    *,
    time_zone: str = "Europe/Paris",
    day_start: str = "04:00",
    display_hours: str | None = None,
    screens: Sequence[str] = ("main",),
    device: str = "totem-01",
    layouts: Sequence[Layout] = (),
) -> Program:
    """A program of one device whose screens all play the same.

    `items` are playlists by name, or the items of the one playlist `list`. `events` is what is scheduled: if
    not said, one event that plays `list` in the zone `main` for ever. `layouts` come beside those that are
    made from the events' zones.
    """
    lists = dict(items) if isinstance(items, Mapping) else {"list": items}
    events = [an_event()] if events is None else events
    made = {event.layout: a_layout(event.layout, tuple(event.zones)) for event in events if event.zones}
    made.update({layout.name: layout for layout in layouts})
    return Program(
        device=device,
        profile="totem",
        place="Place du Commerce",
        position=(47.2131, -1.5583),
        time_zone=time_zone,
        country="FR",
        languages=("fr", "en"),
        day_start=day_start,
        display_hours=display_hours,
        built_in=BuiltInSlide(headline={"fr": "Bienvenue"}),
        theme=Theme(day=PALETTE, night=PALETTE),
        screens=tuple(
            ScreenProgram(
                screen=a_screen(screen),
                layouts=made,
                playlists={name: Playlist(id=name, items=tuple(items)) for name, items in lists.items()},
                events=tuple(events),
            )
            for screen in screens
        ),
    )
