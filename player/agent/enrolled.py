"""Becoming a device: what the box keeps of it, put in place so that it is one wholly or not at all."""

from __future__ import annotations

import msgspec

from device_profiles.enrolment import Enrolment
from player.state import State
from playlists.durable import put

ROOT, DEVICE = "root.json", "device.json"
"""The root of trust, and who the box is: it is a device as soon as the second is there."""


def enrol(state: State, enrolment: Enrolment, root: bytes) -> None:
    """Keep an enrolment, durably: the root first. Raises `OSError`."""
    put(state.root / ROOT, root)
    put(state.root / DEVICE, msgspec.json.encode(enrolment))


def enrolled(state: State) -> Enrolment | None:
    """The enrolment of this box; None where there is none, or none that is whole."""
    try:
        return msgspec.json.decode((state.root / DEVICE).read_bytes(), type=Enrolment)
    except (OSError, msgspec.DecodeError):
        return None
