"""`parvis check`: every mistake and doubt of a workspace at once."""

from __future__ import annotations

from datetime import datetime

from playlists.compile.program import Compiler
from playlists.compile.typesetter import Typesetter
from playlists.media.shelf import Shelf
from playlists.workspace.calendar import Calendar
from playlists.workspace.limits import Limits
from playlists.workspace.load import Loaded
from playlists.workspace.model import Workspace
from playlists.workspace.problems import Findings, Problem
from playlists.workspace.rules.devices import check_devices
from playlists.workspace.rules.items import check_items
from playlists.workspace.rules.maps import check_maps
from playlists.workspace.rules.media import Doubt, check_media
from playlists.workspace.rules.places import check_places
from playlists.workspace.rules.schedule import check_schedule
from playlists.workspace.rules.services import check_services
from playlists.workspace.rules.signs import check_signs
from playlists.workspace.rules.sources import check_sources
from playlists.workspace.rules.table import check_table
from playlists.workspace.rules.texts import check_texts
from playlists.workspace.rules.touch import Feel, check_touch
from playlists.workspace.targets import events_of, map_for, offered_to, table_for
from playlists.workspace.uses import uses


def check(
    loaded: Loaded,
    *,
    today: datetime,
    shelf: Shelf,
    typesetter: Typesetter | None = None,
    limits: Limits | None = None,
    feel: Feel | None = None,
    doubt: Doubt | None = None,
) -> tuple[Problem, ...]:
    """Everything that is wrong with a workspace: errors first, then warnings, by file and line.

    Args:
        loaded: what `load` gave.
        today: the instant from which dates are judged.
        shelf: looks at media, or prepares them; what it cannot decode becomes a problem.
        typesetter: measures cards; hand in the one that a window keeps.
        limits: the most that is reported and compared.
        feel: composes touch pages, and says what is wrong with them; without it nobody does.
        doubt: tells what is wrong with media that can be shown; without it nobody does.
    """
    limits = limits or Limits()
    workspace = loaded.draft
    findings = Findings(workspace.outlines if workspace else {}, limits.problems)
    for problem in loaded.problems:
        findings.add(problem)
    if workspace is None:
        return findings.all()
    calendar = Calendar(workspace, today, limits.overlap_days)
    played = uses(workspace)
    check_devices(workspace, findings)
    check_signs(workspace, findings)
    check_schedule(workspace, calendar, findings, limits)
    check_items(workspace, calendar, played, findings)
    check_texts(workspace, played, findings)
    check_services(workspace, findings)
    check_table(workspace, findings)
    check_maps(workspace, findings)
    check_places(workspace, findings)
    check_sources(workspace, findings)
    _check_programs(Compiler(workspace, shelf, typesetter or Typesetter()), findings, feel)
    if doubt is not None:
        check_media(workspace, doubt, findings)
    return findings.all()


def _check_programs(compiler: Compiler, findings: Findings, feel: Feel | None) -> None:
    """Compile one device of every sort: devices that differ in their place only have the same problems."""
    workspace = compiler.workspace
    seen = set()
    for device_id in workspace.devices:
        sort = _sort(workspace, device_id)
        if sort in seen or not compiler.knows(device_id):
            continue
        seen.add(sort)
        compiled = compiler.compile(device_id)
        for problem in compiled.problems:
            findings.add(problem)
        if feel is not None:
            check_touch(workspace, compiled.program, feel, findings)


def _sort(workspace: Workspace, device_id: str) -> tuple[object, ...]:
    """What a device has in common with those that show the same on the same kind of screens."""
    device, drawn = workspace.devices[device_id], map_for(workspace, device_id)
    return (
        device.profile,
        workspace.languages(device),
        tuple(numbered.id for numbered in events_of(workspace, device_id)),
        tuple(number for number, _ in offered_to(workspace, device_id)),
        table_for(workspace, device_id) is not None,
        drawn.name if drawn else None,
    )
