"""Where playlists play: every kind of screen and zone that an event gives them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from device_profiles.profile import DeviceProfile, Screen
from layouts.layout import Layout, Zone
from playlists.workspace.model import NumberedEvent, Workspace
from playlists.workspace.targets import devices_of, screens_of


@dataclass(frozen=True, slots=True)
class Use:
    """A playlist in one zone of one screen of a profile, by an event."""

    event: NumberedEvent
    profile: DeviceProfile
    screen: Screen
    layout: Layout
    zone: Zone
    playlist: str


def uses(workspace: Workspace) -> tuple[Use, ...]:
    """All uses; what an event names and does not exist is passed over."""
    return tuple(use for numbered in workspace.events for use in _of_event(workspace, numbered))


def _of_event(workspace: Workspace, numbered: NumberedEvent) -> Iterator[Use]:
    layout = workspace.layouts.get(numbered.event.layout)
    if layout is None:
        return
    profiles = dict.fromkeys(
        workspace.devices[device_id].profile for device_id in devices_of(workspace, numbered.event)
    )
    for profile in (workspace.profiles[name] for name in profiles if name in workspace.profiles):
        for screen in screens_of(profile, numbered.event):
            for zone in layout.zones:
                playlist = numbered.event.zones.get(zone.name)
                if playlist in workspace.playlists and playlist is not None:
                    yield Use(numbered, profile, screen, layout, zone, playlist)
