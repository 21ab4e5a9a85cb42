"""Reading GeoJSON (RFC 7946): geometries of known kinds with their tags, all numbers checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

import msgspec

from device_profiles.decoding import NestedError, from_json
from playlists.maps.errors import MapError

Point = tuple[float, float]
"""Longitude and latitude in degrees."""
Tags = dict[str, str]
Kind = Literal["point", "line", "area"]


class Geometry(msgspec.Struct, frozen=True):
    """Points, lines or rings; `rings` of an area begin with the outer one."""

    kind: Kind
    parts: tuple[tuple[Point, ...], ...]


class Feature(msgspec.Struct, frozen=True):
    """One geometry and what it is said to be."""

    geometry: Geometry
    tags: Tags


class _Shape(msgspec.Struct, frozen=True):
    type: str
    coordinates: msgspec.Raw = msgspec.Raw(b"[]")
    geometries: tuple[_Shape, ...] = ()


class _Item(msgspec.Struct, frozen=True):
    geometry: _Shape | None = None
    properties: dict[str, Any] | None = None


class _Collection(msgspec.Struct, frozen=True):
    type: Literal["FeatureCollection"]
    features: tuple[_Item, ...]


_Position = tuple[float, ...]
_Line = tuple[_Position, ...]
_Parts = tuple[_Line, ...]
_KINDS: dict[str, tuple[Kind, Any, Callable[[Any], Iterable[_Parts]]]] = {
    "Point": ("point", _Position, lambda one: [((one,),)]),
    "MultiPoint": ("point", _Line, lambda many: [((one,),) for one in many]),
    "LineString": ("line", _Line, lambda line: [(line,)]),
    "MultiLineString": ("line", _Parts, lambda lines: [(line,) for line in lines]),
    "Polygon": ("area", _Parts, lambda rings: [rings]),
    "MultiPolygon": ("area", tuple[_Parts, ...], lambda areas: areas),
}
"""By GeoJSON's kinds: what they become, how their coordinates are nested, and the parts of each of them."""


def features(data: bytes) -> Iterator[Feature]:
    """The features of a file, one geometry each.

    Raises:
        MapError: it is no GeoJSON, or a number in it is no longitude or latitude.
    """
    try:
        collection = from_json(data.removeprefix(b"\xef\xbb\xbf"), _Collection)
    except NestedError:
        raise MapError("nested") from None
    except msgspec.ValidationError as error:
        raise MapError("not-geojson", detail=str(error)[:200]) from error
    except msgspec.DecodeError as error:
        raise MapError("not-json", detail=str(error)[:200]) from error
    for number, item in enumerate(collection.features, start=1):
        if item.geometry is not None:
            tags = {key: str(value) for key, value in (item.properties or {}).items() if _is_plain(value)}
            for geometry in _geometries(item.geometry, number):
                yield Feature(geometry, tags)


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _geometries(shape: _Shape, number: int) -> Iterator[Geometry]:
    if shape.type == "GeometryCollection":
        for part in shape.geometries:
            yield from _geometries(part, number)
        return
    if shape.type not in _KINDS:
        raise MapError("geometry", feature=number, kind=shape.type[:40])
    kind, nested, split = _KINDS[shape.type]
    try:
        coordinates = from_json(shape.coordinates, nested)
    except msgspec.DecodeError as error:
        raise MapError("coordinates", feature=number) from error
    for parts in split(coordinates):
        yield Geometry(kind, tuple(_points(part, number) for part in parts))


def _points(raw: tuple[_Position, ...], number: int) -> tuple[Point, ...]:
    for position in raw:
        if len(position) < 2 or not (-180 <= position[0] <= 180 and -90 <= position[1] <= 90):  # noqa: PLR2004
            raise MapError("coordinates", feature=number)
    return tuple((position[0], position[1]) for position in raw)
