"""Dots of one LED page: lines of type, a pictogram, and the small number of the page."""

from __future__ import annotations

from operator import or_

from layouts.led_type import Strip, Type

DARK, AMBER, RED, GREEN = range(4)

_INK = [bytes.maketrans(b"01", bytes((DARK, colour))) for colour in range(4)]

_TINY = {
    "0": "### #.# #.# #.# ###",
    "1": ".#. ##. .#. .#. ###",
    "2": "### ..# ### #.. ###",
    "3": "### ..# .## ..# ###",
    "4": "#.# #.# ### ..# ..#",
    "5": "### #.. ### ..# ###",
    "6": "### #.. ### #.# ###",
    "7": "### ..# .#. .#. .#.",
    "8": "### #.# ### #.# ###",
    "9": "### #.# ### ..# ###",
    "/": "..# ..# .#. #.. #..",
}
_TINY_WIDTH, _TINY_HEIGHT = 3, 5
_CLEAR, _CLEAR_ABOVE = 6, 4
"""Dark dots between a text and the page number after or under it."""


class Canvas:
    """A matrix being drawn. Rows are numbers, whose lowest bit is the leftmost dot, one set for a colour."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self._layers: dict[int, list[int]] = {}

    def put(self, strip: Strip, x: int, y: int, colour: int) -> None:
        """Light the dots of `strip`, whose top left dot falls on `x`, `y`; all of them lie on the matrix."""
        layer = self._layers.setdefault(colour, [0] * self.height)
        for number, row in enumerate(strip.rows):
            if row:
                layer[y + number] |= row << x

    def is_dark(self, x: int, y: int, width: int, height: int) -> bool:
        """Whether no dot of a rectangle is lit."""
        window = ((1 << width) - 1) << x
        rows = range(max(0, y), min(self.height, y + height))
        return not any(layer[row] & window for layer in self._layers.values() for row in rows)

    def rows(self) -> tuple[bytes, ...]:
        """The colour of every dot."""
        return tuple(self._row(y) for y in range(self.height))

    def _row(self, y: int) -> bytes:
        dots = bytes(self.width)
        for colour, layer in self._layers.items():
            lit = f"{layer[y]:0{self.width}b}"[::-1].encode().translate(_INK[colour])
            dots = bytes(map(or_, dots, lit)) if any(dots) else lit
        return dots


def draw_lines(canvas: Canvas, strips: list[Strip], face: Type, left: int, colour: int) -> None:
    """Lines centred in what lies right of `left`: the capitals half way up."""
    free = canvas.height - len(strips) * face.size
    pitch = face.size + min(free // (len(strips) + 1), face.size // 4)
    span = face.capital + (len(strips) - 1) * pitch
    top = (canvas.height - span) // 2 - face.capital_top
    for number, strip in enumerate(strips):
        x = left + (canvas.width - left - strip.width) // 2
        canvas.put(strip, x, top + number * pitch, colour)


def number_pages(canvases: list[Canvas]) -> None:
    """Write « 2/3 » in the lower right corner of every page, or of none where one has no room for it."""
    strips = [_tiny(f"{number}/{len(canvases)}") for number in range(1, len(canvases) + 1)]
    places = [
        (canvas, strip, canvas.width - strip.width, canvas.height - _TINY_HEIGHT)
        for canvas, strip in zip(canvases, strips, strict=True)
    ]
    if all(
        canvas.is_dark(x - _CLEAR, y - _CLEAR_ABOVE, strip.width + _CLEAR, _TINY_HEIGHT + _CLEAR_ABOVE)
        for canvas, strip, x, y in places
    ):
        for canvas, strip, x, y in places:
            canvas.put(strip, x, y, AMBER)


def _tiny(text: str) -> Strip:
    """Figures of 3 x 5 dots."""
    rows = [0] * _TINY_HEIGHT
    for place, character in enumerate(text):
        for y, line in enumerate(_TINY[character].split()):
            for x, dot in enumerate(line):
                rows[y] |= (dot == "#") << place * (_TINY_WIDTH + 1) + x
    return Strip(len(text) * (_TINY_WIDTH + 1) - 1, tuple(rows))
