"""How far apart two places are, and how that is said."""

from __future__ import annotations

import math
from typing import Final

from layouts.dates import NO_BREAK

Position = tuple[float, float]
"""Latitude and longitude, in degrees."""
_EARTH_M: Final = 6_371_000
_LEAST_M, _STEP_M = 50, 50
_KILOMETRE_M, _FAR_M = 1_000, 10_000


def metres(one: Position, other: Position) -> float:
    """The distance of two places on a sphere, by the haversine."""
    here, there = math.radians(one[0]), math.radians(other[0])
    across = math.radians(one[1] - other[1])
    half = math.sin((here - there) / 2) ** 2
    half += math.cos(here) * math.cos(there) * math.sin(across / 2) ** 2
    return 2 * _EARTH_M * math.asin(min(1.0, math.sqrt(half)))


def say_metres(distance: float, language: str) -> str:
    """A distance in words: « 350 m », « 1,2 km », « 12 km »."""
    steps = max(_LEAST_M, round(distance / _STEP_M) * _STEP_M)
    if steps < _KILOMETRE_M:
        return f"{steps}{NO_BREAK}m"
    figure = f"{distance / _KILOMETRE_M:.{1 if distance < _FAR_M else 0}f}"
    return f"{figure if language == 'en' else figure.replace('.', ',')}{NO_BREAK}km"
