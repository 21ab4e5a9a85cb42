"""The waters of a city, as a quiet ground for its map: lines with a width, read from GeoJSON."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from central.errors import GroundError
from device_profiles.decoding import from_json


class Water(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of water: its line as latitudes and longitudes, and how wide it is in metres."""

    line: tuple[tuple[float, float], ...]
    width_m: float


class _Line(msgspec.Struct, frozen=True, tag_field="type", tag="LineString"):
    coordinates: Annotated[tuple[tuple[float, float], ...], Meta(min_length=2)]


class _Properties(msgspec.Struct, frozen=True):
    width_m: float = 20.0


class _Feature(msgspec.Struct, frozen=True):
    geometry: _Line
    properties: _Properties = _Properties()


class _Collection(msgspec.Struct, frozen=True):
    features: tuple[_Feature, ...]


def read_waters(path: Path) -> tuple[Water, ...]:
    """The lines of a GeoJSON file, each with its property `width_m`. Raises `GroundError`."""
    try:
        found = from_json(path.read_bytes(), _Collection)
    except (OSError, msgspec.DecodeError) as error:
        raise GroundError(str(error)) from error
    return tuple(
        Water(
            line=tuple((north, east) for east, north in feature.geometry.coordinates),
            width_m=feature.properties.width_m,
        )
        for feature in found.features
    )
