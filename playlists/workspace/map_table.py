"""maps.toml: the maps of districts that touch screens show, as an editor writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, PlainValidator

from playlists.district import District
from playlists.maps.limits import LIMITS
from playlists.workspace.said import said
from playlists.workspace.written import NO_TEXT, Names, RelativePath, Text, Written, refuse

MAPS_FILE = "maps.toml"
_PARALLEL, _MERIDIAN = 85, 180
"""Degrees beyond which there is no district."""


def _area(value: object) -> tuple[float, float, float, float]:
    if isinstance(value, list) and all(
        isinstance(side, int | float) and not isinstance(side, bool) for side in value
    ):
        match value:
            case [south, west, north, east] if (
                -_PARALLEL <= south < north <= _PARALLEL and -_MERIDIAN <= west < east <= _MERIDIAN
            ):
                return float(south), float(west), float(north), float(east)
    raise refuse(said("maps.no-area"), value, expected=said("maps.an-area"))


class MapTable(Written):
    """One table: which part of the world, from which files, whose data, for which devices."""

    title: Text = NO_TEXT
    area: Annotated[tuple[float, float, float, float], PlainValidator(_area)]
    layers: Annotated[tuple[RelativePath, ...], Field(strict=False, min_length=1, max_length=LIMITS.layers)]
    attribution: Text
    devices: Annotated[Names, Field(min_length=1)] = ("*",)


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """A map that can be drawn: its name, its table, what is on it, and the object that goes to devices."""

    name: str
    table: MapTable
    district: District
    packed: bytes
