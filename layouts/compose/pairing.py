"""The pairing page: what a box shows that is no device yet, to the technician who stands before it.

The code is the largest thing on it. What is not well in the network has a shape, a word and what to do,
never a colour alone.
"""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Final

import msgspec

from device_profiles.profile import Screen
from layouts.compose.blocks import CALL, HEADLINE, LEAD, STRONG, Block, Part, Style, set_text
from layouts.compose.codes import CodePanel
from layouts.compose.frame import MARGIN
from layouts.compose.pairing_parts import Banner, Beside, Icon, Stack
from layouts.legibility import unit_px
from layouts.page import Mark, Page
from layouts.qr import qr_rows
from layouts.theme import Palette

_REACH_M = 5.0
"""From no farther away does the technician read, also where the public stands farther."""
_SCALES = (1.9, 1.7, 1.5, 1.3, 1.15, 1.0, 0.9, 0.8, 0.7, 0.6)
_SCAN_M = 1.0
"""So near they come with their telephone."""
_CLASS = 48
_LIGHT = "#ffffff"
_GOOD, _BAD, _BAD_INK = "#7fd6b4", "#ff9b6a", "#1d1005"
"""Told apart by those who see no red or no green (after Okabe and Ito); alert red belongs to alerts alone."""


_WHOLE = (1.0, 0.9, 0.8)
"""So much smaller may a value be set that has one line."""


class _TooWideError(Exception):
    """A text does not fit."""


class State(StrEnum):
    """Whether a part of the network is well."""

    GOOD = "good"
    BAD = "bad"
    OPEN = "open"


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One part of the network: its name, how it is in a word, the fact; and what to do where it is bad."""

    state: State
    name: str
    word: str
    fact: str = ""
    advice: str = ""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the page says in one language. `lines` are names with values: the fingerprint, central's address.

    `alarm` is what hinders the pairing itself; `qr` is what the code to scan holds, "" for none.
    """

    title: str
    lead: str
    code: str = ""
    alarm: str = ""
    qr: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    heading: str = ""
    rows: tuple[Row, ...] = ()


SHAPES: Final = {State.GOOD: "circle-check", State.BAD: "alert-triangle", State.OPEN: "circle-dashed"}


def pairing_page(told: Told, screen: Screen, palette: Palette) -> Page:
    """The page for a screen that is no matrix: the largest type by which all of it fits.

    Where nothing fits, first the facts go that have no room, then the advice for all but the nearest fault,
    then the lead.
    """
    nearest = _nearest_fault(told)
    brief = msgspec.structs.replace(nearest, lead="")
    for less, is_loose in ((told, False), (told, True), (nearest, True), (brief, True)):
        for scale in _SCALES:
            room = _Room(screen, palette, scale, is_loose=is_loose)
            if marks := room.set(less):
                return room.page(marks)
    room = _Room(screen, palette, _SCALES[-1], is_loose=True)
    return room.page(room.column(brief))


def _pairs(text: str) -> list[tuple[str, str]]:
    """A value on two lines, broken after a dot or at a blank: those of like length first."""
    cuts = [at for at in range(1, len(text)) if text[at - 1] in ". "]
    cuts.sort(key=lambda at: abs(len(text) - 2 * at))
    return [(text[:at].rstrip(), text[at:]) for at in cuts]


def _nearest_fault(told: Told) -> Told:
    """The advice for the fault that is nearest to the box: the others may come from it."""
    bad = next((row for row in told.rows if row.state is State.BAD), None)
    rows = tuple(row if row is bad else msgspec.structs.replace(row, advice="") for row in told.rows)
    return msgspec.structs.replace(told, rows=rows)


class _Room:
    """One screen at one scale of type. A loose one leaves out facts without room, breaks addresses."""

    def __init__(self, screen: Screen, palette: Palette, scale: float, *, is_loose: bool) -> None:
        near = msgspec.structs.replace(screen, distance_m=min(screen.distance_m, _REACH_M))
        self._screen, self._palette, self._is_loose = screen, palette, is_loose
        self._unit = unit_px(near)
        self.body = max(self._unit, scale * max(self._unit, math.sqrt(screen.width * screen.height) / _CLASS))
        self.margin = 1.2 * MARGIN * min(screen.width, screen.height)
        self._reach_m = near.distance_m

    def page(self, marks: tuple[Mark, ...]) -> Page:
        screen = self._screen
        return Page(
            width=screen.width, height=screen.height, background=self._palette.background, marks=marks
        )

    def set(self, told: Told) -> tuple[Mark, ...]:
        """All marks; none where they do not fit."""
        screen = self._screen
        height = screen.height - 2 * self.margin
        try:
            if screen.width >= 1.2 * screen.height:
                gap = 2.4 * self.body
                width = (screen.width - 2 * self.margin - gap) * 0.56
                other = screen.width - 2 * self.margin - gap - width
                left, right = Stack(self._head(told, width)), self._network(told, other)
                tall = max(left.height, right.height)
                if tall > height:
                    return ()
                top = self.margin + (height - tall) * 0.3
                return (*left.marks(self.margin, top), *right.marks(self.margin + width + gap, top))
            stack = self._column(told)
        except _TooWideError:
            return ()
        if stack.height > height:
            return ()
        return stack.marks(self.margin, self.margin + (height - stack.height) * 0.3)

    def column(self, told: Told) -> tuple[Mark, ...]:
        """All under each other, whatever room there is: the last resort."""
        try:
            return self._column(told).marks(self.margin, self.margin)
        except _TooWideError:
            return ()

    def _column(self, told: Told) -> Stack:
        """All under each other."""
        width = self._screen.width - 2 * self.margin
        network = self._network(told, width).parts
        rows = (*((2.2 * self.body, part) for _, part in network[:1]), *network[1:])
        return Stack((*self._head(told, width), *rows))

    def _head(self, told: Told, width: float) -> tuple[tuple[float, Part], ...]:
        """The message, and beside the code to scan, or else under it, whom one deals with."""
        head, gap = self._message(told, width), 1.8 * self.body
        code = self._scanned(told, width)
        if code is None:
            return (*head, (gap, self._lines(told, width))) if told.lines else head
        step = code.width + 1.6 * self.body
        try:
            return (*head, (gap, Beside(code, self._lines(told, width - step), step)))
        except _TooWideError:
            return (*head, (gap, code), (gap, self._lines(told, width)))

    def _message(self, told: Told, width: float) -> tuple[tuple[float, Part], ...]:
        """Title, code, and what to do with it."""
        body, ink = self.body, self._palette.text
        parts: list[tuple[float, Part]] = [(0.0, self._text(told.title, HEADLINE, 1.5 * body, ink, width))]
        if told.code:
            parts.append((1.6 * body, self._code(told.code, width)))
        if told.alarm:
            text = self._text(told.alarm, CALL, 1.1 * body, _BAD_INK, width - 4.8 * 1.1 * body)
            parts.append((1.5 * body, Banner(text, SHAPES[State.BAD], width, _BAD)))
        if told.lead:
            parts.append((1.5 * body, self._text(told.lead, LEAD, body, ink, width)))
        return tuple(parts)

    def _code(self, code: str, width: float) -> Block:
        """The code, as large as the width allows, never more than a quarter of the height."""
        one = self._text(code, HEADLINE, 100.0, self._palette.text, 1e6)
        cap = min(100.0 * width / one.width * 0.99, self._screen.height / 5)
        if cap < self._unit:
            raise _TooWideError
        return self._text(code, HEADLINE, cap, self._palette.text, 1e6)

    def _lines(self, told: Told, width: float) -> Stack:
        parts: list[tuple[float, Part]] = []
        for name, value in told.lines:
            parts.append((1.3 * self.body, self._text(name, LEAD, self._small, self._palette.quiet, width)))
            parts.append((0.85 * self.body, self._value(value, width)))
        return Stack(tuple(parts))

    def _value(self, text: str, width: float) -> Block:
        """A fingerprint or an address on one line; where that is too wide, smaller, or on two."""
        ink = self._palette.text
        caps = [max(self._unit, part * self.body) for part in (_WHOLE if self._is_loose else _WHOLE[:1])]
        blocks = [self._text(text, STRONG, cap, ink, width) for cap in caps]
        whole = next((block for block in blocks if len(block.lines) == 1), None)
        if whole is None and not self._is_loose:
            raise _TooWideError
        halves = (Block(pair, STRONG, cap, ink) for cap in caps for pair in _pairs(text))
        return whole or next((block for block in halves if block.width <= width), blocks[0])

    def _network(self, told: Told, width: float) -> Stack:
        body, palette = self.body, self._palette
        if not told.rows:
            return Stack(())
        parts: list[tuple[float, Part]] = [
            (0.0, self._text(told.heading, STRONG, body, palette.quiet, width))
        ]
        step = 2.4 * body
        names = [self._text(row.name, STRONG, body, palette.text, width - step) for row in told.rows]
        tab = max(name.width for name in names) + 1.2 * body
        colours = {State.GOOD: _GOOD, State.BAD: _BAD, State.OPEN: palette.quiet}
        for row, name in zip(told.rows, names, strict=True):
            word = self._fact(row, colours[row.state], width - step - tab)
            line: Part = Beside(name, word, tab)
            if row.advice:
                advice = self._text(row.advice, LEAD, self._small, palette.text, width - step)
                line = Stack(((0.0, line), (0.9 * body, advice)))
            icon = Icon(SHAPES[row.state], body, colours[row.state])
            parts.append((1.15 * body, Beside(icon, line, step)))
        return Stack(tuple(parts))

    def _fact(self, row: Row, colour: str, width: float) -> Block:
        """How it is, and the fact, on one line."""
        if row.fact:
            block = self._text(f"{row.word} · {row.fact}", LEAD, self.body, colour, width)
            if len(block.lines) == 1:
                return block
            if not self._is_loose:
                raise _TooWideError
        return self._text(row.word, LEAD, self.body, colour, width)

    def _scanned(self, told: Told, width: float) -> CodePanel | None:
        """The code to scan, wide enough from where the technician stands; None where it has no room."""
        if not told.qr or not self._screen.scannable:
            return None
        rows = qr_rows(told.qr)
        least = min(self._reach_m, _SCAN_M) * 1000 / 10 / self._screen.pitch_mm
        module = math.ceil(max(least, 7 * self.body) / len(rows))
        panel = CodePanel(rows, module, _LIGHT)
        return panel if panel.width <= 0.62 * width else None

    @property
    def _small(self) -> float:
        return max(self._unit, 0.85 * self.body)

    def _text(self, text: str, style: Style, cap: float, colour: str, width: float) -> Block:
        block = set_text(text, style, cap, colour, width, force=True) if width > 2 * cap else None
        if block is None:
            raise _TooWideError
        return block
