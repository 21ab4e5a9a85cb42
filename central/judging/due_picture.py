"""What should be on a screen, as a small picture: the published thumbnails of its zones on their grounds.

Nothing is drawn that was not published: clocks, running lines and what moves are left as plain ground.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import accumulate

from PIL import Image

from central.judging.glass import part_of
from layouts.layout import Ground, Layout, Zone, ZoneKind, place
from layouts.palettes import ground_of
from layouts.sun import is_night
from playlists.feed.pictures import Pictures
from playlists.program import Program, ScreenProgram
from playlists.timeline import ScreenShowing, ZoneShowing, showing

LONGEST = 480
"""Pixels of the longer side."""
_UNLIT = "#000000"

Thumbnails = Callable[[str], bytes | None]
"""Gives the bytes of an object by its name, None where it is not to be had."""


def due_picture(
    program: Program, pictures: Pictures, screen: str, at: datetime, thumbnails: Thumbnails
) -> bytes | None:
    """A PNG of what should be on a screen at an instant; None where the program has no such screen."""
    part, due = part_of(program, screen), showing(program, at).screen(screen)
    if part is None or due is None:
        return None
    canvas = _canvas(program, part, due, at)
    layout = part.layouts.get(due.layout or "")
    if layout is not None and not due.dark:
        night = part.screen.outdoors and is_night(at, program.position)
        palette = program.theme.night if night else program.theme.day
        for ground in layout.grounds:
            canvas.paste(ground_of(palette, ground.surface), _box(ground, canvas))
        for zone, name in _pages(part, layout, due, pictures, at, night=night):
            _paste(canvas, zone, thumbnails(name))
    data = io.BytesIO()
    canvas.save(data, "PNG")
    return data.getvalue()


def page_at(zone: ZoneShowing, at: datetime) -> int:
    """The page of a zone's item that is on at an instant, from 0."""
    if zone.item is None:
        return 0
    gone_ms = (at - zone.start).total_seconds() * 1000
    ends = accumulate(zone.item.pages_ms)
    return min(sum(end <= gone_ms for end in ends), len(zone.item.pages_ms) - 1)


def _canvas(program: Program, part: ScreenProgram, due: ScreenShowing, at: datetime) -> Image.Image:
    screen = part.screen
    scale = min(1.0, LONGEST / max(screen.width, screen.height))
    size = max(1, round(screen.width * scale)), max(1, round(screen.height * scale))
    night = screen.outdoors and is_night(at, program.position)
    palette = program.theme.night if night else program.theme.day
    return Image.new("RGB", size, _UNLIT if due.dark or screen.is_matrix else palette.background)


def _pages(
    part: ScreenProgram, layout: Layout, due: ScreenShowing, pictures: Pictures, at: datetime, *, night: bool
) -> Iterator[tuple[Zone, str]]:
    """The zones whose picture was published, and the objects of those."""
    event = next((event for event in part.events if event.id == due.event), None)
    for shown in due.zones if event else ():
        zone = layout.zone(shown.zone)
        if event is None or zone is None or zone.kind is ZoneKind.TICKER:
            continue
        pages = pictures.find(part.screen.name, event.zones.get(shown.zone, ""), shown.item_id)
        number = page_at(shown, at)
        page = pages and ((night and pages.page(number, night=True)) or pages.page(number, night=False))
        if page:
            yield zone, page.thumbnail


def _paste(canvas: Image.Image, zone: Zone, thumbnail: bytes | None) -> None:
    if thumbnail is None:
        return
    left, top, right, bottom = _box(zone, canvas)
    try:
        with Image.open(io.BytesIO(thumbnail)) as found:
            fitted = found.convert("RGB").resize((max(1, right - left), max(1, bottom - top)))
    except (OSError, ValueError, Image.DecompressionBombError):
        return
    canvas.paste(fitted, (left, top))


def _box(part: Zone | Ground, canvas: Image.Image) -> tuple[int, int, int, int]:
    rect = place(part, *canvas.size)
    return int(rect.x), int(rect.y), int(rect.x + rect.width), int(rect.y + rect.height)
