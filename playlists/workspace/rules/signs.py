"""Rules about the fixed signs of layouts: the names of places, and of the city, are shown whole."""

from __future__ import annotations

from collections.abc import Iterator

from device_profiles.profile import Screen
from layouts.layout import Layout, WidgetKind
from layouts.signs import box_of, part_shown
from layouts.typography import finish
from playlists.workspace.model import DEVICES_FILE, SITE_FILE, Workspace
from playlists.workspace.problems import Findings
from playlists.workspace.said import said
from playlists.workspace.targets import events_of, screens_of
from playlists.workspace.written import in_language


def check_signs(workspace: Workspace, findings: Findings) -> None:
    """Report names that even the smallest legible type shows in part."""
    site = workspace.site
    for device_id, device in workspace.devices.items():
        leading = workspace.languages(device)[0]
        place = finish(in_language(device.place, leading, site.languages[0]), leading)
        mark = finish(site.logo or site.name, leading)
        for layout, screen in _shown(workspace, device_id):
            if shown := _lost(place, layout, screen, WidgetKind.PLACE, WidgetKind.HERE):
                findings.warning(
                    DEVICES_FILE,
                    (device_id, "place"),
                    said("devices.long-name", layout=layout.name, shown=shown),
                    hint=said("devices.shorter-name"),
                    device=device_id,
                )
            if not site.logo_image and (shown := _lost(mark, layout, screen, WidgetKind.LOGO)):
                message = said("devices.long-name", layout=layout.name, shown=shown)
                key = "logo" if site.logo else "name"
                findings.warning(SITE_FILE, (key,), message, hint=said("devices.shorter-logo"))


def _shown(workspace: Workspace, device_id: str) -> Iterator[tuple[Layout, Screen]]:
    """Every layout that a device shows, with the screen on which it does."""
    profile = workspace.profiles.get(workspace.devices[device_id].profile)
    seen = set()
    for numbered in events_of(workspace, device_id) if profile else ():
        layout = workspace.layouts.get(numbered.event.layout)
        for screen in screens_of(profile, numbered.event) if profile and layout else ():
            if layout and (layout.name, screen.name) not in seen:
                seen.add((layout.name, screen.name))
                yield layout, screen


def _lost(name: str, layout: Layout, screen: Screen, *kinds: WidgetKind) -> str | None:
    """What is shown of a name that a widget of the layout shows in part; None where all show it whole."""
    widgets = (widget for widget in layout.widgets if widget.kind in kinds)
    shown = (part_shown(name, box_of(widget, screen)) for widget in widgets)
    return next((part for part in shown if part is not None), None)
