"""Whether this machine has a display."""

from __future__ import annotations

import os
import sys


def has_display() -> bool:
    """Whether windows can be opened: a display is named, and no other way of drawing is asked for."""
    if os.environ.get("QT_QPA_PLATFORM"):
        return not os.environ["QT_QPA_PLATFORM"].startswith(("offscreen", "minimal"))
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
