"""Rules about devices and the site: profiles that exist, hours that parse, screens that are used, colours."""

from __future__ import annotations

from layouts.legibility import contrast
from layouts.theme import DEFAULT_ACCENT, DEFAULT_BACKGROUND
from playlists.workspace.model import DEVICES_FILE, SITE_FILE, Workspace
from playlists.workspace.problems import Findings, did_you_mean
from playlists.workspace.targets import devices_of
from playlists.workspace.times import is_sound

LEAST_CONTRAST = 3.0
"""Of the accent on the background: WCAG 2.2, 1.4.11, non-text contrast."""


def check_devices(workspace: Workspace, findings: Findings) -> None:
    """Report what is wrong in devices.toml and with the theme."""
    scheduled = {
        device_id for numbered in workspace.events for device_id in devices_of(workspace, numbered.event)
    }
    for device_id, device in workspace.devices.items():
        path = (device_id,)
        if device.profile not in workspace.profiles:
            findings.error(
                DEVICES_FILE,
                (*path, "profile"),
                f"There is no profile “{device.profile}”.",
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
        if device_id not in scheduled:
            message = "No event plays on this device; it shows its built-in slide only."
            findings.warning(DEVICES_FILE, path, message, device=device_id)
    _check_profiles(workspace, findings)
    _check_colours(workspace, findings)


def _check_profiles(workspace: Workspace, findings: Findings) -> None:
    for name, profile in workspace.profiles.items():
        file = f"profiles/{name}.toml"
        is_sound(workspace, profile.display_hours, findings, file, ("display_hours",))
        for screen in profile.screens:
            if screen.layout not in workspace.layouts:
                hint = did_you_mean(screen.layout, workspace.layouts)
                findings.error(file, ("layout",), f"There is no layout “{screen.layout}”.", hint=hint)


def _check_colours(workspace: Workspace, findings: Findings) -> None:
    theme = workspace.site.theme
    background, accent = theme.background or DEFAULT_BACKGROUND, theme.accent or DEFAULT_ACCENT
    found = contrast(background, accent)
    if found < LEAST_CONTRAST:
        findings.warning(
            SITE_FILE,
            ("theme", "accent"),
            "The accent can hardly be told from the background.",
            expected=f"a contrast of {LEAST_CONTRAST:g}:1 or more",
            found=f"{found:.1f}:1 ({accent} on {background})",
            hint="Choose a lighter or darker accent; until then a readable shade of it is used.",
        )
