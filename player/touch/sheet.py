"""A touch page being composed: marks back to front, and the targets among them in reading order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import msgspec

from layouts.family import CAP_HEIGHT, UNITS_PER_EM
from layouts.layout import Rect
from layouts.page import Face, Mark, Page, Panel, Pictogram, TextLine
from layouts.shaping import advance, shape_once
from layouts.typeset import break_anywhere
from player.touch.district.sight import Sight
from player.touch.ink import Ink
from player.touch.measures import Measures
from player.touch.target import Act, Target, TouchPage

_AND_MORE = "…"


class Block(msgspec.Struct, frozen=True):
    """A part of a page that stays in one piece: its height, and how it is set at a height."""

    height: float
    draw: Callable[[float], None]


_LEADING = 1.25


@dataclass(slots=True)
class Sheet:
    """Collects marks and targets."""

    measures: Measures
    ink: Ink
    marks: list[Mark] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    shortened: bool = False

    def panel(self, rect: Rect, colour: str, radius: float = 0.0) -> None:
        """A filled rectangle."""
        self.marks.append(Panel(rect, colour, radius))

    def card(self, rect: Rect) -> None:
        """A ground with an edge, on which a target or a text stands."""
        edge = max(2.0, round(self.measures.body * 0.06))
        radius = round(min(self.measures.body * 0.5, rect.height * 0.3))
        inner = Rect(rect.x + edge, rect.y + edge, rect.width - 2 * edge, rect.height - 2 * edge)
        self.panel(rect, self.ink.line, radius)
        self.panel(inner, self.ink.card, radius - edge)

    def pictogram(self, rect: Rect, name: str, colour: str) -> None:
        """A pictogram."""
        self.marks.append(Pictogram(rect, name, colour))

    def target(self, rect: Rect, act: Act, label: str, value: str = "", about: str = "") -> None:
        """Something to touch."""
        self.targets.append(Target(rect=rect, act=act, value=value, about=about, label=label))

    def lines(self, text: str, width: float, size: float, face: Face = Face.REGULAR) -> tuple[str, ...]:
        """A text in lines of at most `width` pixels."""
        return break_anywhere(text, face, width * UNITS_PER_EM / size) if text else ()

    def few_lines(
        self, text: str, width: float, size: float, face: Face = Face.REGULAR, *, most: int = 3
    ) -> tuple[str, ...]:
        """A text in so many lines at most; where it is longer, the last one ends in « … »."""
        lines = self.lines(text, width, size, face)
        if len(lines) <= most:
            return lines
        self.shortened = True
        last = lines[most - 1]
        while last and advance(last + _AND_MORE, face, size) > width:
            last = last[:-1].rstrip()
        return (*lines[: most - 1], last + _AND_MORE)

    def set_lines(
        self,
        lines: Sequence[str],
        x: float,
        top: float,
        size: float,
        colour: str,
        *,
        face: Face = Face.REGULAR,
        leading: float = _LEADING,
        centred: float = 0.0,
    ) -> None:
        """Lines from the top of the first one's box on; centred in a width where one is given."""
        for number, line in enumerate(lines):
            baseline = top + size * (leading * number + (leading + CAP_HEIGHT) / 2)
            left = x + (centred - advance(line, face, size)) / 2 if centred else x
            self.marks.append(TextLine(round(left), round(baseline), line, face, size, colour))

    def set_typed(self, text: str, x: float, top: float, size: float, width: float) -> None:
        """What somebody types, on one line: the end of it, as far as there is room."""
        while text and shape_once(text, Face.REGULAR).advance * size / UNITS_PER_EM > width:
            text = text[1:]
        baseline = top + size * (_LEADING + CAP_HEIGHT) / 2
        colour = self.ink.word
        self.marks.append(TextLine(round(x), round(baseline), text, Face.REGULAR, size, colour, typed=True))

    def done(self, *, more: bool = False, sight: Sight | None = None) -> TouchPage:
        """The page; `sight` is the map on it."""
        screen = self.measures.screen
        page = Page(
            width=screen.width, height=screen.height, background=self.ink.ground, marks=tuple(self.marks)
        )
        targets = tuple(self.targets)
        return TouchPage(page=page, targets=targets, more=more, map=sight, shortened=self.shortened)


def sheets(blocks: Sequence[Block], room: float, gap: float) -> tuple[tuple[Block, ...], ...]:
    """Blocks as they fit one under the other into sheets of a height; one too high stands alone."""
    found: list[list[Block]] = [[]]
    taken = 0.0
    for block in blocks:
        if found[-1] and taken + block.height > room:
            found.append([])
            taken = 0.0
        found[-1].append(block)
        taken += block.height + gap
    return tuple(map(tuple, found))
