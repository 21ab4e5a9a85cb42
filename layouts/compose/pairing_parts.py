"""What the pairing page is put together from: stacks, pairs, shapes beside a line, and a banner."""

from __future__ import annotations

from dataclasses import dataclass

from layouts.compose.blocks import Block, Part
from layouts.layout import Rect
from layouts.page import Mark, Panel, Pictogram


@dataclass(frozen=True)
class Stack:
    """Parts under each other, each with the gap above it."""

    parts: tuple[tuple[float, Part], ...]

    @property
    def height(self) -> float:
        """Pixels from top to bottom."""
        return sum(part.height + (gap if i else 0.0) for i, (gap, part) in enumerate(self.parts))

    def marks(self, x: float, top: float) -> tuple[Mark, ...]:
        """Its marks with its top left corner at (`x`, `top`)."""
        found: list[Mark] = []
        for i, (gap, part) in enumerate(self.parts):
            top += gap if i else 0.0
            found += part.marks(x, top)
            top += part.height
        return tuple(found)


@dataclass(frozen=True)
class Beside:
    """Two parts side by side, the second `step` pixels to the right of the first's left edge."""

    left: Part
    right: Part
    step: float

    @property
    def height(self) -> float:
        """Pixels from top to bottom."""
        return max(self.left.height, self.right.height)

    def marks(self, x: float, top: float) -> tuple[Mark, ...]:
        """Its marks with its top left corner at (`x`, `top`)."""
        down = top + max(0.0, self.left.height - self.right.height) / 2
        return (*self.left.marks(x, top), *self.right.marks(x + self.step, down))


@dataclass(frozen=True)
class Icon:
    """A pictogram that stands on a line of text of that cap height."""

    name: str
    cap: float
    colour: str

    @property
    def height(self) -> float:
        """Pixels from top to bottom."""
        return self.cap

    def marks(self, x: float, top: float) -> tuple[Mark, ...]:
        """Its marks with its top left corner at (`x`, `top`)."""
        side = 1.7 * self.cap
        return (Pictogram(Rect(x, top - 0.35 * self.cap, side, side), self.name, self.colour),)


@dataclass(frozen=True)
class Banner:
    """A text on a panel of its own, a shape before it."""

    text: Block
    shape: str
    width: float
    ground: str

    @property
    def height(self) -> float:
        """Pixels from top to bottom."""
        return self.text.height + 2 * self.text.cap

    def marks(self, x: float, top: float) -> tuple[Mark, ...]:
        """Its marks with its top left corner at (`x`, `top`)."""
        cap = self.text.cap
        place = Rect(x + cap, top + 0.55 * cap, 1.9 * cap, 1.9 * cap)
        icon = Pictogram(place, self.shape, self.text.colour)
        panel = Panel(Rect(x, top, self.width, self.height), self.ground, radius=0.4 * cap)
        return (panel, icon, *self.text.marks(x + 3.7 * cap, top + cap))
