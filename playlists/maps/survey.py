"""A district of what is in map files: cut to its area, made simpler, in whole decimetres. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from playlists.district import Area, District, Line, Site, Way, project
from playlists.maps.cutting import Point, cut_line, cut_ring, joined, simpler
from playlists.maps.errors import MapError
from playlists.maps.geojson import Feature, Geometry, Tags
from playlists.maps.kinds import land, spot, way
from playlists.maps.limits import LIMITS

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LEAST_RING = 3


@dataclass(slots=True)
class Survey:
    """Collects what is drawn of an area: south, west, north, east in degrees.

    Raises `MapError` where the area is too small or too large to be one district.
    """

    area: tuple[float, float, float, float]
    unknown: int = 0
    """Features whose tags say nothing that is drawn."""
    _width: float = field(init=False)
    _height: float = field(init=False)
    _features: int = 0
    _points: int = 0
    _areas: list[Area] = field(default_factory=list)
    _lines: dict[tuple[Way, str, str, str], list[list[Point]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _sites: list[Site] = field(default_factory=list)

    def __post_init__(self) -> None:
        south, west, north, east = self.area
        height = project((south, west), north, west)[1]
        self._width, self._height = project((south, east), north, west, height)
        sides = (self._width / 10, self._height / 10)
        if not all(LIMITS.shortest_m <= side <= LIMITS.longest_m for side in sides):
            raise MapError(
                "area",
                width=round(sides[0]),
                height=round(sides[1]),
                least=round(LIMITS.shortest_m),
                most=round(LIMITS.longest_m),
            )

    def take(self, features: Iterable[Feature]) -> None:
        """Take what is in one file. Raises `MapError` where it is too much."""
        for feature in features:
            self._features += 1
            if self._features > LIMITS.features:
                raise MapError("features", most=LIMITS.features)
            self._points += sum(map(len, feature.geometry.parts))
            if self._points > LIMITS.points:
                raise MapError("points", most=LIMITS.points)
            self.unknown += not self._took(feature.geometry, feature.tags)

    def done(self) -> District:
        """The district. Raises `MapError` where nothing of it is to be seen, or too much."""
        lines = tuple(self._drawn())
        count = sum(len(ring) for area in self._areas for ring in area.rings) // 2
        count += sum(len(line.points) for line in lines) // 2
        if not count:
            raise MapError("empty")
        if count > LIMITS.drawn_points:
            raise MapError("drawn", count=count, most=LIMITS.drawn_points)
        return District(
            north=self.area[2],
            west=self.area[1],
            width=round(self._width),
            height=round(self._height),
            areas=tuple(sorted(self._areas, key=lambda area: -area.land)),
            lines=lines,
            sites=tuple(sorted(self._sites, key=lambda site: site.spot)),
        )

    def _drawn(self) -> Iterator[Line]:
        """The lines; the pieces of a street in one, so that its name has room."""
        for (kind, name, ref, colour), parts in self._lines.items():
            for line in joined(parts) if name else parts:
                yield Line(kind, name, ref, colour, _flat(simpler(line, LIMITS.tolerance_dm)))

    def _took(self, geometry: Geometry, tags: Tags) -> bool:
        """Whether a feature is of a kind that is drawn."""
        name = _name(tags)
        parts = [[self._placed(point) for point in part] for part in geometry.parts]
        if geometry.kind == "area" and (ground := land(tags)) is not None:
            rings = [_flat(ring) for part in parts if len(ring := self._ring(part)) >= _LEAST_RING]
            if rings:
                self._areas.append(Area(ground, name, tuple(rings)))
            return True
        if geometry.kind == "line" and (kind := way(tags)) is not None:
            colour = tags.get("colour", "") if _COLOUR.fullmatch(tags.get("colour", "")) else ""
            own = self._lines[kind, name, tags.get("ref", "")[:8], colour.lower()]
            own += cut_line(parts[0], self._width, self._height)
            return True
        if geometry.kind == "point" and (place := spot(tags)) is not None:
            x, y = parts[0][0]
            if name and 0 <= x <= self._width and 0 <= y <= self._height:
                self._sites.append(Site(place, name, round(x), round(y)))
            return True
        return False

    def _placed(self, point: Point) -> Point:
        return project((point[1], point[0]), self.area[2], self.area[1], self._height)

    def _ring(self, points: list[Point]) -> list[Point]:
        ring = cut_ring(points, self._width, self._height)
        return simpler(ring, LIMITS.tolerance_dm) if len(ring) > _LEAST_RING else ring


def _name(tags: Tags) -> str:
    name = " ".join(tags.get("name", "").split())
    return name if len(name) <= LIMITS.letters and name.isprintable() else ""


def _flat(points: Sequence[Point]) -> tuple[int, ...]:
    return tuple(round(part) for point in points for part in point)
