"""What fingers did: which cells they felt, how many at once, how far from where they aimed. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from device_profiles.profile import Screen

CELL_MM = 38.0
"""A cell is about two fingers wide: none is missed by chance, and a dead strip of the panel is found."""
_MOST_CELLS = (24, 16)
_FEWEST = 4
ACCURACY_MM = 8.0
"""Half of the smallest target that people are given (15 mm)."""
_EDGE_MM = 18.0
_MM2 = tuple[float, float]


class Grid(msgspec.Struct, frozen=True):
    """Cells that cover a screen."""

    columns: int
    rows: int
    width: int
    height: int

    @property
    def count(self) -> int:
        """All of them."""
        return self.columns * self.rows

    def cell(self, x: float, y: float) -> int | None:
        """The cell at a place in pixels, counted row by row; None outside the screen."""
        if not (0 <= x < self.width and 0 <= y < self.height):
            return None
        return int(y * self.rows / self.height) * self.columns + int(x * self.columns / self.width)


def grid(screen: Screen) -> Grid:
    """The cells of a screen."""
    columns = min(_MOST_CELLS[0], max(_FEWEST, round(screen.width_mm / CELL_MM)))
    rows = min(_MOST_CELLS[1], max(_FEWEST, round(screen.height_mm / CELL_MM)))
    return Grid(columns, rows, screen.width, screen.height)


def targets(screen: Screen) -> tuple[_MM2, ...]:
    """Where fingers aim, in pixels: corners, middles of the sides, centre; a thumb from the edge."""
    left = _EDGE_MM / (screen.width_mm / screen.width)
    top = _EDGE_MM / (screen.height_mm / screen.height)
    across = (left, screen.width / 2, screen.width - left)
    down = (top, screen.height / 2, screen.height - top)
    return tuple((x, y) for y in down for x in across)


def distance_mm(screen: Screen, aim: _MM2, felt: _MM2) -> float:
    """How far apart two places are on the glass."""
    across = (felt[0] - aim[0]) * screen.width_mm / screen.width
    down = (felt[1] - aim[1]) * screen.height_mm / screen.height
    return float((across**2 + down**2) ** 0.5)


class Touches:
    """All that fingers did in one test. `points` are those on the glass now, in pixels, by their number."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self.grid, self.targets = grid(screen), targets(screen)
        self.felt: set[int] = set()
        self.most = 0
        self.points: Mapping[int, _MM2] = {}
        self.misses_mm: list[float] = []
        self._settled = True

    @property
    def aim(self) -> _MM2 | None:
        """The next target; None after the last."""
        at = len(self.misses_mm)
        return self.targets[at] if at < len(self.targets) else None

    @property
    def worst_mm(self) -> float | None:
        """The farthest miss; None before all targets were tried."""
        return max(self.misses_mm) if self.aim is None else None

    def feel(self, points: Mapping[int, _MM2]) -> bool:
        """Take in where the fingers are now; returns whether that is news."""
        before = len(self.felt), self.most, self.points
        self.points = dict(points)
        self.felt |= {cell for x, y in points.values() if (cell := self.grid.cell(x, y)) is not None}
        self.most = max(self.most, len(points))
        return before != (len(self.felt), self.most, self.points)

    def hit(self, points: Mapping[int, _MM2]) -> bool:
        """Take in a finger that comes down on the next target; it must be lifted before the one after."""
        fresh, self._settled = self._settled and len(points) == 1, not points
        if not fresh or self.aim is None:
            return False
        (felt,) = points.values()
        self.misses_mm.append(distance_mm(self._screen, self.aim, felt))
        return True
