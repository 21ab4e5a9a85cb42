"""The most that a map may cost, so that a hostile or broken one cannot hang or fill the machine."""

from __future__ import annotations

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Every maximum of this package, units in the names."""

    maps: int = 50
    layers: int = 16
    """Files of one map."""
    layer_bytes: int = 16 * 2**20
    features: int = 100_000
    """Of one map, drawn or not; one that has several geometries counts as so many."""
    points: int = 400_000
    """Of one map, before it is cut and made simpler."""
    drawn_points: int = 80_000
    """And after that: what a small device paints in a quarter of a second."""
    shortest_m: float = 300.0
    longest_m: float = 20_000.0
    """Sides of the area that is drawn."""
    letters: int = 80
    """Of a name; a longer one is no name."""
    tolerance_dm: float = 8.0
    """A line may run so far from where it was."""


LIMITS = Limits()
