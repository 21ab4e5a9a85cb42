"""What should be on a screen, as a small picture: the published thumbnails of its zones on their grounds.

Of the built-in slide its lines are written, of an item without a published picture its name: a plain ground
would read as a glass that should be empty. Clocks and running lines are left as plain ground.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import accumulate

from PIL import Image

from central.judging.glass import part_of
from central.judging.lettering import Box, write
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
        for zone, shown, name in _pages(part, layout, due, pictures, at, night=night):
            picture = None if name is None else _opened(thumbnails(name))
            _fill(canvas, _box(zone, canvas), picture, _words(program, shown))
    elif not due.dark:
        write(canvas, (0, 0, *canvas.size), _words(program, None))
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
) -> Iterator[tuple[Zone, ZoneShowing, str | None]]:
    """The zones with what is due in them, and the object of its picture where that was published."""
    event = next((event for event in part.events if event.id == due.event), None)
    for shown in due.zones if event else ():
        zone = layout.zone(shown.zone)
        if event is None or zone is None or zone.kind is ZoneKind.TICKER:
            continue
        pages = pictures.find(part.screen.name, event.zones.get(shown.zone, ""), shown.item_id)
        number = page_at(shown, at)
        page = pages and ((night and pages.page(number, night=True)) or pages.page(number, night=False))
        yield zone, shown, page.thumbnail if page else None


def _words(program: Program, shown: ZoneShowing | None) -> tuple[str, ...]:
    """What a zone says in words: the lines of the built-in slide, or the name of its item."""
    if shown is not None and shown.item is not None:
        return (shown.item_id,)
    lines = program.built_in.headline
    own = tuple(lines[language] for language in program.languages if language in lines)
    return own or tuple(lines.values())


def _fill(canvas: Image.Image, box: Box, picture: Image.Image | None, words: tuple[str, ...]) -> None:
    left, top, right, bottom = box
    if picture is None:
        write(canvas, box, words)
    else:
        canvas.paste(picture.resize((max(1, right - left), max(1, bottom - top))), (left, top))


def _opened(thumbnail: bytes | None) -> Image.Image | None:
    if thumbnail is None:
        return None
    try:
        with Image.open(io.BytesIO(thumbnail)) as found:
            return found.convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None


def _box(part: Zone | Ground, canvas: Image.Image) -> Box:
    rect = place(part, *canvas.size)
    return int(rect.x), int(rect.y), int(rect.x + rect.width), int(rect.y + rect.height)
