"""Rules about positions: each lies where the city is, and not where its numbers would be exchanged."""

from __future__ import annotations

from playlists.astray import ZONE, Astray, Slip, astray
from playlists.workspace.model import Workspace
from playlists.workspace.problems import Findings, describe
from playlists.workspace.said import SILENCE, Said, said
from playlists.workspace.whereabouts import Spot, city_of, spots, town_of

_STEP_M = 10_000


def check_places(workspace: Workspace, findings: Findings) -> None:
    """Report positions that lie far from the city, with what was meant where that can be told."""
    zone = workspace.site.time_zone
    town, city = town_of(zone), city_of(workspace)
    for spot in spots(workspace):
        by_zone = astray(spot.position, town, ZONE) if town else None
        by_city = astray(spot.position, city) if city else None
        if by_city:
            _tell(spot, by_city, said("places.from-city"), findings)
        elif by_zone:
            _tell(spot, by_zone, said("places.from-zone", zone=zone), findings)


def _tell(spot: Spot, found: Astray, whence: Said, findings: Findings) -> None:
    kilometres = round(found.metres / _STEP_M) * _STEP_M // 1000
    message = said(f"places.{found.slip.value}", km=kilometres, whence=whence)
    hint = said("places.look") if found.slip is Slip.FAR else SILENCE
    if found.meant and spot.path[-1] != "area":
        hint = said("places.write", position=f"[{found.meant[0]:.9g}, {found.meant[1]:.9g}]")
    findings.warning(
        spot.file, spot.path, message, found=describe(list(spot.position)), hint=hint, device=spot.device
    )
