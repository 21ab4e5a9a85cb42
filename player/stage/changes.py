"""Looks now and then, in a thread of its own, whether something on the disk is no longer as it was."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

_log = logging.getLogger(__name__)
_GLANCE_S = 0.25
_CLOSING_S = 1.0


class Changes(QObject):
    """`changed` tells, in this object's thread, what `look` sees, whenever that is another value."""

    changed = Signal(object)

    def __init__(self, look: Callable[[], object], first: object) -> None:
        super().__init__()
        self._look, self._seen = look, first
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work, name="changes", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """End."""
        self._over.set()
        self._thread.join(_CLOSING_S)

    def _work(self) -> None:
        while not self._over.wait(_GLANCE_S):
            try:
                seen = self._look()
            except Exception:  # noqa: BLE001 - it is looked at again: what is shown goes on
                _log.exception("the state cannot be looked at, what is shown goes on")
                continue
            if seen != self._seen:
                self._seen = seen
                self.changed.emit(seen)
