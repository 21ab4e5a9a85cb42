"""Maps of districts: what GeoJSON files become, what is refused with words, what is found in maps.toml."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from compiled_folder import compiled
from looking_shelf import NameShelf
from test_check_rules import KIOSK, TODAY
from workspace_folder import SMALL, told, write

from playlists.distance import metres
from playlists.district import MOST_BYTES, District, Land, Spot, Way, packed, project, unpacked
from playlists.errors import FeedError
from playlists.feed import naming
from playlists.feed.raw import digest
from playlists.feed.wire_services import WireServices, pack_services, unpack_services
from playlists.maps.cutting import cut_line, cut_ring, joined, simpler
from playlists.maps.errors import MapError
from playlists.maps.geojson import features
from playlists.maps.limits import LIMITS
from playlists.maps.survey import Survey
from playlists.workspace.check import check
from playlists.workspace.load import load

AREA = (47.20, -1.57, 47.22, -1.54)
MAPS = """
[centre]
title = { fr = "Plan", en = "Map" }
area = [47.20, -1.57, 47.22, -1.54]
layers = ["maps/centre.geojson"]
attribution = "© les contributeurs d’OpenStreetMap"
"""
SERVICES = '[[services]]\nid = "a"\ntitle = { fr = "A" }\npictogram = "swimming"\nintro = { fr = "A" }\n'


def feature(kind: str, coordinates: object, **tags: object) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": tags,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def collection(*found: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": found}).encode()


STREET = feature("LineString", [[-1.56, 47.21], [-1.55, 47.21]], highway="residential", name="Rue Haute")
GOOD = collection(
    STREET,
    feature("LineString", [[-1.60, 47.21], [-1.50, 47.215]], railway="tram", ref="1", colour="#007A45"),
    feature("MultiLineString", [[[-1.56, 47.2], [-1.55, 47.2]]], highway="footway"),
    feature("Polygon", [[[-1.6, 47.19], [-1.5, 47.19], [-1.5, 47.205], [-1.6, 47.205]]], natural="water"),
    feature("MultiPolygon", [[[[-1.56, 47.21], [-1.559, 47.21], [-1.559, 47.211]]]], leisure="park"),
    feature("Point", [-1.555, 47.212, 12.5], railway="tram_stop", name="  Haute\tRive "),
    feature("Point", [-1.9, 47.9], place="square", name="Ailleurs"),
)


def district(data: bytes) -> District:
    survey = Survey(AREA)
    survey.take(features(data))
    return survey.done()


def fault(data: bytes) -> str:
    with pytest.raises(MapError) as caught:
        district(data)
    return caught.value.code


def test_a_district_is_cut_to_its_area_in_decimetres_by_openstreetmaps_tags() -> None:
    found = district(GOOD)
    assert [(line.way, line.name, line.ref, line.colour) for line in found.lines] == [
        (Way.STREET, "Rue Haute", "", ""),
        (Way.TRAM, "", "1", "#007a45"),
        (Way.PATH, "", "", ""),
    ]
    assert [area.land for area in found.areas] == [Land.GREEN, Land.WATER]
    assert [(site.spot, site.name) for site in found.sites] == [(Spot.STOP, "Haute Rive")]
    for line in found.lines:
        assert all(0 <= x <= found.width for x in line.points[::2])
        assert all(0 <= y <= found.height for y in line.points[1::2])
    assert min(found.lines[1].points[::2]) == 0
    assert max(found.lines[1].points[::2]) == found.width
    assert found.height == pytest.approx(22_239, abs=5)
    assert unpacked(packed(found)) == found
    assert packed(found) == packed(district(GOOD))


def test_positions_are_true_to_a_metre_over_a_kilometre() -> None:
    """By the haversine of `playlists.distance`, from the north-west corner."""
    found = district(GOOD)
    for position in ((47.21, -1.56), (47.2131, -1.5583), (47.205, -1.545)):
        x, y = found.place(position)
        assert (x**2 + y**2) ** 0.5 / 10 == pytest.approx(metres((found.north, found.west), position), abs=1)
    assert project((found.north, found.west), found.north, found.west) == (0, 0)


def test_what_is_broken_is_refused_by_name() -> None:
    assert fault(b"PK\x03\x04") == "not-json"
    assert fault(b"<html>") == "not-json"
    assert fault(b'{"type":"Topology"}') == "not-geojson"
    assert fault(b'{"type":"FeatureCollection","features":[{"geometry":7}]}') == "not-geojson"
    deep = b"[" * 100_000 + b"]" * 100_000
    assert fault(b'{"type":"FeatureCollection","features":[{"properties":{"a":' + deep + b"}}]}") == "nested"
    assert fault(collection(feature("Circle", [1, 2], highway="primary"))) == "geometry"
    assert fault(collection(feature("LineString", [[181, 2], [1, 2]], highway="primary"))) == "coordinates"
    assert fault(collection(feature("LineString", [[1], [1, 2]], highway="primary"))) == "coordinates"
    assert fault(collection(feature("LineString", "here", highway="primary"))) == "coordinates"
    assert fault(GOOD.replace(b"47.21", b"1e999")) in {"not-json", "coordinates"}
    assert fault(collection()) == "empty"
    assert fault(collection(feature("Point", [-1.555, 47.212], place="square", name="Seule"))) == "empty"


def test_what_is_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    line = feature("LineString", [[-1.56 + n / 1e5, 47.21] for n in range(1_001)], highway="primary")
    small = msgspec.structs.replace(LIMITS, points=1_000, features=3, drawn_points=2)
    monkeypatch.setattr("playlists.maps.survey.LIMITS", small)
    assert fault(collection(line)) == "points"
    assert fault(collection(*[STREET] * 4)) == "features"
    survey = Survey(AREA)
    survey.take(features(collection(*[STREET] * 2)))
    with pytest.raises(MapError) as caught:
        survey.take(features(collection(*[STREET] * 2)))
    assert caught.value.code == "features"
    assert fault(collection(STREET, STREET)) == "drawn"
    with pytest.raises(MapError) as caught:
        Survey((47.0, -2.0, 48.0, -1.0))
    assert caught.value.code == "area"


def test_an_object_that_is_no_district_is_refused() -> None:
    good = district(GOOD)
    odd = msgspec.structs.replace(good.lines[0], points=(1, 2, 3))
    for data in (
        b"{}",
        b"not",
        b" " * (MOST_BYTES + 1),
        packed(msgspec.structs.replace(good, format=2)),
        packed(msgspec.structs.replace(good, width=0)),
        packed(msgspec.structs.replace(good, lines=(odd,))),
    ):
        with pytest.raises(FeedError):
            unpacked(data)


def test_lines_and_rings_are_cut_at_a_box() -> None:
    zigzag = [(-5.0, 5.0), (5.0, 5.0), (5.0, 15.0), (8.0, 15.0), (8.0, 5.0), (20.0, 5.0)]
    assert cut_line(zigzag, 10, 10) == [
        [(0.0, 5.0), (5.0, 5.0), (5.0, 10.0)],
        [(8.0, 10.0), (8.0, 5.0), (10.0, 5.0)],
    ]
    assert cut_line([(-5, -5), (-1, 20)], 10, 10) == []
    around = cut_ring([(-5, -5), (15, -5), (15, 15), (-5, 15)], 10, 10)
    assert sorted(around) == [(0, 0), (0, 10), (10, 0), (10, 10)]
    assert cut_ring([(20, 20), (30, 20), (30, 30)], 10, 10) == []


def test_the_pieces_of_a_street_are_one() -> None:
    """As OpenStreetMap has them: cut at each crossing, some drawn the other way."""
    a, b, c, d, e = ((float(x), 0.0) for x in range(5))
    assert joined([[b, c], [b, a], [d, e]]) == [[a, b, c], [d, e]]
    assert joined([[a, b], [c, b], [c, d], [d, a]]) == [[a, b, c, d, a]]
    assert sorted(map(len, joined([[a, b], [b, c], [b, d]]))) == [2, 3]
    halves = (([-1.56, 47.21], [-1.555, 47.21]), ([-1.55, 47.21], [-1.555, 47.21]))
    parts = [feature("LineString", half, highway="residential", name="Rue Haute") for half in halves]
    (line,) = district(collection(*parts)).lines
    assert len(line.points) == 4


def test_a_map_that_no_device_would_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("playlists.workspace.maps.MOST_BYTES", 200)
    write(tmp_path, {**SMALL, "maps.toml": MAPS, "maps/centre.geojson": GOOD})
    found = check(load(tmp_path), today=TODAY, shelf=NameShelf())
    assert any("no device would read it" in text for text in map(told, found)), [told(one) for one in found]


def test_a_line_keeps_what_it_needs() -> None:
    line = [(float(n), 0.3 if n % 2 else 0.0) for n in range(2_000)]
    kept = simpler(line, 1.0)
    assert len(kept) <= 6
    assert (kept[0], kept[-1]) == (line[0], line[-1])
    assert simpler([(0, 0), (5, 5), (10, 0)], 1.0) == [(0, 0), (5, 5), (10, 0)]


ERRORS = [
    ({"maps.toml": MAPS.replace("47.22", "47.1")}, "centre.area", "[south, west, north, east]"),
    ({"maps.toml": MAPS.replace("47.22, -1.54", "47.2001, -1.5699")}, "centre.area", "measures"),
    ({"maps.toml": MAPS.replace("centre.geo", "center.geo")}, "centre.layers[1]", "centre.geojson"),
    ({"maps.toml": MAPS + 'devices = ["totem-2"]\n'}, "centre.devices[1]", "totem-1"),
    (
        {"maps.toml": MAPS.replace("© les contributeurs d’OpenStreetMap", "")},
        "centre.attribution",
        "whose data",
    ),
    ({"maps.toml": MAPS.replace('{ fr = "Plan", ', "{ ")}, "centre.title", "French"),
    ({"maps/centre.geojson": b"<html>"}, "centre.layers[1]", "JSON"),
    ({"maps/centre.geojson": collection(feature("Point", [0, 0], place="square"))}, "centre.layers", "area"),
]


@pytest.mark.parametrize(("changed", "where", "said"), ERRORS)
def test_a_mistake_is_found(tmp_path: Path, changed: dict[str, str | bytes], where: str, said: str) -> None:
    files = {**SMALL, "maps.toml": MAPS, "maps/centre.geojson": GOOD, **changed}
    problems = check(load(write(tmp_path, files)), today=TODAY, shelf=NameShelf())
    assert [problem.where.en for problem in problems] == [where], [told(problem) for problem in problems]
    assert said in told(problems[0])


def test_what_says_nothing_is_counted(tmp_path: Path) -> None:
    odd = collection(STREET, feature("LineString", [[-1.56, 47.21], [-1.55, 47.21]], power="line"))
    folder = write(tmp_path, {**SMALL, "maps.toml": MAPS, "maps/centre.geojson": odd})
    (problem,) = check(load(folder), today=TODAY, shelf=NameShelf())
    assert "1 features of maps/centre.geojson" in told(problem)


def test_a_map_is_an_object_of_its_touch_screens_and_approved_by_itself(tmp_path: Path) -> None:
    write(tmp_path, {"maps.toml": MAPS, "maps/centre.geojson": GOOD})
    program = compiled(tmp_path, devices=KIOSK, services=SERVICES).program
    (offered,) = (screen.services for screen in program.screens if screen.services)
    assert offered.map is not None
    assert naming.objects(program)[offered.map.object] == offered.map.bytes
    wire = msgspec.json.decode(msgspec.json.encode(pack_services(offered)), type=WireServices)
    assert unpack_services(wire, lambda _: True, []) == offered
    own, refused = digest(wire.map[0]), list[str]()
    assert unpack_services(wire, lambda said: said != own, refused).map is None
    assert refused == ["the map"]
