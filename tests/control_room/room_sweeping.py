"""The control room writes its picture while a Qt object lies in a cycle: which thread sweeps that away.

Argument: the address of a central that says nothing. Says `window` or `another`, and ends.
"""

from __future__ import annotations

import os
import sys
import threading
import weakref
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from central.control_room.app import application
from parvis.console import Voice
from parvis.control_room import RoomOrder, open_control_room


class Ring(QObject):
    """Holds itself."""

    def __init__(self) -> None:
        super().__init__()
        self.held = self


def begin() -> None:
    """In the window's thread, when the room is open."""
    weakref.finalize(Ring(), tell, threading.get_ident())
    threading.Thread(target=allocate, daemon=True).start()


def tell(window: int) -> None:
    """Which thread this is."""
    print("window" if threading.get_ident() == window else "another", flush=True)  # noqa: T201 - its answer
    os._exit(0)


def allocate() -> None:
    """Values that Python counts, and lets go."""
    while True:
        [[number] for number in range(2_000)]


running = application(offscreen=True)
QTimer.singleShot(0, begin)
open_control_room(RoomOrder(central=sys.argv[1], picture=Path(os.devnull)), Voice("en"))
