"""Where positions on the earth are on a map of some pixels: a flat picture of a city, north up."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from central.telling.signs import Key

Position = tuple[float, float]
"""Latitude and longitude in degrees."""


class Frame(NamedTuple):
    """What is in view: the middle, and how many pixels a degree of latitude has."""

    latitude: float
    longitude: float
    scale: float

    def point(self, position: Position, width: float, height: float) -> tuple[float, float]:
        """Where a position is."""
        east = (position[1] - self.longitude) * math.cos(math.radians(self.latitude))
        return width / 2 + east * self.scale, height / 2 - (position[0] - self.latitude) * self.scale

    def moved(self, right: float, down: float) -> Frame:
        """The map moved along by so many pixels."""
        across = self.scale * math.cos(math.radians(self.latitude))
        return Frame(self.latitude + down / self.scale, self.longitude - right / across, self.scale)


def framed(positions: Iterable[Position], width: float, height: float, margin: float) -> Frame:
    """All positions in view, as large as they fit. One alone has a kilometre around it."""
    found = list(positions)
    if not found:
        return Frame(0.0, 0.0, 1.0)
    south, north = min(at[0] for at in found), max(at[0] for at in found)
    west, east = min(at[1] for at in found), max(at[1] for at in found)
    middle = (south + north) / 2
    least = 0.01
    tall = max(north - south, least)
    wide = max((east - west) * math.cos(math.radians(middle)), least)
    scale = min((width - 2 * margin) / wide, (height - 2 * margin) / tall)
    return Frame(middle, (west + east) / 2, max(scale, 1.0))


def spread(
    positions: Mapping[Key, Position], frame: Frame, width: float, height: float, side: float
) -> dict[Key, tuple[float, float]]:
    """The middle of each dot: those that would lie on each other stand in a ring around the place."""
    cells: dict[tuple[int, int], list[Key]] = {}
    points: dict[Key, tuple[float, float]] = {}
    for key, position in positions.items():
        x, y = frame.point(position, width, height)
        points[key] = (x, y)
        cells.setdefault((round(x / side), round(y / side)), []).append(key)
    for keys in cells.values():
        for number, key in enumerate(keys[1:], start=1):
            ring = math.isqrt(number * 4) / 2 + 0.5
            turn = number * 2.39996
            x, y = points[keys[0]]
            points[key] = (x + side * ring * math.cos(turn), y + side * ring * math.sin(turn))
    return points
