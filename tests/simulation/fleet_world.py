"""A small feed whose devices are simulated, and instants that are said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from feed_world import World, notice, picture, program

from device_profiles.sight import Sight
from parvis.simulation.device import Simulated
from parvis.simulation.fleet import Fleet
from parvis.simulation.weather import Kind, Spell, Weather
from playlists.feed.publishing.album import Album, Drawn

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
SEEN = Sight("f0" * 32, "204060")


def published(folder: Path, *devices: str, at: datetime = NOON) -> World:
    """A feed of these devices: two pictures and a card, 8 s each, with how they look."""
    world = World(folder, at).begin("marie")
    items = [
        picture("a", world.source, b"picture a"),
        notice("b", "Marché"),
        picture("c", world.source, b"picture c"),
    ]
    programs = [program(device, items, place=f"Place {device[-1]}") for device in devices]
    album = Album(folder / "album", "test", world.source)
    for page in album.missing(programs):
        album.add(page, Drawn(sight=SEEN, thumbnail=b"thumbnail"))
    world.publish(*programs, album=album)
    return world


def device_in(world: World, *spells: Spell, device: str = "totem-1", start: datetime = NOON) -> Simulated:
    """A device under some weather that began at an instant."""
    fleet = Fleet(world.feed, world.anchor)
    lot = Weather(spells).lot(fleet.members[device].where, start)
    return Simulated(fleet, device, lot, start)


def spell(kind: Kind, begins: str = "0s", lasts: str | None = None, **more: object) -> Spell:
    """A spell that meets everybody, unless said otherwise."""
    return Spell(kind=kind, begins=begins, lasts=lasts, **more)  # type: ignore[arg-type]
