"""Reading maps.toml and the GeoJSON files that it names: every good map becomes a district."""

from __future__ import annotations

from pathlib import Path

from playlists.district import MOST_BYTES, District, packed
from playlists.maps.errors import MapError
from playlists.maps.geojson import features
from playlists.maps.limits import LIMITS
from playlists.maps.survey import Survey
from playlists.workspace.map_table import MAPS_FILE, DrawnMap, MapTable
from playlists.workspace.media import find
from playlists.workspace.outline import Path as KeyPath
from playlists.workspace.problems import describe
from playlists.workspace.said import said
from playlists.workspace.tables import Tables


def read_maps(tables: Tables) -> tuple[DrawnMap, ...]:
    """The maps of a workspace in their order; none where there is no such file."""
    if not (tables.root / MAPS_FILE).exists():
        return ()
    document = tables.document(MAPS_FILE)
    if len(document) > LIMITS.maps:
        tables.findings.error(MAPS_FILE, (), said("maps.too-many", count=len(document), most=LIMITS.maps))
    found = []
    for name, raw in list(document.items())[: LIMITS.maps]:
        if not isinstance(raw, dict):
            message, expected = said("values.unusable"), said("values.table")
            tables.findings.error(MAPS_FILE, (name,), message, expected=expected, found=describe(raw))
            continue
        table = tables.exact(MapTable, raw, MAPS_FILE, (name,))
        district = None if table is None else _district(tables, name, table)
        if table is None or district is None:
            continue
        if len(data := packed(district)) > MOST_BYTES:
            message, hint = said("maps.heavy", most=MOST_BYTES // 2**20), said("maps.drawn-cure")
            tables.findings.error(MAPS_FILE, (name, "layers"), message, hint=hint)
            continue
        found.append(DrawnMap(name, table, district, data))
    return tuple(found)


def _district(tables: Tables, name: str, table: MapTable) -> District | None:
    """What a table's layers show; None where that cannot be drawn, which is then among the findings."""
    path: KeyPath = (name, "area")
    try:
        survey = Survey(table.area)
        for index, layer in enumerate(table.layers):
            path = (name, "layers", index)
            file = find(tables.root, layer, tables.findings, MAPS_FILE, path)
            if file is None:
                return None
            before = survey.unknown
            survey.take(features(_read(file)))
            if survey.unknown > before:
                message = said("maps.unknown", file=layer, count=survey.unknown - before)
                tables.findings.warning(MAPS_FILE, path, message, hint=said("maps.tags"))
        path = (name, "layers")
        return survey.done()
    except MapError as error:
        hint = said(f"maps.{error.code}-cure")
        tables.findings.error(MAPS_FILE, path, said(f"maps.{error.code}", **error.facts), hint=hint)
        return None


def _read(file: Path) -> bytes:
    """The bytes of a layer. Raises `MapError` where they cannot be had or are too many."""
    try:
        with file.open("rb") as stream:
            data = stream.read(LIMITS.layer_bytes + 1)
    except OSError as error:
        raise MapError("unreadable") from error
    if len(data) > LIMITS.layer_bytes:
        raise MapError("large", most=LIMITS.layer_bytes // 2**20)
    return data
