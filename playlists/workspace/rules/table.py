"""Rules about what lies on a table: a table to lie on, known names, French, projects that are on its map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from layouts.compose.labels import pictograms
from playlists.compile.program import theme_of
from playlists.plane import east_and_south
from playlists.workspace import targets
from playlists.workspace.model import Workspace
from playlists.workspace.outline import Path
from playlists.workspace.problems import Findings, did_you_mean
from playlists.workspace.rules.schedule import check_selector, knows_profiles
from playlists.workspace.rules.services import check_text
from playlists.workspace.said import said
from playlists.workspace.touch import SERVICES_FILE, ProjectTable, TableTable

_EDGE = 0.9
"""Of the map: what lies further out would be under the hands of people at the edge."""


def check_table(workspace: Workspace, findings: Findings) -> None:
    """Report what is wrong with the table of services.toml, apart from its form."""
    table = workspace.table
    if table is None:
        return
    for index, selector in enumerate(table.devices):
        check_selector(workspace, selector, SERVICES_FILE, ("table", "devices", index), findings)
    flat = _flat_shapes(workspace, table)
    if not flat and knows_profiles(workspace):
        findings.warning(SERVICES_FILE, ("table", "devices"), said("services.no-table"))
    seen: set[str] = set()
    for index, project in enumerate(table.projects):
        path = ("table", "projects", index)
        if project.id in seen:
            message = said("services.project-twice", id=project.id)
            findings.error(SERVICES_FILE, (*path, "id"), message)
        seen.add(project.id)
        _check_names(workspace, project, path, findings)
        if flat and not _is_on_map(project, table, max(flat)):
            message = said("services.off-map", id=project.id)
            hint = said("services.widen")
            findings.error(SERVICES_FILE, (*path, "position"), message, hint=hint)
    for key, texts in _texts(table):
        check_text(workspace, key, texts, findings)


def _flat_shapes(workspace: Workspace, table: TableTable) -> list[float]:
    """How high the screens it lies on are, in parts of their width."""
    return [
        screen.height_mm / screen.width_mm
        for device_id, device in workspace.devices.items()
        if targets.is_for(table.devices, device_id, device) and device.profile in workspace.profiles
        for screen in workspace.profiles[device.profile].screens
        if screen.flat
    ]


def _check_names(workspace: Workspace, project: ProjectTable, path: Path, findings: Findings) -> None:
    categories = theme_of(workspace.site).day.categories
    for key, unknown, name, known in (
        ("category", "items.no-category", project.category, categories),
        ("pictogram", "items.no-pictogram", project.pictogram, pictograms()),
    ):
        if name and name not in known:
            hint = did_you_mean(name, known)
            findings.error(SERVICES_FILE, (*path, key), said(unknown, name=name), hint=hint)


def _is_on_map(project: ProjectTable, table: TableTable, shape: float) -> bool:
    """Whether a project lies within the map, on a screen so high in parts of its width."""
    east, south = east_and_south(project.position, table.centre)
    half = table.across / 2 * _EDGE
    return abs(east) <= half and abs(south) <= half * shape


def _texts(table: TableTable) -> Iterator[tuple[Path, Mapping[str, str]]]:
    yield ("table", "title"), table.title
    for index, project in enumerate(table.projects):
        path = ("table", "projects", index)
        yield (*path, "title"), project.title
        yield (*path, "lead"), project.lead
        yield (*path, "body"), project.body
        for number, picture in enumerate(project.pictures):
            yield (*path, "pictures", number, "caption"), picture.caption
