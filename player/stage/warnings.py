"""Alerts on the stage: which of them stand for whatever is played, by the clocks that there are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from player.stage.watcher import Look
from player.standing import due
from playlists.feed.alerts import Alert


class Warnings:
    """Knows since when each version of the alerts is known here, by the steady clock."""

    def __init__(self, steady_ms: Callable[[], float]) -> None:
        self._steady_ms = steady_ms
        self._version, self._since_ms = (0, 0), steady_ms()

    def of(self, look: Look) -> tuple[Alert, ...]:
        """The alerts that stand for whatever is played."""
        version = look.standing.root, look.standing.version
        if version != self._version:
            self._version, self._since_ms = version, self._steady_ms()
        known_for = timedelta(milliseconds=self._steady_ms() - self._since_ms)
        return due(look.standing, look.trust, look.barred, last_seen=look.last_seen, known_for=known_for)
