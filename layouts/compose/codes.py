"""Codes to scan: how large, and the light panel they stand on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from layouts.compose.blocks import STRONG, Block, set_text
from layouts.compose.frame import SCAN, Frame
from layouts.compose.story import Story
from layouts.layout import Rect
from layouts.legibility import luminance
from layouts.page import Code, Mark, Panel
from layouts.qr import FINEST, QUIET_MODULES, qr_rows

_DARK: Final = "#10181b"
_LIGHT: Final = "#ffffff"
_BRIGHT: Final = 0.4
_LARGEST = 1 / 3
_COMFORTABLE = 6.5


@dataclass(frozen=True)
class CodePanel:
    """A code with its quiet zone on a light panel, and the readable address under it."""

    rows: tuple[str, ...]
    module: int
    light: str
    label: Block | None = None

    @property
    def width(self) -> float:
        """The side of the code with its quiet zone."""
        return self.module * (len(self.rows) + 2 * QUIET_MODULES)

    @property
    def height(self) -> float:
        """The quiet zone included, and the address where there is one."""
        return self.width + (self.label.height + 1.2 * self.label.cap if self.label else 0.0)

    def marks(self, x: float, top: float) -> tuple[Mark, ...]:
        """Panel, code, address. The code starts on a whole pixel."""
        x, top = round(x), round(top)
        quiet = self.module * QUIET_MODULES
        side = self.module * len(self.rows)
        code = Code(Rect(x + quiet, top + quiet, side, side), self.rows, _DARK, self.light)
        label = self.label.marks(x + quiet, top + quiet + side + 1.2 * self.label.cap) if self.label else ()
        return (
            Panel(Rect(x, top, self.width, self.height), self.light, radius=2 * self.module),
            code,
            *label,
        )


def code_panel(story: Story, frame: Frame, *, labelled: bool) -> CodePanel | None:
    """The code of `story`, wide enough to be scanned from where people stand, and its modules as well.

    None where there is none, nobody can scan it, or it would take more than a third of the frame.
    `labelled` puts the readable address on the panel; it is left out where it is too wide for it.
    """
    if not story.code or not frame.code:
        return None
    rows = qr_rows(story.code)
    least = max(frame.code, frame.code * len(rows) * SCAN / FINEST, _COMFORTABLE * frame.base)
    module = math.ceil(least / len(rows))
    light = frame.palette.text if luminance(frame.palette.text) > _BRIGHT else _LIGHT
    panel = CodePanel(rows, module, light)
    if panel.width**2 > frame.width * frame.height * _LARGEST or panel.width > min(frame.width, frame.height):
        return None
    if not labelled or not story.code_label:
        return panel
    label = set_text(story.code_label, STRONG, frame.unit, _DARK, module * len(rows))
    return CodePanel(rows, module, light, label)
