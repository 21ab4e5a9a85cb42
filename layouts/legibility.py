"""Legibility: how large letters must be for the distance they are read from, and how long reading takes."""

from __future__ import annotations

import math
import re

from device_profiles.profile import Legibility, Screen

PEDESTRIAN_WORD_MS = 400
"""About 150 words a minute, slow readers included (Brysbaert 2019 gives 238 for adults at ease)."""

DRIVER_WORD_MS = 1000
"""One second a word for drivers and LED boards (NCHRP Human Factors Guidelines, changeable signs)."""

GLANCE_MS = 1500
"""The time in which a passer-by notices that there is something new to read."""

MIN_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3."""

_LINEAR_BELOW = 0.04045


def cap_height_mm(rule: Legibility, distance_m: float) -> float:
    """The smallest height of a capital letter, in millimetres, that `rule` allows at `distance_m`.

    EN 301 549 V3 §5.1.4 (0.7 degrees); ISO 9241-303 and ASR A6 (D/155); US signage practice, an inch for
    ten feet (D/120); California 11B-703.8.4 for low-resolution message signs (76 mm up to 4.57 m, then
    5.1 mm for each 305 mm more).
    """
    distance_mm = distance_m * 1000
    match rule:
        case Legibility.EN_301_549:
            return math.pi * distance_mm * 0.7 / 180
        case Legibility.D155:
            return distance_mm / 155
        case Legibility.D120:
            return distance_mm / 120
        case Legibility.CA_VMS:
            return 76 + max(0.0, distance_mm - 4570) * 5.1 / 305


def unit_px(screen: Screen) -> float:
    """u: the smallest cap height, in pixels of `screen`, that its rule allows from its reading distance."""
    return cap_height_mm(screen.legibility, screen.distance_m) / screen.pitch_mm


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1 (WCAG 2.2)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        value / 12.92 if value <= _LINEAR_BELOW else ((value + 0.055) / 1.055) ** 2.4 for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    """Contrast ratio of two `#rrggbb` colours, 1 to 21, in whichever order (WCAG 2.2)."""
    darker, lighter = sorted((luminance(a), luminance(b)))
    return (lighter + 0.05) / (darker + 0.05)


_WORD = re.compile(r"\w+(?:[’'.,:/@_-]\w+)*")


def count_words(text: str) -> int:
    """Words as a reader counts them: « l’après-midi » is one, punctuation alone is none."""
    return len(_WORD.findall(text))


def reading_ms(words: int, *, drivers: bool) -> int:
    """The time, in milliseconds, that `words` words need before they may leave the screen."""
    return GLANCE_MS + words * (DRIVER_WORD_MS if drivers else PEDESTRIAN_WORD_MS)
