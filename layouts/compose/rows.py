"""The rows of a listing: what each is about, its value, a note, and a mark before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from layouts.card import PART
from layouts.compose.blocks import LEAD, STRONG, Block, set_text
from layouts.compose.frame import Frame
from layouts.layout import Rect
from layouts.page import Mark, Panel, Pictogram
from layouts.typography import capitalised

DRAWN: Final = "@"
"""Before the name of a pictogram that is a row's mark; any other mark is a short word on a plate."""

_NOTE = 0.8
"""Cap height of notes, in that of the rows."""
_LONGEST, _LONGEST_NOTE, _LONGEST_ALONE = 3, 3, 6
"""Lines of a row's text, of its note, and of a text that has no value."""
_VALUE_PART = 0.6
"""The most of the width that a value takes beside its row."""
_GAP = 0.95
"""Between the lines of a row, in cap heights."""
_PLATE, _PLATE_AIR, _DRAWING = 2.0, 0.6, 2.2
"""Height of a plate, the air beside its word, the side of a drawing, in cap heights."""


class Parts(NamedTuple):
    """What a row says."""

    about: str
    value: str = ""
    note: str = ""
    mark: str = ""

    @classmethod
    def of(cls, row: str) -> Parts:
        """The parts of a row as they stand in a card's body."""
        return cls(*row.split(PART)[:4])

    def __str__(self) -> str:
        return PART.join(self).rstrip(PART)


class Look(NamedTuple):
    """How all rows of a page are set.

    `cap` in pixels; values stand `below` their rows or beside them; `notes` are shown, and `along` follow on
    the line of the value, or of the text where the value stands beside that.
    """

    cap: float
    below: bool
    notes: bool
    along: bool
    ink: str
    ground: str
    on_ground: str
    mark_width: float = 0.0


@dataclass(frozen=True)
class Row:
    """A row as it is set in a width."""

    parts: Parts
    look: Look
    width: float
    text: Block
    value: Block | None
    note: Block | None

    @property
    def _gap(self) -> float:
        return _GAP * self.look.cap

    @property
    def _before(self) -> Block:
        """What a note follows on its line."""
        return self.value if self.look.below and self.value else self.text

    @property
    def can_go_along(self) -> bool:
        """Whether its note, if it has one, has room on the line of what it follows."""
        if not self.note:
            return True
        before = self._before
        beside = self.value.width + 1.5 * self.look.cap if self.value and not self.look.below else 0.0
        room = self.width - self.look.mark_width - beside
        one_line = len(before.lines) == len(self.note.lines) == 1
        return bool(self.value) and one_line and before.width + self.look.cap + self.note.width <= room

    @property
    def height(self) -> float:
        """From the top of the first capitals to the last baseline, or the mark, if that is higher."""
        tall = self.text.height
        if self.value and self.look.below:
            tall += self.value.height + self._gap
        if self.note and not self.look.along:
            tall += self.note.height + self._gap
        return tall

    def marks(self, x: float, top: float) -> tuple[Mark, ...]:
        """All of it from a top left corner."""
        left, found = x + self.look.mark_width, list(self._mark(x, top))
        found.extend(self.text.marks(left, top))
        low = top + self.text.height + self._gap
        if self.value and not self.look.below:
            found.extend(self.value.marks(x + self.width - self.value.width, top))
        elif self.value:
            found.extend(self.value.marks(left, low))
            low += self.value.height + self._gap
        if self.note and self.look.along:
            before = self._before
            line = low - self._gap if before is self.value else top + before.height
            found.extend(self.note.marks(left + before.width + self.look.cap, line - self.note.height))
        elif self.note:
            found.extend(self.note.marks(left, low))
        return tuple(found)

    def _mark(self, x: float, top: float) -> tuple[Mark, ...]:
        mark, cap = self.parts.mark, self.look.cap
        if not mark:
            return ()
        middle = top + (self.text.cap if not self.look.below else self.height) / 2
        if mark.startswith(DRAWN):
            side = _DRAWING * cap * (1.0 if not self.look.below else 1.35)
            rect = Rect(x, middle - side / 2, side, side)
            return (Pictogram(rect, mark.removeprefix(DRAWN), self.look.ink),)
        middle = top + self.text.cap / 2
        word = Block((mark,), STRONG, 0.9 * cap, self.look.on_ground)
        width, height = max(_PLATE * cap, word.width + 2 * _PLATE_AIR * cap), _PLATE * cap
        plate = Panel(Rect(x, middle - height / 2, width, height), self.look.ground, radius=0.32 * cap)
        return plate, *word.marks(x + (width - word.width) / 2, middle - word.cap / 2)


def set_rows(rows: list[Parts], look: Look, frame: Frame, width: float) -> list[Row] | None:
    """All rows in one manner; None where one does not fit in it."""
    look = look._replace(mark_width=max((_mark_width(row.mark, look) for row in rows), default=0.0))
    found = [_set(row, look, frame, width) for row in rows]
    good = [row for row in found if row is not None and (not look.along or row.can_go_along)]
    return good if len(good) == len(found) else None


def _mark_width(mark: str, look: Look) -> float:
    if not mark:
        return 0.0
    if mark.startswith(DRAWN):
        return _DRAWING * look.cap * (1.0 if not look.below else 1.35) + look.cap
    word = Block((mark,), STRONG, 0.9 * look.cap, look.on_ground)
    return max(_PLATE * look.cap, word.width + 2 * _PLATE_AIR * look.cap) + look.cap


def _set(parts: Parts, look: Look, frame: Frame, width: float) -> Row | None:
    room, cap = width - look.mark_width, look.cap
    value = None
    if parts.value:
        told = capitalised(parts.value) if look.below else parts.value
        value = set_text(told, STRONG, cap, look.ink, room)
        if value is None or not (look.below or _is_short(value, room)):
            return None
    beside = room if value is None or look.below else room - value.width - 1.5 * cap
    style = LEAD if parts.value else STRONG
    text = set_text(parts.about, style, cap, frame.palette.text, beside)
    most = _LONGEST_ALONE if value is None else _LONGEST if look.below else 1
    if text is None or len(text.lines) > most:
        return None
    if not parts.note or not look.notes:
        return Row(parts, look, width, text, value, None)
    small = max(frame.unit, _NOTE * cap)
    note = set_text(parts.note, LEAD, small, frame.palette.quiet, beside)
    if note is None or len(note.lines) > (1 if value is not None and not look.below else _LONGEST_NOTE):
        return None
    return Row(parts, look, width, text, value, note)


def _is_short(value: Block, width: float) -> bool:
    return len(value.lines) == 1 and value.width <= _VALUE_PART * width
