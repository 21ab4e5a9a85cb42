"""Broadcast days planned before the drawing thread looks at them: planning a long program would stop it."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor

from PySide6.QtCore import QObject, Signal

from player.stage.air import Air


class Planner(QObject):
    """Plans in `worker`; `planned` is emitted, in this object's thread, whenever a look has become quick."""

    planned = Signal()
    _done = Signal(object)

    def __init__(self, worker: Executor, ahead_ms: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._ahead_ms = worker, ahead_ms
        self._under_way: set[Air] = set()
        self._done.connect(self._settle)

    def want(self, airs: Iterable[Air], at_ms: int) -> None:
        """Make every look at these from `at_ms` on a quick one, as far ahead as is planned."""
        for air in airs:
            if air not in self._under_way and not air.is_planned(at_ms, self._ahead_ms):
                self._under_way.add(air)
                self._worker.submit(self._work, air, at_ms)

    def _work(self, air: Air, at_ms: int) -> None:
        air.plan(at_ms, self._ahead_ms)
        self._done.emit(air)

    def _settle(self, air: Air) -> None:
        self._under_way.discard(air)
        self.planned.emit()
