"""What of a touch screen everyone reaches, from a wheelchair too: from 900 to 1,220 mm above the floor."""

from __future__ import annotations

from typing import Any

from device_profiles.profile import Screen
from layouts.dates import NO_BREAK
from layouts.typography import NARROW
from player.touch.limits import LIMITS


def reach(screen: Screen) -> tuple[float, float]:
    """Where its upper and its lower end are, in fractions of the screen from its top."""
    top_mm = screen.bottom_mm + screen.height_mm
    high, low = ((top_mm - mm) / screen.height_mm for mm in (LIMITS.reach_high_mm, LIMITS.reach_low_mm))
    return min(max(high, 0.0), 1.0), min(max(low, 0.0), 1.0)


def edges(screen: Screen) -> list[dict[str, Any]]:
    """Its ends, in words, as far as they lie on the screen."""
    heights = (LIMITS.reach_high_mm, LIMITS.reach_low_mm)
    return [
        {"y": y, "text": f"{mm:,.0f}".replace(",", NARROW) + f"{NO_BREAK}mm"}
        for y, mm in zip(reach(screen), heights, strict=True)
        if screen.bottom_mm <= mm <= screen.bottom_mm + screen.height_mm
    ]
