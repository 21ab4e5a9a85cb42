"""Which devices and screens an event is for: ids, `group:NAME`, `profile:NAME`, and `*` for all."""

from __future__ import annotations

from collections.abc import Iterable

from device_profiles.profile import DeviceProfile, Screen
from playlists.workspace.map_table import DrawnMap
from playlists.workspace.model import Device, Event, NumberedEvent, Workspace
from playlists.workspace.touch import ServiceTable, TableTable

EVERYTHING = "*"
GROUP = "group:"
PROFILE = "profile:"


def names(selector: str, device_id: str, device: Device) -> bool:
    """Whether one entry of an event's `devices` means this device."""
    if selector.startswith(GROUP):
        return selector.removeprefix(GROUP) in device.groups
    if selector.startswith(PROFILE):
        return selector.removeprefix(PROFILE) == device.profile
    return selector in (device_id, EVERYTHING)


def is_for(selectors: Iterable[str], device_id: str, device: Device) -> bool:
    """Whether the `devices` of an event, a service, a map … mean this device."""
    return any(names(selector, device_id, device) for selector in selectors)


def devices_of(workspace: Workspace, event: Event) -> tuple[str, ...]:
    """The ids of the devices an event is for, in the order of devices.toml."""
    return tuple(
        device_id
        for device_id, device in workspace.devices.items()
        if is_for(event.devices, device_id, device)
    )


def events_of(workspace: Workspace, device_id: str) -> tuple[NumberedEvent, ...]:
    """The events for a device, in the order in which they were written."""
    device = workspace.devices[device_id]
    return tuple(
        numbered for numbered in workspace.events if is_for(numbered.event.devices, device_id, device)
    )


def offered_to(workspace: Workspace, device_id: str) -> list[tuple[int, ServiceTable]]:
    """The services for a device, each with its number in services.toml, counted from 1."""
    device = workspace.devices[device_id]
    return [
        (number, table) for number, table in workspace.services if is_for(table.devices, device_id, device)
    ]


def table_for(workspace: Workspace, device_id: str) -> TableTable | None:
    """What is written to lie on the tables of a device."""
    table = workspace.table
    if table is None or not is_for(table.devices, device_id, workspace.devices[device_id]):
        return None
    return table


def map_for(workspace: Workspace, device_id: str) -> DrawnMap | None:
    """The first map that is for a device."""
    device = workspace.devices[device_id]
    return next((one for one in workspace.maps if is_for(one.table.devices, device_id, device)), None)


def screens_of(profile: DeviceProfile, event: Event) -> tuple[Screen, ...]:
    """The screens of a device on which an event plays.

    A device with one screen uses that one, whatever `screen` says. Of several, `screen` names one or, as
    `*`, all; without it the first one plays. Empty where the profile has no screen of that name.
    """
    if len(profile.screens) == 1 or event.screen == EVERYTHING:
        return profile.screens
    if event.screen is None:
        return profile.screens[:1]
    return tuple(screen for screen in profile.screens if screen.name == event.screen)


def groups(workspace: Workspace) -> frozenset[str]:
    """All groups that devices are in."""
    return frozenset(group for device in workspace.devices.values() for group in device.groups)
