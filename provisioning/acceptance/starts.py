"""Whether agent and stage start with the machine, where that is an appliance."""

from __future__ import annotations

import os
from pathlib import Path

UNITS = Path("/etc/systemd/system")
_PLAYER = ("parvis-agent.service", "parvis-stage.service")
_WANTED = "multi-user.target.wants"


def asleep(units: Path) -> tuple[str, ...] | None:
    """Of the player's units those that nobody starts at the next boot; None where none is installed."""
    if not any((units / name).exists() for name in _PLAYER):
        return None
    return tuple(name for name in _PLAYER if not os.path.lexists(units / _WANTED / name))
