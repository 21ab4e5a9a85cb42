"""Who a device is: what of it lies in the state directory, and how it comes there at once or not at all.

A box is a device if and only if `device.json` is whole, of this machine, and nothing is being wiped.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import Any

import msgspec

from device_profiles.decoding import from_json
from device_profiles.enrolment import Enrolment, Grant
from device_profiles.errors import IdentityError
from device_profiles.identity import DeviceKey
from player.state import State
from playlists.durable import put, sync_folder


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """A machine that is no device: a new one, one that is being wiped, or a copy of the device `copy_of`."""

    copy_of: str = ""
    is_resetting: bool = False


def standing(state: State, machine: str) -> Enrolment | Box:
    """Who this machine is. Raises `OSError` where the disk does not let itself be read."""
    if state.resetting.exists():
        return Box(is_resetting=True)
    found = read_enrolment(state)
    if found is None:
        return Box()
    if found.machine != machine:
        return Box(copy_of=found.grant.device)
    return found


def read_enrolment(state: State) -> Enrolment | None:
    """The enrolment in the state directory, of whichever machine; None where there is none that is whole."""
    try:
        return from_json(state.enrolment.read_bytes(), Enrolment)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def enrol(state: State, enrolment: Enrolment) -> None:
    """Make this box that device, durably. A kill at any step leaves a box, or the device. Raises `OSError`.

    The root goes first: whoever finds `device.json` finds what it is to believe. Of a copy the key that it
    had from its original goes last (`settle`).
    """
    put(state.root_of_trust, enrolment.grant.root.encode())
    put(state.enrolment, msgspec.json.encode(enrolment))
    settle(state, enrolment)


def settle(state: State, enrolment: Enrolment) -> None:
    """Let the key that the enrolment was given to be the device's, where a kill came before that."""
    with suppress(FileNotFoundError, IdentityError):
        key = DeviceKey.read(state.pairing_key.read_bytes())
        if key.public == enrolment.key:
            state.pairing_key.replace(state.device_key)
            sync_folder(state.root)


def confirm(state: State, enrolment: Enrolment) -> None:
    """Keep that central took a report of the device. Raises `OSError`."""
    put(state.enrolment, msgspec.json.encode(enrolment))


def same_root(installed: bytes, granted: str) -> bool:
    """Whether a grant's root of trust is the one that was installed."""
    return _digest(installed) == _digest(granted.encode())


def is_for(grant: Grant, enrolment: Enrolment) -> bool:
    """Whether a grant is newer than the one that an enrolment holds."""
    return grant.number > enrolment.grant.number


def _digest(root: bytes) -> bytes:
    """Of what the JSON says: white space and the order of keys do not count."""
    with suppress(msgspec.DecodeError):
        root = msgspec.json.encode(from_json(root, Any), order="deterministic")
    return hashlib.sha256(root).digest()
