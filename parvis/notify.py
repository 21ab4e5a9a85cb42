"""Tells systemd that all is well (sd_notify(3)); where nobody listens, nothing is done."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from typing import Final

ALIVE: Final = "WATCHDOG=1"


def notify(text: str) -> None:
    """Send `READY=1`, `WATCHDOG=1` and the like to whoever started this process. Never waits for it."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.setblocking(False)  # noqa: FBT003 - as socket has it
        listener.sendto(text.encode(), "\0" + address[1:] if address[0] == "@" else address)
