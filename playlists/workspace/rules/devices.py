"""Rules about devices and the site: profiles that exist, hours that parse, screens that are used, colours."""

from __future__ import annotations

from collections import Counter

from layouts.legibility import contrast
from layouts.theme import DEFAULT_ACCENT, DEFAULT_BACKGROUND
from playlists.workspace.model import DEVICES_FILE, SCHEDULE_FILE, SITE_FILE, Workspace
from playlists.workspace.problems import Findings, did_you_mean
from playlists.workspace.said import said
from playlists.workspace.targets import devices_of
from playlists.workspace.times import is_sound
from playlists.workspace.twins import twins_of

LEAST_CONTRAST = 3.0
"""Of the accent on the background: WCAG 2.2, 1.4.11, non-text contrast."""


def check_devices(workspace: Workspace, findings: Findings) -> None:
    """Report what is wrong in devices.toml and with the theme."""
    scheduled = {
        device_id for numbered in workspace.events for device_id in devices_of(workspace, numbered.event)
    }
    for device_id, device in workspace.devices.items():
        path = (device_id,)
        known = device.profile in workspace.profiles
        if not known and f"profiles/{device.profile}.toml" not in workspace.spoilt:
            findings.error(
                DEVICES_FILE,
                (*path, "profile"),
                said("devices.no-profile", name=device.profile),
                hint=did_you_mean(device.profile, workspace.profiles),
                device=device_id,
            )
        is_sound(
            workspace,
            device.display_hours,
            findings,
            DEVICES_FILE,
            (*path, "display_hours"),
            device=device_id,
        )
        if known and device_id not in scheduled and SCHEDULE_FILE not in workspace.spoilt:
            findings.warning(
                DEVICES_FILE, path, said("devices.unused"), hint=said("devices.name-it"), device=device_id
            )
    _check_twins(workspace, findings)
    _check_profiles(workspace, findings)
    _check_colours(workspace, findings)


def _check_twins(workspace: Workspace, findings: Findings) -> None:
    """Tell ids and groups that differ by capitals alone, a group at the rarer spelling."""
    for first, second, *_ in twins_of(workspace.devices):
        message = said("devices.twin-names", name=first, other=second)
        findings.warning(DEVICES_FILE, (second,), message, hint=said("devices.other-id"), device=second)
    members = Counter(group for device in workspace.devices.values() for group in device.groups)
    for twins in twins_of(members):
        usual, rare, *_ = sorted(twins, key=members.__getitem__, reverse=True)
        device = next(name for name, each in workspace.devices.items() if rare in each.groups)
        message, hint = said("devices.twin-groups", name=rare, other=usual), said("devices.one-group")
        findings.warning(DEVICES_FILE, (device, "groups"), message, hint=hint, device=device)


def _check_profiles(workspace: Workspace, findings: Findings) -> None:
    for name, profile in workspace.profiles.items():
        file = f"profiles/{name}.toml"
        is_sound(workspace, profile.display_hours, findings, file, ("display_hours",))
        is_sound(workspace, profile.line.large_when, findings, file, ("line", "large_when"))
        for screen in profile.screens:
            spoilt = f"layouts/{screen.layout}.toml" in workspace.spoilt
            if screen.layout not in workspace.layouts and not spoilt:
                hint = did_you_mean(screen.layout, workspace.layouts)
                findings.error(file, ("layout",), said("schedule.no-layout", name=screen.layout), hint=hint)


def _check_colours(workspace: Workspace, findings: Findings) -> None:
    theme = workspace.site.theme
    background, accent = theme.background or DEFAULT_BACKGROUND, theme.accent or DEFAULT_ACCENT
    found = contrast(background, accent)
    if found < LEAST_CONTRAST:
        findings.warning(
            SITE_FILE,
            ("theme", "accent"),
            said("devices.faint-accent"),
            expected=said("devices.a-contrast", least=LEAST_CONTRAST),
            found=said("devices.found-contrast", found=round(found, 1), accent=accent, background=background),
            hint=said("devices.other-accent"),
        )
