"""What a person at a table has before them: the table's offer, on a small screen of their own. Pure."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from device_profiles.profile import Screen
from player.touch.here import Here
from player.touch.projects import with_projects
from player.touch.session import Comfort
from player.touch.table.limits import LIMITS
from playlists.documents import Batch
from playlists.program import Program


def here_of(program: Program, screen: Screen, data: tuple[Batch, ...]) -> Here | None:
    """A table as a program has it, with the city data of its services; None where it offers nothing."""
    own = next((one for one in program.screens if one.screen.name == screen.name), None)
    offered = own.services if own else None
    if offered is None or not (offered.services or offered.table):
        return None
    sources = {service.source for service in offered.services}
    return at_table(
        Here(
            screen=screen,
            offered=offered,
            place=program.place,
            position=program.position,
            time_zone=program.time_zone,
            country=program.country,
            data=tuple(batch for batch in data if batch.source in sources),
        )
    )


def at_table(here: Here) -> Here:
    """A table as its panels know it: with its projects among what it offers."""
    return msgspec.structs.replace(here, offered=with_projects(here.offered), panel=True)


def seated(here: Here, size: tuple[float, float]) -> Here:
    """A table's panel of a size in pixels, as its person sees it."""
    wide, high = size
    pitch = here.screen.pitch_mm
    screen = msgspec.structs.replace(
        here.screen, width=int(wide), height=int(high), width_mm=wide * pitch, height_mm=high * pitch
    )
    return msgspec.structs.replace(here, screen=screen)


def seats(here: Here) -> Iterator[tuple[Here, Comfort]]:
    """Every size of panel that there is, with the comforts with which it is."""
    pitch = here.screen.pitch_mm
    for millimetres, large in ((LIMITS.panel_mm, False), (LIMITS.panel_mm, True), (LIMITS.large_mm, True)):
        wide, high = (float(-(-side // pitch)) for side in millimetres)
        yield seated(at_table(here), (wide, high)), Comfort(large=large)
