"""Pictures of what a visitor's finger opens on the touch screens of a city, and a sheet of them."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec.structs import replace

from device_profiles.decoding import from_json
from parvis.exhibition import Captions, Exhibition, begin_drawing, hang, in_a_child, insist, when
from player.preview.contact_sheet import Exhibit
from player.preview.fingers import Seen, UntouchedError, clear_away
from player.preview.round_table import RoundTable
from player.preview.visitor import Visitor
from player.stage.player import StagePlayer
from player.stage.theatre import Theatre
from player.touch.layer import TouchLayer
from player.touch.table.layer import TableLayer
from playlists.documents import Batch
from playlists.living import filled, fillings
from playlists.program import Program

SHEET = "touched.png"
_FIRST, _LAST = 3, ("map", "search", "home-large")
"""What is hung: the first pages that were opened, and these."""


class Touched(msgspec.Struct, frozen=True):
    """How many pages visitors opened on which devices, and where they were hindered by what."""

    devices: tuple[str, ...]
    pages: int
    trouble: tuple[str, ...] = ()


def touchable(programs: Iterable[Program]) -> tuple[Program, ...]:
    """The first kiosk, and the first table, where somebody who touches a screen finds something."""
    found: dict[bool, Program] = {}
    for program in programs:
        for part in program.screens:
            if part.services is not None and part.screen.touch_points:
                found.setdefault(part.screen.flat, program)
    return tuple(found.values())


def touch(
    exhibition: Exhibition, programs: tuple[Program, ...], at: datetime, data: tuple[Batch, ...]
) -> Touched:
    """Let visitors touch the screens of devices, on stages of their own, and write what opens.

    The screens are lit at any hour: one that is dark by rule answers nobody.

    Raises:
        OpeningError: a file cannot be written.
    """
    order = _Order(
        programs=tuple(
            replace(filled(program, fillings(program, data, at)), display_hours=None) for program in programs
        ),
        data=data,
        city=exhibition.opened.workspace.site.name,
        heading=when(exhibition.opened, at),
        objects=str(exhibition.objects),
        out=str(exhibition.out),
    )
    return in_a_child(_visit, order)


class _Order(msgspec.Struct, frozen=True, kw_only=True):
    programs: tuple[Program, ...]
    data: tuple[Batch, ...]
    city: str
    heading: str
    objects: str
    out: str


def _visit(written: bytes) -> Touched:
    """Play, touch, and hang what opens."""
    order = from_json(written, _Order)
    begin_drawing()
    hung, count, trouble = list[Exhibit](), 0, list[str]()
    theatre = Theatre()
    for program in order.programs:
        player = StagePlayer(program, Path(order.objects), _now_ms, theatre=theatre, steady_ms=_steady_ms)
        player.know(order.data)
        try:
            for number, page in enumerate(_seen(player), start=1):
                file = Path(order.out, f"{program.device}-touched-{number:02}-{page.word}.png")
                insist(file, written=page.picture.save(str(file)))
                count += 1
                if number <= _FIRST or page.word in _LAST:
                    hung.append(_exhibit(page, program))
        except UntouchedError as error:
            trouble.append(f"{program.device} ({error})")
        clear_away(player)
    hang(hung, Captions(order.city, order.heading, {}), Path(order.out, SHEET))
    return Touched(tuple(program.device for program in order.programs), count, tuple(trouble))


def _seen(player: StagePlayer) -> Iterator[Seen]:
    for window in player.windows.values():
        match window.layer:
            case TouchLayer() as layer:
                yield from Visitor(window, layer).visit()
            case TableLayer() as layer:
                yield from RoundTable(window, layer).visit()


def _exhibit(page: Seen, program: Program) -> Exhibit:
    size = page.picture.size()
    return Exhibit(page.picture, page.label, program.place, f"{size.width()} × {size.height()}")


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def _steady_ms() -> float:
    return time.monotonic_ns() / 1e6
