"""The device's key: made on the device, read by nobody else, never sent."""

from __future__ import annotations

from device_profiles.identity import DeviceKey
from player.state import State
from playlists.durable import once


def device_key(state: State) -> DeviceKey:
    """The key in the state directory; made there, durably, where there is none.

    Raises:
        OSError: it cannot be read, or made.
        IdentityError: what is there is no such key.
    """
    return DeviceKey.read(once(state.device_key, lambda: DeviceKey.make().pem))
