"""The objects that a program names, with their sizes."""

from __future__ import annotations

from collections.abc import Iterable

from playlists.program import CardContent, Film, Item, Playlist, Program, Rendition, Stills
from playlists.services import Services


def objects(program: Program) -> dict[str, int]:
    """Every object that a program names, with its size in bytes."""
    playlists = (playlist for screen in program.screens for playlist in screen.playlists.values())
    named = {name: size for playlist in playlists for name, size in objects_of(playlist).items()}
    for screen in program.screens:
        named |= objects_of_services(screen.services)
    return named | objects_of_mark(program.logo_picture)


def objects_of_mark(mark: Rendition | None) -> dict[str, int]:
    """The object of a city's mark, if it is a picture, with its size in bytes."""
    return {} if mark is None else {mark.object: mark.bytes}


def objects_of_services(offered: Services | None) -> dict[str, int]:
    """Every object that what a screen offers names: its map, its pictures; with its size in bytes."""
    if offered is None:
        return {}
    projects = offered.table.projects if offered.table else ()
    pictures = (picture.rendition for project in projects for picture in project.pictures)
    named = {picture.object: picture.bytes for picture in pictures}
    return named | {offered.map.object: offered.map.bytes} if offered.map else named


def objects_of(playlist: Playlist) -> dict[str, int]:
    """Every object that a playlist names, with its size in bytes."""
    found = (rendition for item in playlist.items for rendition in renditions(item))
    return {rendition.object: rendition.bytes for rendition in found}


def renditions(item: Item) -> Iterable[Rendition]:
    """The objects of an item, with their sizes."""
    match item.content:
        case Stills(pages=pages):
            return pages
        case Film(rendition=rendition):
            return (rendition,)
        case CardContent(picture=Rendition() as picture):
            return (picture,)
        case _:
            return ()
