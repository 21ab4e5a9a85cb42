"""The device's key: made on the device, read by nobody else, never sent."""

from __future__ import annotations

import os

from device_profiles.identity import DeviceKey
from player.state import State
from playlists.durable import sync_folder

_OWNER_ONLY = 0o600


def device_key(state: State) -> DeviceKey:
    """The key in the state directory; made there, durably, where there is none.

    Raises:
        OSError: it cannot be read, or made.
        IdentityError: what is there is no such key.
    """
    try:
        return DeviceKey.read(state.device_key.read_bytes())
    except FileNotFoundError:
        return _made(state)


def _made(state: State) -> DeviceKey:
    """A new key; where another process was quicker, that one's."""
    key, place = DeviceKey.make(), state.device_key
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f".{place.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(key.pem)
            file.flush()
            os.fsync(file.fileno())
        place.hardlink_to(beside)
    except FileExistsError:
        return DeviceKey.read(place.read_bytes())
    finally:
        beside.unlink(missing_ok=True)
    sync_folder(place.parent)
    return key
