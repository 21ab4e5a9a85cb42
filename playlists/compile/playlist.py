"""A whole playlist for one place: the good items in order, never booked over 100 %."""

from __future__ import annotations

from layouts.layout import ZoneKind
from playlists.compile.items import ContentZone, Matrix
from playlists.compile.pictures import Pictures
from playlists.compile.place import Desk, Place, timed
from playlists.compile.ticker import prepare_ticker
from playlists.compile.typesetter import Typesetter
from playlists.media.shelf import Shelf
from playlists.program import Item
from playlists.workspace.bookings import report_overbooked
from playlists.workspace.model import NumberedItem, Playlist
from playlists.workspace.problems import Findings
from playlists.workspace.times import is_sound


def prepare_playlist(
    place: Place, playlist: Playlist, shelf: Shelf, typesetter: Typesetter, findings: Findings
) -> tuple[Item, ...]:
    """The items of `playlist` that can play at `place`; what is left out is among the findings."""
    refused = report_overbooked(place.workspace, playlist, findings)
    sound = [
        numbered
        for numbered in playlist.items
        if numbered.id not in refused and _opens_some_time(place, playlist, numbered, findings)
    ]
    desk = Desk(place, playlist, findings)
    if place.zone.kind is ZoneKind.TICKER and not place.screen.is_matrix:
        return prepare_ticker(desk, sound)
    kind = (
        Matrix(desk, typesetter)
        if place.screen.is_matrix
        else ContentZone(desk, Pictures(desk, shelf), typesetter)
    )
    zone = place.time_zone
    prepared = ((numbered, kind.prepare(numbered)) for numbered in sound)
    return tuple(timed(numbered, paged, zone) for numbered, paged in prepared if paged is not None)


def _opens_some_time(place: Place, playlist: Playlist, numbered: NumberedItem, findings: Findings) -> bool:
    """Whether an item's time rule parses."""
    path = (*numbered.path, "when")
    return is_sound(place.workspace, numbered.item.when, findings, playlist.file, path, item=numbered.id)
