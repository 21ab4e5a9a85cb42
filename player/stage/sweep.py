"""Garbage is looked for in the drawing thread alone.

Python looks for it in whichever thread happens to make the next value. Where it then finds a Qt object in a
cycle, Qt destroys that in a thread it does not belong to, and the process may die of it.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1_000


def sweep_here(application: QObject) -> None:
    """Take the looking over from Python, for the whole process, as long as its application lives."""
    if application.findChild(Sweeper) is None:
        Sweeper(application)


class Sweeper(QObject):
    """Looks for garbage in the thread that made it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._is_settled = False
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.sweep)
        self._timer.start(_EVERY_MS)

    def sweep(self) -> None:
        """Look through as much as Python would by now: the oldest generation that is due, and all younger."""
        due = [
            generation
            for generation, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if count > most
        ]
        if not due:
            return
        gc.collect(due[-1])
        if due[-1] == len(gc.get_count()) - 1 and not self._is_settled:
            gc.freeze()  # what the process began with is never looked through again: that took a frame's time
            self._is_settled = True
