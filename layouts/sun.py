"""Where the sun stands: decides between the day and the night colours of outdoor screens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import asin, atan2, cos, degrees, radians, sin

_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
_DAY_SECONDS = 86_400
DUSK_CHECK = timedelta(minutes=10)
"""Colours change with the sun on whole ten minutes, so that neighbours change together."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HORIZON = -0.833
"""Elevation of the sun's centre at sunrise and sunset, in degrees: refraction and half its width."""


def is_night(at: datetime, position: tuple[float, float] | None) -> bool:
    """Whether what stands outdoors at a latitude and longitude wears its colours of the night."""
    return position is not None and elevation(at - (at - _EPOCH) % DUSK_CHECK, *position) < _HORIZON


def elevation(at: datetime, latitude: float, longitude: float) -> float:
    """The height of the sun's centre above the horizon in degrees, without refraction.

    The low-precision formulae of the Astronomical Almanac (page C5), good to 0.1 degree between 1950
    and 2050. `latitude` and `longitude` are degrees, north and east positive.
    """
    days = (at - _J2000).total_seconds() / _DAY_SECONDS
    anomaly = radians(357.529 + 0.98560028 * days)
    mean_longitude = 280.459 + 0.98564736 * days
    ecliptic_longitude = radians(mean_longitude + 1.915 * sin(anomaly) + 0.020 * sin(2 * anomaly))
    obliquity = radians(23.439 - 0.00000036 * days)
    declination = asin(sin(obliquity) * sin(ecliptic_longitude))
    right_ascension = _right_ascension(obliquity, ecliptic_longitude)
    sidereal = 280.46061837 + 360.98564736629 * days + longitude
    hour_angle = radians(sidereal) - right_ascension
    place = radians(latitude)
    height = sin(place) * sin(declination) + cos(place) * cos(declination) * cos(hour_angle)
    return degrees(asin(max(-1.0, min(1.0, height))))


def _right_ascension(obliquity: float, ecliptic_longitude: float) -> float:
    return atan2(cos(obliquity) * sin(ecliptic_longitude), cos(ecliptic_longitude))
