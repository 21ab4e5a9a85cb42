"""How far away something is, and how that is said."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

_EARTH_M = 6_371_000
_NEAR_M, _FAR_M = 1_000, 10_000
Position = tuple[float, float]


def metres(one: Position, other: Position) -> float:
    """The distance of two places (latitude, longitude in degrees) as the crow flies, by the haversine."""
    (lat, lon), (to_lat, to_lon) = ((radians(x), radians(y)) for x, y in (one, other))
    chord = sin((to_lat - lat) / 2) ** 2 + cos(lat) * cos(to_lat) * sin((to_lon - lon) / 2) ** 2
    return 2 * _EARTH_M * asin(sqrt(min(1.0, chord)))


def said_metres(distance: float, language: str) -> str:
    """A distance in words: « 350 m », « 1,2 km », « 12 km »."""
    if distance < _NEAR_M - 25:
        return f"{max(50, round(distance / 50) * 50)}\u00a0m"
    figure = f"{distance / 1000:.1f}" if distance < _FAR_M else f"{distance / 1000:.0f}"
    return f"{figure if language == 'en' else figure.replace('.', ',')}\u00a0km"
