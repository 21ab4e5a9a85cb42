"""Rules about maps: known devices, French, whose data it is."""

from __future__ import annotations

from playlists.workspace.map_table import MAPS_FILE
from playlists.workspace.model import Workspace
from playlists.workspace.problems import Findings
from playlists.workspace.rules.schedule import check_selector
from playlists.workspace.rules.services import check_text
from playlists.workspace.said import said


def check_maps(workspace: Workspace, findings: Findings) -> None:
    """Report what is wrong in maps.toml, apart from its form and from its layers."""
    for drawn in workspace.maps:
        for index, selector in enumerate(drawn.table.devices):
            check_selector(workspace, selector, MAPS_FILE, (drawn.name, "devices", index), findings)
        texts = [("title", drawn.table.title)]
        if all(text.strip() for text in drawn.table.attribution.values()):
            texts.append(("attribution", drawn.table.attribution))
        else:
            message, hint = said("maps.whose"), said("maps.whose-cure")
            findings.error(MAPS_FILE, (drawn.name, "attribution"), message, hint=hint)
        for key, own in texts:
            check_text(workspace, (drawn.name, key), own, findings, MAPS_FILE)
