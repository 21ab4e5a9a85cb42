"""How a page should look, by what was published with its program."""

from __future__ import annotations

from collections.abc import Iterator

from player.edition import painter
from player.stage.props import PageKey
from playlists.feed.pictures import Picture, Pictures
from playlists.program import CardContent, Playlist, Program


def expected(pictures: Pictures, program: Program, screen: str, key: PageKey) -> Picture | None:
    """The picture of a page; None where none was published, or by another edition of what paints cards."""
    if isinstance(key.content, CardContent) and pictures.painter != painter():
        return None
    for playlist in _played(program, screen, key):
        pages = pictures.find(screen, playlist, key.item)
        if pages is not None:
            return pages.page(key.page, night=key.night)
    return None


def _played(program: Program, screen: str, key: PageKey) -> Iterator[str]:
    """The playlists that play in the page's zone and hold its item as it is."""
    seen: set[str] = set()
    for part in program.screens:
        for event in part.events if part.screen.name == screen else ():
            name = event.zones.get(key.zone.name, "")
            fits = part.layouts[event.layout].zone(key.zone.name) == key.zone
            if fits and name and name not in seen:
                seen.add(name)
                if _holds(part.playlists[name], key):
                    yield name


def _holds(playlist: Playlist, key: PageKey) -> bool:
    return any(item.id == key.item and item.content == key.content for item in playlist.items)
