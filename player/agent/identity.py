"""The device's key: made on the device, read by nobody else, never sent."""

from __future__ import annotations

from pathlib import Path

from device_profiles.identity import DeviceKey
from playlists.durable import once


def device_key(place: Path) -> DeviceKey:
    """The key in a file of the state directory; made there, durably, where there is none.

    Raises:
        OSError: it cannot be read, or made.
        IdentityError: what is there is no such key.
    """
    return DeviceKey.read(once(place, lambda: DeviceKey.make().pem))
