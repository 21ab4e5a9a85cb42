"""The overview: where the pictures of all devices lie, family by family, as large as the room allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_MARGIN = 22.0
_GAP = 16.0
_FAMILY_GAP = 34.0
_HEADING = 28.0
_CAPTION = 44.0
_ROW_GAP = 12.0
_TALLEST, _SMALLEST, _STEP = 460, 84, 2
_NARROWEST = 104.0
_FLATTEST = 1.9
"""No picture is wider than this many heights of its row: boards are drawn lower instead."""
_SCREEN_GAP = 5.0


@dataclass(frozen=True, slots=True)
class Shape:
    """A device to be placed: the ratio of width to height of each of its screens."""

    device: str
    ratios: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Devices of one profile."""

    title: str
    devices: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """Where something lies, in pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Hung:
    """A device in its place: its whole tile with the caption, and each of its screens, all on one wall."""

    device: str
    box: Box
    screens: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Wall:
    """Everything hung: headings with their boxes, devices with theirs, and how large all of it is."""

    headings: tuple[tuple[str, Box], ...]
    devices: tuple[Hung, ...]
    width: float
    height: float


def hang(families: Sequence[Family], width: float, height: float) -> Wall:
    """Place all devices in `width`; large enough to fill `height`, but never too small to be seen."""
    smallest = _hang(families, width, float(_SMALLEST))
    if smallest.height > height:
        return smallest
    for tall in range(_TALLEST, _SMALLEST, -_STEP):
        wall = _hang(families, width, float(tall))
        if wall.height <= height and wall.width <= width:
            return wall
    return smallest


def in_view(wall: Wall, top: float, height: float) -> frozenset[str]:
    """The devices of which something lies between `top` and `height` below it, or soon will by scrolling."""
    above, below = top - height / 2, top + 1.5 * height
    return frozenset(
        hung.device for hung in wall.devices if above < hung.box.y + hung.box.height and hung.box.y < below
    )


def _hang(families: Sequence[Family], width: float, tall: float) -> Wall:
    headings: list[tuple[str, Box]] = []
    devices: list[Hung] = []
    x, y = _MARGIN, _MARGIN
    row = _HEADING + tall + _CAPTION
    for family in families:
        sizes = [_sizes(shape, tall) for shape in family.devices]
        needed = sum(_tile_width(size) for size in sizes) + _GAP * (len(sizes) - 1)
        if x > _MARGIN and x + _tile_width(sizes[0]) > width - _MARGIN:
            x, y = _MARGIN, y + row + _ROW_GAP
        headings.append((family.title, Box(x, y, min(needed, width - _MARGIN - x), _HEADING)))
        for shape, size in zip(family.devices, sizes, strict=True):
            wide = _tile_width(size)
            if x > _MARGIN and x + wide > width - _MARGIN:
                x, y = _MARGIN, y + row + _ROW_GAP
            devices.append(_tile(shape, size, x, y + _HEADING, tall))
            x += wide + _GAP
        x += _FAMILY_GAP - _GAP
    right = max((hung.box.x + hung.box.width for hung in devices), default=0.0)
    return Wall(tuple(headings), tuple(devices), right + _MARGIN, y + row + _MARGIN)


def _sizes(shape: Shape, tall: float) -> list[tuple[float, float]]:
    sizes = []
    for ratio in shape.ratios:
        wide = min(ratio * tall, _FLATTEST * tall)
        sizes.append((float(round(wide)), float(round(wide / ratio))))
    return sizes


def _tile_width(sizes: list[tuple[float, float]]) -> float:
    return max(sum(wide for wide, _ in sizes) + _SCREEN_GAP * (len(sizes) - 1), _NARROWEST)


def _tile(shape: Shape, sizes: list[tuple[float, float]], x: float, y: float, tall: float) -> Hung:
    screens, left = [], x
    for wide, high in sizes:
        screens.append(Box(left, y + tall - high, wide, high))
        left += wide + _SCREEN_GAP
    return Hung(shape.device, Box(x, y, _tile_width(sizes), tall + _CAPTION), tuple(screens))


def neighbour(wall: Wall, device: str | None, across: int, down: int) -> str | None:
    """The device beside `device`: the next one in order across, the nearest one of another row up or down."""
    if not wall.devices:
        return None
    order = [hung.device for hung in wall.devices]
    if device not in order:
        return order[0]
    place = order.index(device)
    if across:
        return order[min(max(place + across, 0), len(order) - 1)]
    here = wall.devices[place].box
    middle = here.x + here.width / 2
    rows = sorted({hung.box.y for hung in wall.devices})
    row = rows.index(here.y) + down
    if not 0 <= row < len(rows):
        return device
    there = [hung for hung in wall.devices if hung.box.y == rows[row]]
    return min(there, key=lambda hung: abs(hung.box.x + hung.box.width / 2 - middle)).device
