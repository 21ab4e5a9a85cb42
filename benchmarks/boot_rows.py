"""Rows about a booted machine: what was waited for, and what is on its glass, which is kept as a picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from boot_machine import Machine
from figures import Row, tell
from PIL import Image

DARK = 50
"""So few colours are no picture."""
PICTURES = Path(__file__).parents[1] / "build" / "boot"
Told = dict[str, Any]


def is_up(unit: str) -> Callable[[Told], bool]:
    """Whether a unit is at work."""
    return lambda told: bool(told["units"][unit].get("SubState") == "running")


def code(told: Told) -> str:
    """The code that the box shows."""
    return str((told.get("pairing") or {}).get("code") or "")


def plays(told: Told) -> bool:
    """Whether frames of what the feed says were presented on every screen."""
    screens = told["stage"].get("screens") or []
    items = {zone["item"] for screen in screens for zone in screen["showing"]}
    return bool(items - {"built-in"}) and all(screen["frames"] for screen in screens)


def stage_of(told: Told) -> str:
    """The process of the stage that is at work; "" where none is."""
    unit = told["units"]["parvis-stage"]
    process = str(unit.get("MainPID") or "")
    return process if unit.get("SubState") == "running" and process != "0" else ""


def colours(picture: Image.Image) -> int:
    """How many colours are on the glass: one or two are a dark screen."""
    return len(picture.getcolors(10_000_000) or ())


def came(figure: str, seconds: float | None, promised: str = "comes") -> bool:
    """A row about something that was waited for."""
    measured = "never" if seconds is None else f"{seconds:.0f} s, emulated"
    tell([Row(figure, promised, measured, seconds is not None)])
    return seconds is not None


def found(figure: str, promised: str, measured: str, *, met: bool) -> None:
    """A row about something that was looked at."""
    tell([Row(figure, promised, measured, met)])


def lit(machine: Machine, file: str, figure: str) -> None:
    """A row: how long until there is a picture on its glass, which is kept."""

    def there(_: Told) -> bool:
        return colours(machine.screen(PICTURES / file)) > DARK

    came(figure, machine.wait(figure, there, 180), "a picture")
