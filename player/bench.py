"""Runs the technician's tests beside the show when they were asked for, and lets nothing of them stay.

The stage goes on beneath: the tests' windows lie over it, and whatever becomes of them, it is there again.
"""

from __future__ import annotations

import logging
import subprocess
from collections.abc import Callable, Sequence

from player.acceptance import Desk

_log = logging.getLogger(__name__)

LONGEST_S = 3600.0
SILENT_S = 120.0
"""Tests that have not beaten for so long are hung."""
_STOP_S = 10.0


class Bench:
    """Looked after by whoever looks after the stage, with the monotonic clock."""

    def __init__(self, desk: Desk, command: Callable[[], Sequence[str]]) -> None:
        self._desk, self._command = desk, command
        self._process: subprocess.Popen[bytes] | None = None
        self._since_s, self._beat_s = 0.0, 0.0
        self._beat = 0

    @property
    def is_busy(self) -> bool:
        """Whether tests run."""
        return self._process is not None

    def look(self, steady_s: float) -> None:
        """Start what was asked for; end what hangs, or takes too long."""
        if self._process is None:
            if self._desk.take():
                self._start(steady_s)
            return
        if self._process.poll() is not None:
            _log.info("the tests ended with %s", self._process.returncode)
            self._process = None
        elif steady_s - self._since_s > LONGEST_S or self._is_silent(steady_s):
            _log.warning("the tests are hung and are ended, the show goes on")
            self._process.kill()

    def stop(self) -> None:
        """End what runs, and wait for it."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def _start(self, steady_s: float) -> None:
        try:
            self._process = subprocess.Popen(list(self._command()))  # noqa: S603 - our own command
        except OSError as error:
            _log.error("the tests cannot be started: %s", error)
            return
        self._since_s = self._beat_s = steady_s

    def _is_silent(self, steady_s: float) -> bool:
        """Whether the glass has beaten no more for too long; a clock that is set meanwhile is no silence."""
        beat = self._desk.last_beat
        if beat != self._beat:
            self._beat, self._beat_s = beat, steady_s
        return steady_s - self._beat_s > SILENT_S
