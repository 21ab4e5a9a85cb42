"""Waiting for real processes, in tests."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

PATIENCE_S = 100.0
_nothing = threading.Event()


def wait(seconds: float) -> None:
    """Let real processes go on for a while: an instant for a fault, never a proof of anything."""
    _nothing.wait(seconds)


def until(what: str, happened: Callable[[], object], patience_s: float = PATIENCE_S) -> float:
    """Wait for something that must happen; how many seconds it took."""
    began = time.monotonic()
    while not happened():
        assert time.monotonic() < began + patience_s, f"this never happened: {what}"
        wait(0.02)
    return time.monotonic() - began
