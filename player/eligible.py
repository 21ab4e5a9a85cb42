"""A program without what may not play now."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from playlists.program import Event, Item, Program, ScreenProgram

Refused = Callable[[Item | Event], bool]


def without(program: Program, refuses: Refused) -> tuple[Program, tuple[str, ...]]:
    """The program without the items and events that are refused, and their names.

    An event of which nothing is left gives way to the next one. A program of which nothing is refused is
    returned as it is.
    """
    refused: list[str] = []

    def kept(found: Item | Event) -> bool:
        if refuses(found):
            refused.append(found.id)
            return False
        return True

    screens = tuple(_screen(screen, kept) for screen in program.screens)
    if not refused:
        return program, ()
    return replace(program, screens=screens), tuple(dict.fromkeys(refused))


def _screen(screen: ScreenProgram, kept: Callable[[Item | Event], bool]) -> ScreenProgram:
    playlists = {
        key: replace(playlist, items=tuple(item for item in playlist.items if kept(item)))
        for key, playlist in screen.playlists.items()
    }
    events = tuple(
        event
        for event in screen.events
        if kept(event) and any(playlists[key].items for key in event.zones.values())
    )
    return replace(screen, playlists=playlists, events=events)


def built_in_only(program: Program) -> Program:
    """The program with nothing to play: its screens show the built-in slide in its own colours."""
    return replace(program, screens=tuple(replace(screen, events=()) for screen in program.screens))
