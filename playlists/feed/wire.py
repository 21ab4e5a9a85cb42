"""A program as a file of the feed, and back: what says something stays as bytes until it is approved.

The theme, the screens, each layout and each item travel as raw JSON. Their SHA-256 is what editors
approve, taken over the very bytes that are then decoded: no two readings of one text, and a newer
publisher's item that this version cannot read is left out alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import time
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from device_profiles.decoding import from_json
from device_profiles.profile import BuiltInSlide, Line, Screen
from layouts.layout import Layout
from layouts.theme import Theme
from playlists.daypart import Daypart
from playlists.errors import DaypartError, FeedError
from playlists.feed import naming
from playlists.feed.approval import SERVICES
from playlists.feed.head import Head
from playlists.feed.pictures import Pictures, Screens
from playlists.feed.raw import decoded, digest, encoded
from playlists.feed.wire_services import Languages, WireServices, pack_services, unpack_services
from playlists.program import (
    Event,
    Item,
    Playlist,
    Program,
    Rendition,
    ScreenProgram,
)

FORMAT = 1
Value = TypeVar("Value")
_encoder = msgspec.json.Encoder(order="deterministic")


class Dress(msgspec.Struct, frozen=True, kw_only=True):
    """What all pictures of a device share and what says something: colours, the mark, the last resort."""

    theme: Theme
    logo: str
    logo_picture: Rendition | None = None
    built_in: BuiltInSlide


class WirePlaylist(msgspec.Struct, frozen=True, kw_only=True):
    """A playlist whose items are not read yet. `id` is its campaign."""

    id: str
    items: tuple[msgspec.Raw, ...]


class WireScreen(msgspec.Struct, frozen=True, kw_only=True):
    """A screen's program whose screen, layouts, items and services are not read yet.

    `pictures` says by key of `playlists` how each item looks; nobody approves it (`playlists.feed.pictures`).
    """

    screen: msgspec.Raw
    layouts: dict[str, msgspec.Raw]
    playlists: dict[str, WirePlaylist]
    events: tuple[Event, ...]
    pictures: dict[str, msgspec.Raw] = {}
    services: WireServices | None = None


class WireProgram(msgspec.Struct, frozen=True, kw_only=True):
    """A program file. `chunks` holds, for each large object, the SHA-256 of each 8 MiB of it.

    `painter` is the edition of what drew the pictures, "" where there are none.
    """

    format: int = FORMAT
    profile: str
    time_zone: str
    country: str
    languages: Languages
    day_start: str
    display_hours: str | None
    line: Line = Line()
    dress: msgspec.Raw
    screens: tuple[WireScreen, ...]
    chunks: dict[str, tuple[str, ...]] = {}
    painter: str = ""
    family: str = ""


class Unpacked(msgspec.Struct, frozen=True, kw_only=True):
    """A program of which nothing is left that was not approved, and the names of what was refused."""

    program: Program
    refused: tuple[str, ...]
    pictures: Pictures


def place_digest(place: str) -> str:
    """What the approval of a place's name says."""
    return digest(encoded({"place": place}))


def pack(
    program: Program,
    chunks: dict[str, tuple[str, ...]],
    named: Iterable[str] | None = None,
    known: dict[int, WirePlaylist] | None = None,
    pictures: Pictures | None = None,
) -> bytes:
    """The file of a program. Equal programs of different devices give equal bytes.

    `named` are its objects, looked for if not given; `known` keeps, by identity, playlists written before;
    `pictures` is how it looks.
    """
    known = {} if known is None else known
    named = naming.objects(program) if named is None else named
    looks = pictures.screens if pictures else {}
    dress = Dress(
        theme=program.theme,
        logo=program.logo,
        logo_picture=program.logo_picture,
        built_in=program.built_in,
    )
    return _encoder.encode(
        WireProgram(
            profile=program.profile,
            time_zone=program.time_zone,
            country=program.country,
            languages=program.languages,
            day_start=program.day_start,
            display_hours=program.display_hours,
            line=program.line,
            dress=encoded(dress),
            screens=tuple(_wire_screen(screen, known, looks) for screen in program.screens),
            chunks={name: chunks[name] for name in sorted(named) if name in chunks},
            painter=pictures.painter if pictures else "",
            family=program.family,
        )
    )


def read(data: bytes) -> WireProgram:
    """A program file, its items not read yet. Raises `FeedError`."""
    try:
        wire = from_json(data, WireProgram)
    except msgspec.DecodeError as error:
        raise FeedError(f"a program file cannot be read: {error}") from error
    if wire.format != FORMAT:
        raise FeedError(f"a program file has format {wire.format}; this version reads format {FORMAT}")
    return wire


def campaigns(wire: WireProgram) -> frozenset[str]:
    """The campaigns whose approval a program needs."""
    played = {playlist.id for screen in wire.screens for playlist in screen.playlists.values()}
    return frozenset(played | {SERVICES} if any(screen.services for screen in wire.screens) else played)


def unpack(wire: WireProgram, device: str, head: Head, is_approved: Callable[[str], bool]) -> Unpacked:
    """The program of a device, without what is not approved.

    Items are left out one by one, a layout with the events that name it, a place's name is left empty.

    Raises:
        FeedError: the dress or a screen is not approved, or cannot be read, or is named twice, or there is
            none, or its times mean nothing; nothing of it can be shown.
    """
    require_sound(wire, head.position)
    refused: list[str] = []
    dress = _needed(wire.dress, Dress, is_approved, "theme, mark and built-in slide")
    place = head.place if is_approved(place_digest(head.place)) else ""
    if place != head.place:
        refused.append("the name of the place")
    program = Program(
        device=device,
        profile=wire.profile,
        place=place,
        position=head.position,
        time_zone=wire.time_zone,
        country=wire.country,
        languages=wire.languages,
        day_start=wire.day_start,
        display_hours=wire.display_hours,
        built_in=dress.built_in,
        theme=dress.theme,
        logo=dress.logo,
        logo_picture=dress.logo_picture,
        line=wire.line,
        family=wire.family,
        groups=head.groups,
        screens=tuple(_screen(screen, is_approved, refused) for screen in wire.screens),
    )
    names = [screen.screen.name for screen in program.screens]
    if not names or len({*names}) < len(names):
        raise FeedError(f"a program has no screens, or two of one name: {', '.join(names)}")
    looks = {
        screen.screen.name: own.pictures for screen, own in zip(program.screens, wire.screens, strict=True)
    }
    pictures = Pictures(wire.painter, looks)
    return Unpacked(program=program, refused=tuple(dict.fromkeys(refused)), pictures=pictures)


def _wire_screen(program: ScreenProgram, known: dict[int, WirePlaylist], pictures: Screens) -> WireScreen:
    for playlist in program.playlists.values():
        if id(playlist) not in known:
            items = tuple(encoded(item) for item in playlist.items)
            known[id(playlist)] = WirePlaylist(id=playlist.id, items=items)
    return WireScreen(
        screen=encoded(program.screen),
        layouts={name: encoded(layout) for name, layout in program.layouts.items()},
        playlists={key: known[id(playlist)] for key, playlist in program.playlists.items()},
        events=program.events,
        pictures=dict(pictures.get(program.screen.name, {})),
        services=None if program.services is None else pack_services(program.services),
    )


def _screen(wire: WireScreen, is_approved: Callable[[str], bool], refused: list[str]) -> ScreenProgram:
    screen = _needed(wire.screen, Screen, is_approved, "screen")
    layouts: dict[str, Layout] = {}
    for name, raw in wire.layouts.items():
        layout = decoded(raw, Layout) if is_approved(digest(raw)) else None
        if layout is None:
            refused.append(f"layout {name}")
        else:
            layouts[name] = layout
    playlists = {key: _playlist(playlist, is_approved, refused) for key, playlist in wire.playlists.items()}
    events = tuple(event for event in wire.events if _is_sound(event, layouts, playlists))
    services = unpack_services(wire.services, is_approved, refused) if wire.services else None
    return ScreenProgram(
        screen=screen, layouts=layouts, playlists=playlists, events=events, services=services
    )


def require_sound(wire: WireProgram, position: tuple[float, float] | None) -> None:
    """Refuse times that no editor approves and that the timeline could not read. Raises `FeedError`."""
    rules = [
        wire.display_hours,
        wire.line.large_when,
        *(event.when for screen in wire.screens for event in screen.events),
    ]
    try:
        ZoneInfo(wire.time_zone)
        time.fromisoformat(wire.day_start)
        for rule in filter(None, rules):
            Daypart.parse(rule, wire.time_zone, wire.country, position)
    except (ValueError, ZoneInfoNotFoundError, OSError, DaypartError) as error:
        raise FeedError(f"the times of a program cannot be read: {error}") from error


def _is_sound(event: Event, layouts: dict[str, Layout], playlists: dict[str, Playlist]) -> bool:
    """Whether all that an event names is there."""
    layout = layouts.get(event.layout)
    return layout is not None and all(
        layout.zone(zone) is not None and key in playlists for zone, key in event.zones.items()
    )


def _playlist(wire: WirePlaylist, is_approved: Callable[[str], bool], refused: list[str]) -> Playlist:
    items = []
    for number, raw in enumerate(wire.items, start=1):
        item = decoded(raw, Item) if is_approved(digest(raw)) else None
        if item is None:
            refused.append(f"item {number} of {wire.id}")
        else:
            items.append(item)
    return Playlist(id=wire.id, items=tuple(items))


def _needed(raw: msgspec.Raw, kind: type[Value], is_approved: Callable[[str], bool], what: str) -> Value:
    """A part without which nothing can be shown. Raises `FeedError`."""
    if not is_approved(digest(raw)):
        raise FeedError(f"the {what} of a program is not approved by enough editors")
    value = decoded(raw, kind)
    if value is None:
        raise FeedError(f"the {what} of a program cannot be read by this version")
    return value
