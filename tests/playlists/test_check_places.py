"""Positions that were written wrongly are told with what was meant; right ones never are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from looking_shelf import NameShelf
from test_check_rules import TODAY
from workspace_folder import SITE, SMALL, write

from playlists.astray import CITY, Slip, astray
from playlists.distance import Position
from playlists.workspace.check import check
from playlists.workspace.load import load
from playlists.workspace.problems import Problem
from playlists.workspace.whereabouts import city_of, town_of

NANTES = (47.2184, -1.5536)
BARE = SITE.replace("position = [47.2184, -1.5536]          # latitude, longitude\n", "")
SERVICES = """
[[services]]
id = "piscines"
title = { fr = "Piscines", en = "Pools" }
pictogram = "swimming"
[[services.entries]]
id = "leo"
title = { fr = "Léo-Lagrange", en = "Léo-Lagrange" }
address = "Allée Glissant"
position = POSITION
"""


def found(folder: Path, site: str, *devices: str, **changed: str) -> list[Problem]:
    told = "".join(f'[d{n}]\nprofile = "totem"\nposition = {each}\n' for n, each in enumerate(devices))
    event = SMALL["schedule.toml"].replace('"totem-1"', '"*"')
    write(folder, SMALL, workspace=site, devices=told, schedule=event, **changed)
    problems = check(load(folder), today=TODAY, shelf=NameShelf())
    return [each for each in problems if each.message.code.startswith("places.")]


def test_exchanged_numbers_are_told_with_what_to_write(tmp_path: Path) -> None:
    (told,) = found(tmp_path, SITE, "[47.2131, -1.5583]", "[-1.5583, 47.2131]", "[47.2, -1.55]")
    assert (told.file, told.where.en, told.device) == ("devices.toml", "d1.position", "d1")
    assert "[47.2131, -1.5583]" in told.hint.fr
    assert "7190 km de la ville" in told.message.fr.replace("\xa0", " ")


def test_the_site_itself_is_judged_by_its_devices_and_by_its_time_zone(tmp_path: Path) -> None:
    wrong = SITE.replace("[47.2184, -1.5536]", "[-1.5536, 47.2184]")
    (told,) = found(tmp_path / "a", wrong, "[47.2131, -1.5583]")
    assert told.file == "workspace.toml"
    (told,) = found(tmp_path / "b", wrong)
    assert "Europe/Paris" in told.message.fr
    assert len(found(tmp_path / "c", wrong, "[-1.5583, 47.2131]")) == 2, "all of them alike"
    (told,) = found(tmp_path / "d", SITE.replace("-1.5536", "1.5536"), "[47.2, -1.55]", "[47.21, -1.55]")
    assert (told.file, told.message.code) == ("workspace.toml", "places.sign")
    (told,) = found(tmp_path / "e", BARE, "[-1.5583, 47.2131]")
    assert told.message.code == "places.exchanged"


@pytest.mark.parametrize(
    ("file", "text", "code"),
    [
        ("services", SERVICES.replace("POSITION", "[-1.557, 47.2092]"), "places.exchanged"),
        ("services", SERVICES.replace("POSITION", "[47.2092, 1.557]"), "places.sign"),
        ("services", SERVICES.replace("POSITION", "[4.72092, -1.557]"), "places.far"),
        ("sources", '[meteo]\nkind = "open-meteo"\nposition = [-1.55, 47.2]\n', "places.exchanged"),
    ],
)
def test_every_file_with_positions_is_looked_at(tmp_path: Path, file: str, text: str, code: str) -> None:
    (told,) = found(tmp_path, SITE, "[47.2131, -1.5583]", **{file: text})
    assert (told.file, told.message.code) == (f"{file}.toml", code)


@pytest.mark.parametrize(
    ("zone", "places"),
    [
        ("Europe/Paris", ["[47.2184, -1.5536]", "[48.8416, 2.3208]", "[47.0, -2.2]"]),
        ("Europe/Paris", ["[41.39, 9.16]", "[42.70, 9.45]"]),
        ("Europe/Paris", ["[49.4938, 0.1077]", "[49.51, -0.02]"]),
        ("Indian/Reunion", ["[-20.8789, 55.4481]"]),
        ("Asia/Shanghai", ["[39.4704, 75.9897]"]),
        ("UTC", ["[0.4, 9.4]", "[0.39, 9.45]"]),
    ],
)
def test_a_right_position_is_never_told(tmp_path: Path, zone: str, places: list[str]) -> None:
    """Nor that of a screen in another town, at the station of Paris, say."""
    assert found(tmp_path, BARE.replace("Europe/Paris", zone), *places) == []


@given(latitude=some.floats(-85, 85), longitude=some.floats(-179, 179), off=some.floats(-0.2, 0.2))
def test_whatever_lies_near_the_city_is_well(latitude: float, longitude: float, off: float) -> None:
    assert astray((latitude + off, longitude), (latitude, longitude)) is None


@given(latitude=some.floats(-60, 60), longitude=some.floats(-80, 80))
def test_what_was_meant_lies_in_the_city(latitude: float, longitude: float) -> None:
    city: Position = (latitude, longitude)
    told = astray((longitude, latitude), city)
    if told is not None:
        assert told.meant is not None
        assert told.slip is not Slip.FAR
        assert astray(told.meant, city) is None
        assert told.metres >= CITY.off


def test_the_example_knows_where_it_is() -> None:
    city = city_of(load(Path("examples/nantes")).draft or pytest.fail("no example"))
    assert city is not None
    assert astray(city, NANTES) is None
    assert town_of("Europe/Paris") == pytest.approx((48.867, 2.333), abs=0.01)
    assert town_of("UTC") is None
