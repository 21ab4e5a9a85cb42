"""Makes a Qt object in a cycle, lets another thread make values, and says which thread swept it away.

Argument: `swept` takes the looking over, anything else leaves it to Python.
"""

from __future__ import annotations

import sys
import threading
import weakref

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from player.stage.sweep import sweep_here

running = QCoreApplication(["sweeping"])
if sys.argv[1] == "swept":
    sweep_here(running)
found: list[int] = []


class Ring(QObject):
    """Holds itself."""

    def __init__(self) -> None:
        super().__init__()
        self.held = self


weakref.finalize(Ring(), lambda: found.append(threading.get_ident()))
end = threading.Event()


def allocate() -> None:
    """Values that Python counts, and lets go."""
    while not end.is_set():
        [[number] for number in range(2_000)]


worker = threading.Thread(target=allocate)
worker.start()
timer = QTimer()
timer.timeout.connect(lambda: found and running.quit())
timer.start(20)
running.exec()
end.set()
worker.join()
print("drawing" if found == [threading.get_ident()] else "another")  # noqa: T201 - its answer
