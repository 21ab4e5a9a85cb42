"""What a person at a table has before them: the table's offer, on a small screen of their own. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from device_profiles.profile import Screen
from player.touch import here
from player.touch.here import Here
from player.touch.projects import with_projects
from player.touch.session import Comfort
from player.touch.table.limits import LIMITS
from playlists.documents import Batch
from playlists.program import Program


def here_of(program: Program, screen: Screen, data: Sequence[Batch]) -> Here | None:
    """A table as a program has it, as its panels know it; None where it offers nothing."""
    found = here.here_of(program, screen, data)
    return at_table(found) if found else None


def at_table(table: Here) -> Here:
    """A table as its panels know it: with its projects among what it offers."""
    return msgspec.structs.replace(table, offered=with_projects(table.offered), panel=True)


def seated(table: Here, size: tuple[float, float]) -> Here:
    """A table's panel of a size in pixels, as its person sees it."""
    wide, high = size
    pitch = table.screen.pitch_mm
    screen = msgspec.structs.replace(
        table.screen, width=int(wide), height=int(high), width_mm=wide * pitch, height_mm=high * pitch
    )
    return msgspec.structs.replace(table, screen=screen)


def seats(table: Here) -> Iterator[tuple[Here, Comfort]]:
    """Every size of panel that there is, with the comforts with which it is."""
    pitch = table.screen.pitch_mm
    for millimetres, large in ((LIMITS.panel_mm, False), (LIMITS.panel_mm, True), (LIMITS.large_mm, True)):
        wide, high = (float(-(-side // pitch)) for side in millimetres)
        yield seated(at_table(table), (wide, high)), Comfort(large=large)
