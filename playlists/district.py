"""A map of a district as it goes to the device: a few kinds of areas, lines and places, in decimetres.

It is made once, where a workspace is read, and drawn on the device from nothing else. Positions are whole
decimetres east and south of the district's north-west corner; lines and rings are flat: x, y, x, y, ….
"""

from __future__ import annotations

from enum import IntEnum

import msgspec

from device_profiles.decoding import from_json
from playlists.distance import Position
from playlists.errors import FeedError
from playlists.plane import M_PER_DEGREE, east_and_south

_SEGMENT = 4
"""The coordinates of two points."""
FORMAT = 1
MOST_BYTES = 4 * 2**20
"""The largest object of a district that is made, or read."""


class Land(IntEnum):
    """What an area is."""

    WATER = 0
    GREEN = 1
    SQUARE = 2
    BUILT = 3


class Way(IntEnum):
    """What a line is, the most important first."""

    MAIN = 0
    STREET = 1
    PATH = 2
    RAIL = 3
    TRAM = 4
    STREAM = 5


class Spot(IntEnum):
    """What a named place is, the most important first."""

    QUARTER = 0
    STATION = 1
    STOP = 2
    SQUARE = 3
    LANDMARK = 4


class Area(msgspec.Struct, frozen=True, array_like=True):
    """An area: its rings, the outer one first."""

    land: Land
    name: str
    rings: tuple[tuple[int, ...], ...]


class Line(msgspec.Struct, frozen=True, array_like=True):
    """A street, a tram line, a stream. `ref` is a line's number, `colour` its own (`#rrggbb`) or empty."""

    way: Way
    name: str
    ref: str
    colour: str
    points: tuple[int, ...]


class Site(msgspec.Struct, frozen=True, array_like=True):
    """A place with a name."""

    spot: Spot
    name: str
    x: int
    y: int


class District(msgspec.Struct, frozen=True, kw_only=True):
    """All that is drawn of a district. `north` and `west` are degrees, `width` and `height` decimetres."""

    format: int = FORMAT
    north: float
    west: float
    width: int
    height: int
    areas: tuple[Area, ...] = ()
    lines: tuple[Line, ...] = ()
    sites: tuple[Site, ...] = ()

    def place(self, position: Position) -> tuple[float, float]:
        """Where a latitude and a longitude lie, in decimetres."""
        return project(position, self.north, self.west, self.height)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in the district."""
        return 0 <= x <= self.width and 0 <= y <= self.height


class DistrictMap(msgspec.Struct, frozen=True, kw_only=True):
    """What a touch screen is told of its map: its title, whose data it is, the object with its `District`."""

    title: dict[str, str]
    attribution: dict[str, str]
    object: str
    bytes: int


def project(position: Position, north: float, west: float, height: float = 0.0) -> tuple[float, float]:
    """Decimetres east and south of a corner; true to scale in the middle of `height` decimetres of it."""
    east, south = east_and_south(position, (north, west), true_at=north - height / 20 / M_PER_DEGREE)
    return east * 10, south * 10


def packed(district: District) -> bytes:
    """The object of a district; equal districts give equal bytes."""
    return msgspec.json.encode(district, order="deterministic")


def unpacked(data: bytes) -> District:
    """The district of an object. Raises `FeedError`."""
    if len(data) > MOST_BYTES:
        raise FeedError(f"a map has {len(data)} bytes; at most {MOST_BYTES} are read")
    try:
        district = from_json(data, District)
    except msgspec.DecodeError as error:
        raise FeedError(f"a map cannot be read: {error}") from error
    if district.format != FORMAT:
        raise FeedError(f"a map has format {district.format}; this version reads format {FORMAT}")
    flat = [line.points for line in district.lines]
    flat += [ring for area in district.areas for ring in area.rings]
    if min(district.width, district.height) <= 0 or any(len(one) < _SEGMENT or len(one) % 2 for one in flat):
        raise FeedError("a map cannot be read: it has no size, or a line no end")
    return district
