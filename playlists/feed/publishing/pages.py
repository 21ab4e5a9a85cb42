"""The pages of programs, zone by zone, each with a digest of all that determines how it looks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import msgspec

from device_profiles.profile import Screen
from layouts.layout import Layout, Zone, ZoneKind, place
from playlists.program import CardContent, Film, Item, Playlist, Program, Stills

_encoder = msgspec.json.Encoder(order="deterministic")


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page as its zone will show it, in one of the programs in which it looks like that."""

    program: Program
    screen: Screen
    zone: Zone
    item: Item
    number: int
    night: bool
    digest: bytes


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A playlist, by its `key`, in a zone of a screen."""

    program: Program
    screen: Screen
    layout: Layout
    zone: Zone
    playlist: Playlist
    key: str

    @property
    def likeness(self) -> object:
        """Equal where all pictures are: a compiler makes but once what programs share."""
        shared = self.playlist, self.screen, self.layout, self.program.theme
        return (*map(id, shared), self.zone.name, self.program.languages)


def shown_in(program: Program) -> Iterator[Shown]:
    """What a program shows, but for running lines: each playlist in the zone for which it was prepared."""
    for part in program.screens:
        seen: set[str] = set()
        for event in part.events:
            layout = part.layouts[event.layout]
            for zone in layout.zones:
                key = event.zones.get(zone.name)
                if key is None or key in seen or zone.kind is ZoneKind.TICKER:
                    continue
                seen.add(key)
                yield Shown(
                    program=program,
                    screen=part.screen,
                    layout=layout,
                    zone=zone,
                    playlist=part.playlists[key],
                    key=key,
                )


def pages_of(shown: Shown, painter: str) -> Iterator[Page]:
    """The pages of a playlist in its zone, by day, then by night where its cards change their colours then.

    `painter` is the edition of what draws cards.
    """
    screen, theme = shown.screen, shown.program.theme
    rect = place(shown.zone, screen.width, screen.height)
    size = (rect.width, rect.height)
    palettes = (theme.day, theme.night) if screen.outdoors else (theme.day,)
    colours = (None if screen.is_matrix else palette for palette in palettes)
    common = (painter, screen, shown.zone, shown.program.languages)
    cards = [_digest(*common, own) for own in colours]
    for item in shown.playlist.items:
        match item.content:
            case Stills(pages=pages):
                for number, page in enumerate(pages):
                    yield _page(shown, item, number, _digest("still", page.object, size))
            case Film(rendition=rendition):
                yield _page(shown, item, 0, _digest("film", rendition.object, size))
            case CardContent() as card:
                for night, context in enumerate(cards):
                    for number in range(len(item.pages_ms)):
                        yield _page(shown, item, number, _digest(context, card, number), night=bool(night))


def _digest(*parts: object) -> bytes:
    return hashlib.sha256(_encoder.encode(parts)).digest()[:16]


def _page(shown: Shown, item: Item, number: int, digest: bytes, *, night: bool = False) -> Page:
    return Page(
        program=shown.program,
        screen=shown.screen,
        zone=shown.zone,
        item=item,
        number=number,
        night=night,
        digest=digest,
    )
