"""How much the control room waits for, asks for and keeps."""

from __future__ import annotations

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """All bounds of the window, with their units."""

    quiet_s: float = 12.0
    """Central says something every 5 s: after so long without a word it is lost."""
    connect_s: float = 4.0
    answer_s: float = 12.0
    again_s: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0)
    """How long a connection is left alone before it is tried again; the last one for good."""
    denied_s: float = 60.0
    """How long a token that is not known is kept back: central shuts out who tries again and again."""
    watch_s: float = 15.0
    """How old what is told of the selected device may be."""
    answer_bytes: int = 64 * 1024 * 1024
    picture_bytes: int = 4 * 1024 * 1024
    waiting: int = 64
    """Questions that wait for the worker; of the same kind only the newest is kept."""
    wall_pixels: int = 24_000_000
    """What the picture of the whole wall may take: tiles grow no larger than that."""
    snooze_s: int = 3600
