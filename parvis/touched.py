"""Pictures of what a visitor's finger opens on the touch screens of a city, and a sheet of them."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import msgspec

from parvis.exhibition import Captions, Exhibition, begin_drawing, hang, in_a_child, insist, when
from player.preview.contact_sheet import Exhibit
from player.preview.visitor import Seen, UntouchedError, Visitor
from player.stage.player import StagePlayer
from player.stage.theatre import Theatre
from playlists.documents import Batch
from playlists.program import Program, ScreenProgram

SHEET = "touched.png"
_FIRST, _LAST = 3, ("map", "search", "home-large")
"""What is hung: the first pages that were opened, and these."""


class Touched(msgspec.Struct, frozen=True):
    """How many pages a visitor opened on a device, and what hindered them."""

    device: str
    pages: int
    trouble: str = ""


def touchable(programs: Iterable[Program]) -> Program | None:
    """The first device where somebody who touches a screen finds something."""
    return next((program for program in programs if any(_offers(part) for part in program.screens)), None)


def touch(exhibition: Exhibition, program: Program, at: datetime, data: tuple[Batch, ...]) -> Touched:
    """Let a visitor touch a device's screens, on a stage of their own, and write what opens.

    Raises:
        OpeningError: a file cannot be written.
    """
    order = _Order(
        program=program,
        data=data,
        city=exhibition.opened.workspace.site.name,
        heading=when(exhibition.opened, at),
        objects=str(exhibition.objects),
        out=str(exhibition.out),
    )
    return in_a_child(_visit, order)


def _offers(part: ScreenProgram) -> bool:
    return part.services is not None and part.screen.touch_points > 0


class _Order(msgspec.Struct, frozen=True, kw_only=True):
    program: Program
    data: tuple[Batch, ...]
    city: str
    heading: str
    objects: str
    out: str


def _visit(written: bytes) -> Touched:
    """Play, touch, and hang what opens."""
    order = msgspec.json.decode(written, type=_Order)
    begin_drawing()
    program, seen, trouble = order.program, list[Seen](), ""
    player = StagePlayer(
        program, Path(order.objects), _now_ms, theatre=Theatre(), steady_ms=lambda: time.monotonic_ns() / 1e6
    )
    player.know(order.data)
    for window in player.windows.values():
        try:
            if window.layer is not None:
                seen += Visitor(window, window.layer).visit()
        except UntouchedError as error:
            trouble = str(error)
    player.close()
    for number, page in enumerate(seen, start=1):
        file = Path(order.out, f"{program.device}-touched-{number:02}-{page.word}.png")
        insist(file, written=page.picture.save(str(file)))
    hung = [page for page in seen if page.word in _LAST or page in seen[:_FIRST]]
    said = Captions(order.city, order.heading, {})
    hang([_exhibit(page, program) for page in hung], said, Path(order.out, SHEET))
    return Touched(program.device, len(seen), trouble)


def _exhibit(page: Seen, program: Program) -> Exhibit:
    size = page.picture.size()
    return Exhibit(page.picture, page.label, program.place, f"{size.width()} × {size.height()}")


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
