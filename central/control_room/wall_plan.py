"""Where every tile of the wall stands: the largest tiles that fit, in sections that share rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cached_property
from typing import Final, NamedTuple

from central.control_room.fleet_model import Section
from central.telling.signs import Key


class Way(StrEnum):
    """Where an arrow key leads."""

    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"


class Size(NamedTuple):
    """A tile and the gap to its neighbour, in units of the theme."""

    width: float
    height: float
    gap: float


SIZES: Final = (
    Size(236, 92, 10),
    Size(176, 72, 10),
    Size(128, 52, 8),
    Size(92, 38, 7),
    Size(64, 30, 6),
    Size(46, 24, 5),
    Size(36, 20, 4),
    Size(27, 16, 3),
    Size(20, 13, 3),
    Size(15, 11, 2),
    Size(12, 9, 2),
    Size(9, 7, 1),
    Size(7, 5, 1),
)
"""From those of a village to those of 5,000 screens."""
READABLE: Final = 10
"""Where none fits, the tiles are of this size, on which shapes are told at a glance, and the wall scrolls."""
SHAPED: Final = 11
"""The last size on which a shape can be told at all; smaller ones are for who asks for them."""
DENSE: Final = 8
"""From this size on headings stand closer."""
LABELLED: Final = 3
"""So many of the sizes have room for the device's name."""
HEAD: Final = 26
"""A section's heading, in units."""
BETWEEN: Final = 16
"""Between sections, in units."""


class Block(NamedTuple):
    """A section as it is laid: its rectangle, the number of its first tile, how many, and its columns."""

    title: str
    x: float
    y: float
    width: float
    height: float
    first: int
    tiles: int
    columns: int


class Room(NamedTuple):
    """The room there is: width and height in pixels, and how many pixels a unit has."""

    width: float
    height: float
    unit: float


class Grain(NamedTuple):
    """A size of tiles in pixels: a tile, the gap, a heading, and what lies between sections."""

    width: int
    height: int
    gap: int
    head: int
    between: int


def grain(size: Size, unit: float) -> Grain:
    """A size of tiles in whole pixels."""
    close = 0.8 if SIZES.index(size) >= DENSE else 1.0
    return Grain(
        max(3, round(size.width * unit)),
        max(3, round(size.height * unit)),
        max(1, round(size.gap * unit)),
        round(HEAD * close * unit),
        round(BETWEEN * close * unit),
    )


def _laid(parts: Sequence[tuple[str, int, float]], width: float, grain: Grain) -> tuple[Block, ...]:
    """Sections one after the other, each as wide as it must be, in rows. A part: name, tiles, least width."""
    across, down = grain.width + grain.gap, grain.height + grain.gap
    most = max(1, int((width + grain.gap) // across))
    blocks: list[Block] = []
    x = y = tallest = 0.0
    first = 0
    for title, tiles, least in parts:
        columns = min(tiles, most)
        wide = min(width, max(columns * across - grain.gap, least))
        tall = grain.head + -(-tiles // columns) * down - grain.gap
        if x and x + wide > width:
            x, y, tallest = 0.0, y + tallest + grain.between, 0.0
        blocks.append(Block(title, x, y, wide, tall, first, tiles, columns))
        x, tallest, first = x + wide + grain.between, max(tallest, tall), first + tiles
    return tuple(blocks)


def _height(blocks: Sequence[Block]) -> float:
    return max((block.y + block.height for block in blocks), default=0.0)


class Plan:
    """The wall laid out in pixels: `blocks`, and where every tile is."""

    def __init__(
        self, sections: Sequence[Section], blocks: tuple[Block, ...], size: Size, grain: Grain
    ) -> None:
        self.blocks, self.size, self.grain = blocks, size, grain
        self.keys = tuple(key for section in sections for key in section.keys)
        self.number = {key: number for number, key in enumerate(self.keys)}
        self.height = _height(blocks)
        self._firsts = [block.first for block in blocks]

    @property
    def labelled(self) -> int:
        """How much a tile can say: 3 for name, place and state, 2 for name and place, 1 for its name."""
        return max(0, LABELLED - SIZES.index(self.size))

    def place(self, number: int) -> tuple[int, int]:
        """The corner of a tile."""
        block = self.blocks[bisect_right(self._firsts, number) - 1]
        row, column = divmod(number - block.first, block.columns)
        return (
            int(block.x) + column * (self.grain.width + self.grain.gap),
            int(block.y) + self.grain.head + row * (self.grain.height + self.grain.gap),
        )

    def at(self, x: float, y: float) -> Key | None:
        """The tile at a point; a gap belongs to the tile before it."""
        for block in self.blocks:
            top = block.y + self.grain.head
            if block.x <= x < block.x + block.width and top <= y < block.y + block.height:
                column = int((x - block.x) // (self.grain.width + self.grain.gap))
                row = int((y - top) // (self.grain.height + self.grain.gap))
                offset = row * block.columns + column
                if column < block.columns and offset < block.tiles:
                    return self.keys[block.first + offset]
        return None

    def walk(self, key: Key | None, way: Way) -> Key | None:
        """The tile an arrow key leads to: the first one from nowhere, the same one at an edge."""
        if not self.keys:
            return None
        here = self.number.get(key) if key else None
        if here is None:
            return self.keys[0]
        if way in {Way.LEFT, Way.RIGHT}:
            there = here + (1 if way is Way.RIGHT else -1)
            return self.keys[min(max(there, 0), len(self.keys) - 1)]
        return self.keys[self._over(here, way)]

    @cached_property
    def _rows(self) -> dict[int, list[tuple[int, int]]]:
        """By height the tiles of that row, each as (x, number), from the top down."""
        rows: dict[int, list[tuple[int, int]]] = {}
        for number in range(len(self.keys)):
            x, y = self.place(number)
            rows.setdefault(y, []).append((x, number))
        return dict(sorted(rows.items()))

    def _over(self, here: int, way: Way) -> int:
        """The nearest tile in the next row that has any."""
        x, y = self.place(here)
        heights = list(self._rows)
        there = heights.index(y) + (1 if way is Way.DOWN else -1)
        if not 0 <= there < len(heights):
            return here
        return min((abs(other - x), number) for other, number in self._rows[heights[there]])[1]


def plan(sections: Sequence[Section], room: Room, measure: Callable[[str], float], zoom: int = 0) -> Plan:
    """The wall with the largest tiles that fit, or readable ones where none do; `zoom` takes larger ones.

    `measure` tells how wide a section's heading is.
    """
    parts = [(section.title, len(section.keys), measure(section.title)) for section in sections]
    last = len(SIZES) - 1
    fits = (
        number
        for number, size in enumerate(SIZES[: SHAPED + 1])
        if _height(_laid(parts, room.width, grain(size, room.unit))) <= room.height
    )
    size = SIZES[min(max(next(fits, READABLE) - zoom, 0), last)]
    dots = grain(size, room.unit)
    return Plan(sections, _laid(parts, room.width, dots), size, dots)
