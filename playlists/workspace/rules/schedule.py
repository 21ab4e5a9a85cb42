"""Rules about events: what they name exists, suits the screens, and two of them do not claim one screen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from layouts.layout import ZoneKind
from playlists.spans import Spans, to_instant
from playlists.workspace.calendar import Calendar
from playlists.workspace.limits import Limits
from playlists.workspace.model import DEVICES_FILE, SCHEDULE_FILE, NumberedEvent, Workspace
from playlists.workspace.outline import Path
from playlists.workspace.problems import Findings, did_you_mean
from playlists.workspace.references import layout_of, zones_of
from playlists.workspace.said import said, verbatim
from playlists.workspace.targets import EVERYTHING, GROUP, PROFILE, devices_of, groups, screens_of
from playlists.workspace.times import is_sound, say_moment

Claims = Mapping[str, frozenset[tuple[str, str]]]
"""The screens that each event claims, as device and screen."""


def check_schedule(workspace: Workspace, calendar: Calendar, findings: Findings, limits: Limits) -> None:
    """Report what is wrong in schedule.toml."""
    for numbered in workspace.events:
        _check_references(workspace, numbered, findings)
        path = (*numbered.path, "when")
        is_sound(workspace, numbered.event.when, findings, SCHEDULE_FILE, path, event=numbered.id)
        calendar.check_dates(numbered.event, SCHEDULE_FILE, numbered.path, findings, event=numbered.id)
    claims = {
        numbered.id: frozenset(
            (device_id, screen.name)
            for device_id in devices_of(workspace, numbered.event)
            if (profile := workspace.profiles.get(workspace.devices[device_id].profile)) is not None
            for screen in screens_of(profile, numbered.event)
        )
        for numbered in workspace.events
    }
    _check_overlaps(workspace, calendar, claims, findings, limits)


def _check_references(workspace: Workspace, numbered: NumberedEvent, findings: Findings) -> None:
    layout = layout_of(workspace, numbered, findings)
    if layout is not None:
        zones_of(workspace, numbered, layout, findings)
        misnamed = numbered.event.zones.keys() - {zone.name for zone in layout.zones}
        for zone in layout.zones:
            if zone.name not in numbered.event.zones and not misnamed:
                path = (*numbered.path, "zones")
                message = said("schedule.empty-zone", zone=zone.name, layout=layout.name)
                hint = said("schedule.fill-zone", zone=zone.name)
                findings.warning(SCHEDULE_FILE, path, message, hint=hint, event=numbered.id)
    for index, selector in enumerate(numbered.event.devices):
        path = (*numbered.path, "devices", index)
        check_selector(workspace, selector, SCHEDULE_FILE, path, findings, event=numbered.id)
    _check_screens(workspace, numbered, findings)


def check_selector(
    workspace: Workspace, selector: str, file: str, path: Path, findings: Findings, **about: str | None
) -> None:
    """Report an entry of `devices`, wherever it stands, that names nothing."""
    used = {device.profile for device in workspace.devices.values()}
    for prefix, unknown, known in (
        (GROUP, "schedule.no-group", groups(workspace)),
        (PROFILE, "devices.no-profile", frozenset(workspace.profiles)),
        ("", "schedule.no-device", frozenset(workspace.devices)),
    ):
        if not selector.startswith(prefix):
            continue
        name = selector.removeprefix(prefix)
        if name not in known and (selector == EVERYTHING or _left_out(workspace, prefix, name)):
            return
        if name not in known:
            all_selectors = [*workspace.devices, *(GROUP + group for group in groups(workspace))]
            hint = did_you_mean(name, known) if prefix else did_you_mean(name, all_selectors)
            findings.error(file, path, said(unknown, name=name), hint=hint, **about)
        elif prefix == PROFILE and name not in used and knows_profiles(workspace):
            message, hint = said("schedule.idle-profile", name=name), said("schedule.drop-selector")
            findings.warning(file, path, message, hint=hint, **about)
        return


def knows_profiles(workspace: Workspace) -> bool:
    """Whether of every device it is known which profile it has."""
    used = {device.profile for device in workspace.devices.values()}
    return DEVICES_FILE in workspace.outlines and used <= workspace.profiles.keys()


def _left_out(workspace: Workspace, prefix: str, name: str) -> bool:
    """Whether what a selector names was written, but left out for an error of its own."""
    if prefix == PROFILE:
        return f"profiles/{name}.toml" in workspace.spoilt
    devices = workspace.outlines.get(DEVICES_FILE)
    return devices is None or (prefix == "" and (name,) in devices.lines)


def _check_screens(workspace: Workspace, numbered: NumberedEvent, findings: Findings) -> None:
    """The screen exists where a device has several, and the layout is made for its kind."""
    event = numbered.event
    path = (*numbered.path, "screen")
    layout = workspace.layouts.get(event.layout)
    names = dict.fromkeys(workspace.devices[device_id].profile for device_id in devices_of(workspace, event))
    for profile in (workspace.profiles[name] for name in names if name in workspace.profiles):
        known = [screen.name for screen in profile.screens]
        screens = screens_of(profile, event)
        if not screens:
            hint = did_you_mean(event.screen or "", known)
            message = said("schedule.no-screen", profile=profile.id, screen=event.screen or "")
            findings.error(SCHEDULE_FILE, path, message, hint=hint, event=numbered.id)
        elif len(known) > 1 and event.screen is None:
            message = said("schedule.first-screen", profile=profile.id, screen=known[0])
            hint = said("schedule.name-screen", names=", ".join(f'"{name}"' for name in known))
            findings.warning(SCHEDULE_FILE, numbered.path, message, hint=hint, event=numbered.id)
        for screen in screens:
            for_matrix = layout is not None and any(zone.kind is ZoneKind.MATRIX for zone in layout.zones)
            if layout is not None and for_matrix != screen.is_matrix:
                unfit = "schedule.not-for-matrix" if screen.is_matrix else "schedule.for-matrix"
                message = said(unfit, layout=layout.name, profile=profile.id)
                hint = said("schedule.own-layout", layout=screen.layout)
                at = (*numbered.path, "layout")
                findings.error(SCHEDULE_FILE, at, message, hint=hint, event=numbered.id)


def _check_overlaps(
    workspace: Workspace, calendar: Calendar, claims: Claims, findings: Findings, limits: Limits
) -> None:
    """Events of equal priority that are open at the same time on one screen."""
    by_priority: dict[int, list[NumberedEvent]] = defaultdict(list)
    for numbered in workspace.events:
        by_priority[numbered.event.priority].append(numbered)
    pairs = 0
    for rivals in by_priority.values():
        for index, later in enumerate(rivals):
            for earlier in rivals[:index]:
                pairs += 1
                if pairs > limits.event_pairs:
                    findings.warning(SCHEDULE_FILE, (), said("schedule.too-many-pairs"))
                    return
                if common := claims[earlier.id] & claims[later.id]:
                    _compare(calendar, earlier, later, min(common), findings)


def _compare(
    calendar: Calendar,
    earlier: NumberedEvent,
    later: NumberedEvent,
    screen: tuple[str, str],
    findings: Findings,
) -> None:
    first = first_meeting(calendar.spans(earlier.event), calendar.spans(later.event))
    if first is None:
        return
    when = to_instant(first).astimezone(calendar.zone)
    device_id, name = screen
    screen_said = said("schedule.on-screen", device=device_id, screen=name)
    on = verbatim(device_id) if name == "main" else screen_said
    findings.warning(
        SCHEDULE_FILE,
        (*later.path, "priority"),
        said("schedule.overlap", device=on, other=earlier.id, when=say_moment(when)),
        hint=said("schedule.part-them"),
        event=later.id,
        device=device_id,
    )


def first_meeting(one: Spans, other: Spans) -> int | None:
    """The first instant that lies in both, in milliseconds since 1970."""
    left, right = iter(one), iter(other)
    a, b = next(left, None), next(right, None)
    while a is not None and b is not None:
        start = max(a[0], b[0])
        if start < min(a[1], b[1]):
            return start
        if a[1] <= b[1]:
            a = next(left, None)
        else:
            b = next(right, None)
    return None
