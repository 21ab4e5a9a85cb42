"""Blocks: texts set to a width, and the other parts that are stacked into a column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from layouts.family import CAP_HEIGHT, UNITS_PER_EM
from layouts.layout import Rect
from layouts.page import Face, Mark, Panel, Pictogram, TextLine
from layouts.shaping import advance
from layouts.typeset import break_anywhere, break_lines


class Part(Protocol):
    """Something of a known height that can be put at a place."""

    @property
    def height(self) -> float:
        """Pixels from its top edge to its bottom edge."""

    def marks(self, x: float, top: float) -> tuple[Mark, ...]:
        """Its marks with its top left corner at (`x`, `top`)."""


@dataclass(frozen=True)
class Style:
    """How a text is set: `leading` in ems, `tracking` in thousandths of an em."""

    face: Face
    leading: float
    tracking: float = 0.0
    balanced: bool = False


HEADLINE: Final = Style(Face.BOLD, 1.1, tracking=-10, balanced=True)
LEAD: Final = Style(Face.REGULAR, 1.28)
STRONG: Final = Style(Face.BOLD, 1.28)
CALL: Final = Style(Face.BOLD, 1.2, balanced=True)


@dataclass(frozen=True)
class Block:
    """A text broken into lines. It reaches from the top of its first capitals to its last baseline."""

    lines: tuple[str, ...]
    style: Style
    cap: float
    colour: str

    @property
    def em(self) -> float:
        """The em in pixels."""
        return self.cap / CAP_HEIGHT

    @property
    def height(self) -> float:
        """From the top of the first capitals to the last baseline."""
        return self.cap + (len(self.lines) - 1) * self.style.leading * self.em

    @property
    def width(self) -> float:
        """The width of the longest line."""
        return max(advance(line, self.style.face, self.em, self._tracking) for line in self.lines)

    @property
    def _tracking(self) -> float:
        return self.style.tracking * self.em / UNITS_PER_EM

    def marks(self, x: float, top: float) -> tuple[Mark, ...]:
        """One line of text under the other, left edges at `x`."""
        first, step = top + self.cap, self.style.leading * self.em
        return tuple(
            TextLine(x, first + i * step, line, self.style.face, self.em, self.colour, self._tracking)
            for i, line in enumerate(self.lines)
        )


def set_text(
    text: str, style: Style, cap: float, colour: str, width: float, *, force: bool = False
) -> Block | None:
    """`text` set to `width` pixels with capitals of `cap` pixels.

    None where a word is wider than that; with `force` such a word is cut.
    """
    measure = width * CAP_HEIGHT / cap * UNITS_PER_EM
    lines = break_lines(text, style.face, measure, tracking=style.tracking, balanced=style.balanced)
    if lines is None and force:
        lines = break_anywhere(text, style.face, measure, tracking=style.tracking)
    return Block(lines, style, cap, colour) if lines else None


@dataclass(frozen=True)
class Rule:
    """A thin line of `width` pixels."""

    width: float
    height: float
    colour: str

    def marks(self, x: float, top: float) -> tuple[Mark, ...]:
        """The line."""
        return (Panel(Rect(x, top, self.width, self.height), self.colour),)


@dataclass(frozen=True)
class Badge:
    """A category in its colour: pictogram and word on a small panel."""

    label: Block
    pictogram: str
    ground: str

    @property
    def height(self) -> float:
        """The height of the panel."""
        return 2.3 * self.label.cap

    @property
    def width(self) -> float:
        """The width of the panel."""
        return self.label.width + 3.9 * self.label.cap

    def marks(self, x: float, top: float) -> tuple[Mark, ...]:
        """Panel, pictogram and word."""
        cap, height = self.label.cap, self.height
        icon = 1.6 * cap
        return (
            Panel(Rect(x, top, self.width, height), self.ground, radius=0.32 * cap),
            Pictogram(
                Rect(x + 0.75 * cap, top + (height - icon) / 2, icon, icon), self.pictogram, self.label.colour
            ),
            *self.label.marks(x + 2.9 * cap, top + (height - cap) / 2),
        )
