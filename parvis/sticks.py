"""What takes the bundles of sticks for the machine that a command runs on."""

from __future__ import annotations

import socket
import threading

from device_profiles.identity import DeviceKey
from player.agent.bundle import Box, Taker
from player.agent.limits import Limits
from player.hardware import this_machine
from player.state import State


def taker(state: State, anchor: bytes, profile: str, key: DeviceKey) -> Taker:
    """Takes a bundle for a box that was installed as a profile, with that root of trust and that key."""
    box = Box(
        profile=profile,
        name=socket.gethostname().partition(".")[0],
        machine=this_machine(),
        key=key.public,
    )
    return Taker(state=state, anchor=anchor, box=box, limits=Limits(), stop=threading.Event())
