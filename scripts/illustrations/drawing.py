"""A sheet to draw on: flat shapes and quiet gradients, written as SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

PETROL = "#10222b"
DEEP = "#0b1920"
CREAM = "#f4f0e8"
AMBER = "#f2b35f"
CORAL = "#d96a4a"
TEAL = "#00a79d"
SKY = "#7cc6e8"
GREEN = "#8fd89a"
VIOLET = "#c9b5f0"
SUN = "#ffe3a8"
WOOD = "#8a5a3c"

SKINS = ("#e8b48c", "#8a5a3c", "#c98e66", "#f0cdb0", "#6b4430")

Point = tuple[float, float]


def mix(first: str, second: str, part: float) -> str:
    """The colour that lies `part` (0 to 1) of the way from `first` to `second`."""
    a, b = (tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5)) for colour in (first, second))
    return "#" + "".join(f"{round(x + (y - x) * part):02x}" for x, y in zip(a, b, strict=True))


def number(value: float) -> str:
    """A coordinate in as few characters as a tenth of a unit needs."""
    return f"{value:.1f}".rstrip("0").rstrip(".") or "0"


def scatter(index: int, span: float, seed: int = 0) -> float:
    """A number from 0 to `span` that looks accidental and is always the same for `index` and `seed`."""
    value = (index * 0x9E3779B1 + seed * 0x85EBCA77 + 0x27D4EB2F) & 0xFFFFFFFF
    for shift, factor in ((15, 0x2C1B3C6D), (12, 0x297A2D39), (15, 1)):
        value = ((value ^ (value >> shift)) * factor) & 0xFFFFFFFF
    return value / 0x100000000 * span


class Drawing:
    """A sheet of `width` by `height` units, origin at the top left."""

    def __init__(self, width: float, height: float, *, names: str = "d") -> None:
        self.width = width
        self.height = height
        self._names = names
        self._definitions: list[str] = []
        self._marks: list[str] = []

    @property
    def upright(self) -> bool:
        """Whether the sheet stands higher than wide."""
        return self.height > self.width

    def svg(self) -> str:
        """The whole sheet as an SVG document."""
        size = f'width="{number(self.width)}" height="{number(self.height)}"'
        view = f'viewBox="0 0 {number(self.width)} {number(self.height)}"'
        definitions = f"<defs>{''.join(self._definitions)}</defs>\n" if self._definitions else ""
        marks = "\n".join(self._marks)
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {view}>\n{definitions}{marks}\n</svg>\n'

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str, *, r: float = 0, o: float = 1
    ) -> None:
        """A filled rectangle, corners rounded by `r`, opacity `o`."""
        corner = f' rx="{number(r)}"' if r else ""
        self._marks.append(
            f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
            f'{corner} fill="{fill}"{_opacity(o)}/>'
        )

    def circle(self, x: float, y: float, r: float, fill: str, *, o: float = 1) -> None:
        """A filled circle."""
        self._marks.append(
            f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(r)}" fill="{fill}"{_opacity(o)}/>'
        )

    def ring(self, x: float, y: float, r: float, stroke: str, width: float, *, o: float = 1) -> None:
        """A circle drawn with a line."""
        self._marks.append(
            f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(r)}" fill="none"'
            f' stroke="{stroke}" stroke-width="{number(width)}"{_opacity(o, "stroke")}/>'
        )

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: str, *, o: float = 1) -> None:
        """A filled ellipse."""
        self._marks.append(
            f'<ellipse cx="{number(x)}" cy="{number(y)}" rx="{number(rx)}" ry="{number(ry)}"'
            f' fill="{fill}"{_opacity(o)}/>'
        )

    def poly(self, points: Sequence[Point], fill: str, *, o: float = 1) -> None:
        """A filled polygon."""
        corners = " ".join(f"{number(x)},{number(y)}" for x, y in points)
        self._marks.append(f'<polygon points="{corners}" fill="{fill}"{_opacity(o)}/>')

    def path(
        self, outline: str, fill: str = "none", *, stroke: str = "", width: float = 0, o: float = 1
    ) -> None:
        """A path in SVG's own notation, filled, drawn with a round line, or both."""
        line = f' stroke="{stroke}" stroke-width="{number(width)}"' if stroke else ""
        ends = ' stroke-linecap="round" stroke-linejoin="round"' if stroke else ""
        of = "stroke" if fill == "none" else "" if stroke else "fill"
        self._marks.append(f'<path d="{outline}" fill="{fill}"{line}{ends}{_opacity(o, of)}/>')

    def line(self, start: Point, end: Point, stroke: str, width: float, *, o: float = 1) -> None:
        """A straight line with round ends."""
        (x1, y1), (x2, y2) = start, end
        self.path(f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}", stroke=stroke, width=width, o=o)

    def inset(self, x: float, y: float, sheet: Drawing) -> None:
        """Put another sheet, whose `names` differ, onto this one, cut at its edges."""
        self._definitions += sheet._definitions
        with self.at(x, y), self.inside(f"M0 0H{number(sheet.width)}V{number(sheet.height)}H0Z"):
            self._marks += sheet._marks

    def fall(self, *stops: tuple[float, str]) -> str:
        """A gradient straight down; stops are parts of the way and colours. Returns what to fill with."""
        return self._gradient(
            "linearGradient", 'x1="0" y1="0" x2="0" y2="1"', [(p, c, 1.0) for p, c in stops]
        )

    def glow(self, colour: str, strength: float = 1.0) -> str:
        """A gradient from `colour` in the middle to nothing at the edge."""
        return self._gradient("radialGradient", "", [(0, colour, strength), (1, colour, 0)])

    def beam(self, colour: str, strength: float) -> str:
        """A gradient straight down from `colour` to nothing."""
        return self._gradient(
            "linearGradient", 'x1="0" y1="0" x2="0" y2="1"', [(0, colour, strength), (1, colour, 0)]
        )

    def ground(self, *stops: tuple[float, str]) -> None:
        """Fill the sheet with a gradient straight down."""
        self.rect(0, 0, self.width, self.height, self.fall(*stops))

    @contextmanager
    def at(
        self, x: float, y: float, scale: float = 1, *, turn: float = 0, mirror: bool = False
    ) -> Iterator[None]:
        """Draw what follows around (x, y), scaled, turned by `turn` degrees, or mirrored left to right."""
        parts = [f"translate({number(x)} {number(y)})"]
        if turn:
            parts.append(f"rotate({number(turn)})")
        if mirror or scale != 1:
            parts.append(f"scale({-scale if mirror else scale:.3f} {scale:.3f})")
        self._marks.append(f'<g transform="{" ".join(parts)}">')
        yield
        self._marks.append("</g>")

    @contextmanager
    def inside(self, outline: str) -> Iterator[None]:
        """Draw what follows inside a path only."""
        name = f"{self._names}{len(self._definitions)}"
        self._definitions.append(f'<clipPath id="{name}"><path d="{outline}"/></clipPath>')
        self._marks.append(f'<g clip-path="url(#{name})">')
        yield
        self._marks.append("</g>")

    def _gradient(self, kind: str, way: str, stops: Sequence[tuple[float, str, float]]) -> str:
        name = f"{self._names}{len(self._definitions)}"
        inner = "".join(
            f'<stop offset="{part:g}" stop-color="{colour}"' + (f' stop-opacity="{o:g}"/>' if o < 1 else "/>")
            for part, colour, o in stops
        )
        self._definitions.append(f'<{kind} id="{name}" {way}>{inner}</{kind}>')
        return f"url(#{name})"


def _opacity(value: float, of: str = "fill") -> str:
    """The opacity of a fill or a stroke; of both together ("") a renderer has to draw them apart first."""
    return f' {of}{"-" * bool(of)}opacity="{value:g}"' if value < 1 else ""
