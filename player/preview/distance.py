"""True distance: how large a screen must be drawn to look as it does from where it is read."""

from __future__ import annotations

from device_profiles.profile import Screen

EYE_MM = 600.0
"""How far an editor's eyes are from the monitor, as usual at a desk (ISO 9241-303: 500 mm and more)."""

_MM_AN_INCH = 25.4
_USUAL_DPI = 96.0
_BELIEVABLE_DPI = (60.0, 400.0)


def believable_dpi(reported: float) -> float:
    """The monitor's dots an inch; the usual 96 where what it says of itself cannot be true."""
    low, high = _BELIEVABLE_DPI
    return reported if low <= reported <= high else _USUAL_DPI


def true_width(screen: Screen, dpi: float) -> float:
    """The width in monitor pixels at which `screen` is seen under the same angle as on site.

    Both widths are small beside their distances, so that similar triangles do.
    """
    on_desk_mm = screen.width_mm * EYE_MM / (screen.distance_m * 1000)
    return on_desk_mm * dpi / _MM_AN_INCH
