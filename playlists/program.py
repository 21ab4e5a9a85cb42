"""A program: the compiled, complete answer for one device; everything `showing` and the stage need.

Programs are what machines exchange: msgspec structs, frozen, JSON on the wire. Durations are whole
milliseconds, instants are UTC, dayparts stay civil time in `time_zone`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from device_profiles.profile import BuiltInSlide, Line, Screen
from layouts.card import Card
from layouts.layout import Layout
from layouts.theme import Theme
from playlists.rendition import Rendition as Rendition  # noqa: PLC0414 - readers of programs look for it here
from playlists.services import Services

_Instant = Annotated[datetime, Meta(tz=True)]


class Stills(msgspec.Struct, frozen=True, kw_only=True, tag="stills"):
    """One picture a page, prepared to the exact pixels of its zone (an image has one, a PDF many)."""

    pages: tuple[Rendition, ...]


class Film(msgspec.Struct, frozen=True, kw_only=True, tag="film"):
    """A film prepared to the exact pixels of its zone; `frame_ms` is the time of one frame."""

    rendition: Rendition
    length_ms: int
    frame_ms: float
    sound: bool = False


class CardContent(msgspec.Struct, frozen=True, kw_only=True, tag="card"):
    """A card, set on the device by `layouts.compose` (or `layouts.led` on a matrix)."""

    card: Card
    picture: Rendition | None = None


class TickerText(msgspec.Struct, frozen=True, kw_only=True, tag="ticker"):
    """A line of a ticker, finished; `scrolls` is decided for the whole playlist in its zone."""

    text: str
    width: float
    scrolls: bool


class Turn(msgspec.Struct, frozen=True):
    """What city data say from an instant on: a card for each page of one play.

    On a board a card may have several pages of lamps; `sheets` tells which of them each page is.
    """

    opens: datetime
    cards: tuple[Card, ...]
    picture: Rendition | None = None
    sheets: tuple[int, ...] = ()


class LiveContent(msgspec.Struct, frozen=True, kw_only=True, tag="live"):
    """City data of a source, made into cards on the device (`playlists.living`), one a page and language.

    `headlines` and `units` hold a text per language, the leading one first. `near_m` is how far from the
    device a document may lie, None where its place does not matter; `days` (`today`, `weekend`) and `theme`
    choose among events. `turns` stand in the order of time; a program file names none.
    """

    source: str
    headlines: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...] = ()
    near_m: int | None = None
    category: str = ""
    pictogram: str = ""
    days: str = ""
    theme: str = ""
    turns: tuple[Turn, ...] = ()

    def shown(self, page: int, at: datetime) -> tuple[CardContent, int] | None:
        """What a page shows that comes on at an instant, and which page of that; None without any."""
        begun = next((turn for turn in reversed(self.turns) if turn.opens <= at), None)
        turn = begun or next(iter(self.turns), None)
        if turn is None or page >= len(turn.cards):
            return None
        sheet = turn.sheets[page] if turn.sheets else 0
        return CardContent(card=turn.cards[page], picture=turn.picture), sheet


Content = Stills | Film | CardContent | TickerText | LiveContent


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One item as it plays in one zone of one screen.

    `id` is the editor's own or `PLAYLIST#N` counted from 1. `pages_ms` holds the time of each page of one
    play; their sum is the play's duration. The item may play while `when` (a daypart) is open and
    `opens` <= t < `closes`. `share` is a fraction of air time; items without one divide what is left in
    proportion to `weight`, as plays.
    """

    id: str
    content: Content
    pages_ms: tuple[int, ...]
    when: str | None = None
    opens: datetime | None = None
    closes: datetime | None = None
    share: float | None = None
    weight: float = 1.0

    @property
    def duration_ms(self) -> int:
        """The time of one play in milliseconds."""
        return sum(self.pages_ms)


class Playlist(msgspec.Struct, frozen=True, kw_only=True):
    """A playlist as it plays in one zone: its items in the editor's order."""

    id: str
    items: tuple[Item, ...]


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A layout with playlists in its zones, at stated times. `zones` maps a zone to a key of `playlists`."""

    id: str
    layout: str
    zones: dict[str, str]
    priority: int = 0
    when: str | None = None
    opens: _Instant | None = None
    closes: _Instant | None = None


class ScreenProgram(msgspec.Struct, frozen=True, kw_only=True):
    """Everything one screen plays. Events stand in the order in which they were written.

    `lights` names the events (of alerts) that show also when the screen would be dark; no program file can.
    `services` is what people find who touch it; None where touching it does nothing.
    """

    screen: Screen
    layouts: dict[str, Layout]
    playlists: dict[str, Playlist]
    events: tuple[Event, ...]
    lights: tuple[str, ...] = ()
    services: Services | None = None


class Program(msgspec.Struct, frozen=True, kw_only=True, eq=False, weakref=True, dict=True):
    """The complete answer for one device. Compared and hashed by identity, so that it can key a cache.

    `day_start` is the local time, as `HH:MM`, at which a broadcast day begins. `position` is latitude
    and longitude in degrees. `logo` is the city's mark in words, `logo_picture` its picture, if there is one.
    `family` is the profile of the catalog that the device's own one goes back to, `groups` are the device's.
    `note` is what its built-in slide says to whoever cares for the device; no program file can.
    """

    format: int = 1
    device: str
    profile: str
    place: str
    position: tuple[float, float] | None
    time_zone: str
    country: str
    languages: tuple[str, ...]
    day_start: str = "04:00"
    display_hours: str | None = None
    built_in: BuiltInSlide
    theme: Theme
    logo: str = ""
    logo_picture: Rendition | None = None
    line: Line = Line()
    family: str = ""
    groups: tuple[str, ...] = ()
    note: str = ""
    screens: tuple[ScreenProgram, ...]

    @property
    def is_live(self) -> bool:
        """Whether any of its items shows city data."""
        return bool(self.sources)

    @property
    def sources(self) -> frozenset[str]:
        """The sources of city data that its items show."""
        return frozenset(
            item.content.source
            for screen in self.screens
            for playlist in screen.playlists.values()
            for item in playlist.items
            if isinstance(item.content, LiveContent)
        )
