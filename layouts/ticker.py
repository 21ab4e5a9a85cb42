"""Tickers: how large a line of running text is set, how fast it runs, when it may stand still."""

from __future__ import annotations

from typing import Final

from device_profiles.profile import Screen
from layouts.family import CAP_HEIGHT
from layouts.layout import Rect
from layouts.legibility import unit_px

GAP_EM: Final = 3.0
"""The space between two running lines, in ems."""

_EDGE_EM: Final = 0.9
"""The soft edge at each end, in ems, in which a standing line has nothing."""

_CAP_OF_ZONE: Final = 0.3
_EMS_A_WORD: Final = 3.05
_WORDS_A_SECOND: Final = 2.0


def ticker_size(screen: Screen, rect: Rect) -> float:
    """The em, in pixels, of a ticker in `rect`: capitals fill three tenths of its height, never under 1 u."""
    return float(round(max(unit_px(screen), _CAP_OF_ZONE * rect.height) / CAP_HEIGHT))


def stands(width: float, size: float, rect: Rect) -> bool:
    """Whether a line of that width fits in `rect` and need not run."""
    return width + 2 * _EDGE_EM * size <= rect.width


def ticker_speed(size: float) -> float:
    """How fast a line runs, in pixels a second: two words a second, whatever the size.

    People read about four words a second and slow readers two and a half (Brysbaert 2019); running text
    is followed more slowly than standing text. A French word with its space takes about 3.05 ems.
    """
    return _WORDS_A_SECOND * _EMS_A_WORD * size
