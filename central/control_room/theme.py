"""Colours, sizes and type of the control room: dark ground, quiet where all is well."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF

from central.telling.signs import Sign
from layouts.family import FONT_FILES

FAMILY: Final = "Atkinson Hyperlegible"
_TABULAR: Final = "tnum"

# Okabe and Ito's colours, which colour-blind people tell apart.
_VERMILION, _ORANGE, _YELLOW = "#e2681c", "#e69f00", "#f0e442"
_PURPLE, _SKY, _GREEN = "#cc79a7", "#56b4e9", "#2fae8b"

SIGN_COLOURS: Final = {
    Sign.RIGHT: "#25343a",
    Sign.WRONG: _VERMILION,
    Sign.PICTURE: _VERMILION,
    Sign.STALE: _VERMILION,
    Sign.FALLBACK: _VERMILION,
    Sign.BLACK: _VERMILION,
    Sign.FROZEN: _PURPLE,
    Sign.SILENT: _ORANGE,
    Sign.DEGRADED: _YELLOW,
    Sign.UNKNOWN: "#8b99a0",
    Sign.DARK: "#3a4b53",
    Sign.OUT: "#4b5960",
    Sign.NEW: _SKY,
}
OUTLINED: Final = frozenset({Sign.DARK, Sign.OUT, Sign.NEW})
"""Signs that are a frame: nobody has to do anything about them now."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The colours of one mood of the window: now, or an instant of the past."""

    ground: str
    panel: str
    raised: str
    line: str
    text: str = "#eef3f3"
    quiet: str = "#9fadb2"
    faint: str = "#7d8d93"
    accent: str = _SKY


NOW: Final = Ground(ground="#0b1114", panel="#12191d", raised="#1e292e", line="#243137")
PAST: Final = Ground(
    ground="#1a1233",
    panel="#221942",
    raised="#33275c",
    line="#41336f",
    quiet="#b8aed6",
    faint="#9a8fbd",
    accent="#c9b6ff",
)
INK: Final = "#0b1114"
GOOD: Final = _GREEN
BAND_RIGHT: Final = "#3c5f66"


def load_fonts() -> None:
    """Make the bundled family known to Qt; a bare machine has no font at all."""
    if FAMILY in QFontDatabase.families():
        return
    for path in FONT_FILES.values():
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise RuntimeError(f"the bundled font {path.name} cannot be loaded")


def unit_for(width: int, height: int) -> float:
    """How many pixels a unit has in a window of this size: 1 at 1920 x 1080, in steps of a twentieth.

    A larger window shows larger and more, a smaller one keeps its text to be read.
    """
    free = min(width / 1920, height / 1080)
    grown: float = max(free**0.85, 0.8)
    return round(min(grown, 3.0) * 20) / 20


def _unheard(text: str) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The look at one size: a unit in pixels, the mood, and everything measured by them.

    `tight` hears of every text that had to be cut.
    """

    unit: float = 1.0
    mood: Ground = NOW
    tight: Callable[[str], None] = field(default=_unheard, compare=False)
    _fonts: dict[tuple[float, bool], QFont] = field(default_factory=dict, compare=False)

    def px(self, units: float) -> int:
        """So many units in whole pixels."""
        return max(1, round(units * self.unit))

    def font(self, units: float, *, bold: bool = False) -> QFont:
        """The family at a size, with figures that stand under each other."""
        key = (units, bold)
        if key not in self._fonts:
            font = QFont(FAMILY)
            font.setPixelSize(max(10, self.px(units)))
            font.setBold(bold)
            font.setFeature(QFont.Tag(_TABULAR), 1)
            self._fonts[key] = font
        return self._fonts[key]

    def metrics(self, units: float, *, bold: bool = False) -> QFontMetricsF:
        """The measures of a font."""
        return QFontMetricsF(self.font(units, bold=bold))

    def sign(self, sign: Sign) -> QColor:
        """The colour of a sign."""
        return QColor(SIGN_COLOURS[sign])


SMALL: Final = 13.5
BODY: Final = 15.5
LEAD: Final = 19.0
TITLE: Final = 25.0
FIGURE: Final = 34.0
