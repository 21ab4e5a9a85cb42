"""What the stage of a device is given."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from player.state import State
from playlists.program import Program


class Setup(msgspec.Struct, frozen=True, kw_only=True):
    """How a device plays. Clocks give milliseconds: since 1970, and steadily.

    `fallback` makes the program that is played without a generation; for `hold_ms` nothing else is.
    `language` is the technician's.
    """

    device: str
    state: State
    clock: Callable[[], int]
    steady_ms: Callable[[], float]
    fallback: Callable[[], Program]
    notify: Callable[[str], None]
    full_screen: bool = False
    hold_ms: int = 0
    language: str = "fr"
