"""What an event names, resolved: its layout, and the playlists of its zones; what is missing is reported."""

from __future__ import annotations

from collections.abc import Mapping

from layouts.layout import Layout
from playlists.workspace.model import SCHEDULE_FILE, NumberedEvent, Playlist, Workspace
from playlists.workspace.problems import Findings, did_you_mean
from playlists.workspace.said import SILENCE, Said, said


def layout_of(workspace: Workspace, numbered: NumberedEvent, findings: Findings) -> Layout | None:
    """The layout of an event."""
    name = numbered.event.layout
    layout = workspace.layouts.get(name)
    if layout is None and f"layouts/{name}.toml" not in workspace.spoilt:
        hint = did_you_mean(name, workspace.layouts)
        message = said("schedule.no-layout", name=name)
        findings.error(SCHEDULE_FILE, (*numbered.path, "layout"), message, hint=hint, event=numbered.id)
    return layout


def zones_of(
    workspace: Workspace, numbered: NumberedEvent, layout: Layout, findings: Findings
) -> Mapping[str, Playlist]:
    """The playlists of an event's zones that exist, in the order of the layout's zones."""
    good = {}
    for zone_name, playlist_name in numbered.event.zones.items():
        path = (*numbered.path, "zones", zone_name)
        playlist = workspace.playlists.get(playlist_name)
        zone = layout.zone(zone_name)
        if zone is None:
            hint = did_you_mean(zone_name, [zone.name for zone in layout.zones])
            message = said("schedule.no-zone", layout=layout.name, zone=zone_name)
            findings.error(SCHEDULE_FILE, path, message, hint=hint, event=numbered.id)
        if playlist is None and f"playlists/{playlist_name}.toml" not in workspace.spoilt:
            hint = did_you_mean(playlist_name, workspace.playlists) or _no_playlist_yet(workspace)
            message = said("schedule.no-playlist", name=playlist_name)
            findings.error(SCHEDULE_FILE, path, message, hint=hint, event=numbered.id)
        if zone is not None and playlist is not None:
            good[zone_name] = playlist
    return {zone.name: good[zone.name] for zone in layout.zones if zone.name in good}


def _no_playlist_yet(workspace: Workspace) -> Said:
    """A hint where no playlist was written at all."""
    written = any(file.startswith("playlists/") for file in workspace.spoilt)
    return SILENCE if written else said("hints.no-playlist-yet")
