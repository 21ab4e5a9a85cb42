"""Brings HDR and wide gamut to sRGB: which colour space a signal has (ITU-T H.273), and how it is converted.

HDR is shown as BT.2408 grades it: its reference white of 203 cd/m² becomes a bright white just under that
of the screen, what is darker keeps its light, and highlights up to 1,000 cd/m² are rolled off above.
Colours that sRGB does not have lose saturation and keep their light.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import BinaryIO

Triple = tuple[float, float, float]

_PQ, _HLG = 16, 18
_BT2020, _P3_DCI, _P3 = 9, 11, 12
# From the primaries, white D65, to those of BT.709 in linear light.
_TO_BT709: dict[int, tuple[Triple, Triple, Triple]] = {
    _BT2020: ((1.6605, -0.5876, -0.0728), (-0.1246, 1.1329, -0.0083), (-0.0182, -0.1006, 1.1187)),
    _P3: ((1.2249, -0.2247, -0.0002), (-0.0420, 1.0419, 0.0001), (-0.0197, -0.0786, 1.0983)),
}
_TO_BT709[_P3_DCI] = _TO_BT709[_P3]
_SAME: tuple[Triple, Triple, Triple] = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
_LIGHT = (0.2126, 0.7152, 0.0722)
_REFERENCE_WHITE = 203.0
_HIGHLIGHT = 1000.0
_KNEE = 0.5
# Points of the table in each direction. HDR signals are even to the eye, so that these are fine enough.
SIDE = 33
_EVEN = tuple(step / (SIDE - 1) for step in range(SIDE))
_NEUTRAL_GAMMA = (0.42, 0.49)


@dataclass(frozen=True, slots=True)
class Colours:
    """A colour space by its numbers in ITU-T H.273: of the primaries and of the transfer function."""

    primaries: int
    transfer: int

    @property
    def hdr(self) -> bool:
        """Whether it holds highlights brighter than white."""
        return self.transfer in {_PQ, _HLG}

    @property
    def foreign(self) -> bool:
        """Whether it looks wrong where it is taken for sRGB."""
        return self.hdr or self.primaries in _TO_BT709

    def srgb(self, signal: Triple) -> Triple:
        """A colour in sRGB; all parts are between 0 and 1."""
        return _encoded(_contained(_multiplied(self._matrix(), self._light(signal))))

    def grey(self, code: float) -> float:
        """The level in sRGB of a grey of this signal."""
        return self.srgb((code, code, code))[1]

    def _matrix(self) -> tuple[Triple, Triple, Triple]:
        return _TO_BT709.get(self.primaries, _SAME)

    def _light(self, signal: Triple) -> Triple:
        """Linear light in the signal's own primaries, rolled off; 1 is the screen's white."""
        if self.transfer == _PQ:
            return _each(lambda code: _rolled_off(_pq(code)), signal)
        if self.transfer == _HLG:
            scene = _each(_hlg, signal)
            gain = max(0.2627 * scene[0] + 0.678 * scene[1] + 0.0593 * scene[2], 1e-6) ** 0.2
            gain *= _HIGHLIGHT / _REFERENCE_WHITE
            return _each(lambda part: _rolled_off(part * gain), scene)
        return _each(_srgb_light, signal)


@lru_cache(4)
def cube(space: Colours) -> str:
    """A table of the colours in sRGB, over an even grid of signals, as a `.cube` file."""
    rows = "\n".join(f"{red:.5f} {green:.5f} {blue:.5f}" for red, green, blue in _table(space, _EVEN))
    return f"LUT_3D_SIZE {SIDE}\n{rows}\n"


@lru_cache(4)
def levels_and_table(space: Colours) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """The conversion in two steps: each part by its level as a grey, of 256, and then these by a table.

    A table alone, between whose points colours are mixed in a straight way, would darken HDR's whites.
    """
    levels = tuple(round(255 * space.grey(code / 255)) for code in range(256))
    codes = tuple(_code_of(space, level) for level in _EVEN)
    return levels, tuple(part for colour in _table(space, codes) for part in colour)


def _table(space: Colours, codes: tuple[float, ...]) -> Iterator[Triple]:
    """The colours in sRGB of all triples of these signals; red changes fastest."""
    return (space.srgb((red, green, blue)) for blue, green, red in product(codes, codes, codes))


def _code_of(space: Colours, level: float) -> float:
    """The lowest signal whose grey has this level, between 0 and 1."""
    low, high = 0.0, 1.0
    for _ in range(24):
        middle = (low + high) / 2
        low, high = (middle, high) if space.grey(middle) < level else (low, middle)
    return high


def of_png(stream: BinaryIO) -> tuple[Colours | None, float | None]:
    """What the chunks cICP and gAMA say (PNG 3, 11.3.2), the latter as an exponent of encoding. Rewinds."""
    stream.seek(8)
    colours, gamma, profiled = None, None, False
    while len(head := stream.read(8)) == 8:  # noqa: PLR2004
        length, kind = struct.unpack(">I4s", head)
        if kind in {b"IDAT", b"PLTE"}:
            break
        body = stream.read(min(length, 4))
        if kind == b"cICP" and length == 4:  # noqa: PLR2004
            colours = Colours(body[0], body[1])
        if kind == b"gAMA" and length == 4:  # noqa: PLR2004
            gamma = int.from_bytes(body, "big") / 100_000
        profiled = profiled or kind in {b"iCCP", b"sRGB"}
        stream.seek(length - len(body) + 4, 1)
    stream.seek(0)
    if gamma is None or profiled or colours or not 0.1 <= gamma <= 2 or _is_neutral(gamma):  # noqa: PLR2004
        return colours, None
    return colours, gamma


def of_avif(stream: BinaryIO, at_most: int = 2**16) -> Colours | None:
    """What the first `colr` box of type `nclx` says (ISO 14496-12, 12.1.5). Rewinds."""
    head = stream.read(at_most)
    stream.seek(0)
    place = head.find(b"colrnclx")
    body = head[place + 8 : place + 12] if place >= 0 else b""
    return Colours(*struct.unpack(">HH", body)) if len(body) == 4 else None  # noqa: PLR2004


def with_gamma(level: float, gamma: float) -> float:
    """A level encoded with this exponent, in sRGB."""
    return _srgb_code(level ** (1 / gamma))


def _is_neutral(gamma: float) -> bool:
    return _NEUTRAL_GAMMA[0] <= gamma <= _NEUTRAL_GAMMA[1]


def _each(function: Callable[[float], float], colour: Triple) -> Triple:
    return function(colour[0]), function(colour[1]), function(colour[2])


def _multiplied(matrix: tuple[Triple, Triple, Triple], colour: Triple) -> Triple:
    red, green, blue = (sum(a * b for a, b in zip(row, colour, strict=True)) for row in matrix)
    return red, green, blue


@lru_cache
def _pq(code: float) -> float:
    """SMPTE ST 2084: light in parts of the reference white."""
    root = code ** (1 / 78.84375)
    light: float = (max(root - 0.8359375, 0.0) / (18.8515625 - 18.6875 * root)) ** (1 / 0.1593017578125)
    return 10_000 * light / _REFERENCE_WHITE


@lru_cache
def _hlg(code: float) -> float:
    """BT.2100 HLG: the light of the scene between 0 and 1."""
    if code <= 0.5:  # noqa: PLR2004
        return code * code / 3
    light: float = (2.718281828 ** ((code - 0.55991073) / 0.17883277) + 0.28466892) / 12
    return light


def _rolled_off(light: float) -> float:
    """Highlights bent below 1 by a hyperbola that leaves the knee smoothly; bright colours tend to white."""
    if light <= _KNEE:
        return light
    peak = _HIGHLIGHT / _REFERENCE_WHITE
    light = min(light, peak)
    squared = _KNEE * _KNEE
    start = -squared * (peak - 1) / (squared - 2 * _KNEE + peak)
    bend = (squared - 2 * _KNEE * peak + peak) / (peak - 1)
    whole = (bend * bend + 2 * bend * _KNEE + squared) / (bend - start)
    return whole * (light + start) / (light + bend)


def _contained(colour: Triple) -> Triple:
    """The colour mixed with grey of the same light until no part is below 0 or above 1."""
    grey = min(max(sum(share * part for share, part in zip(_LIGHT, colour, strict=True)), 0.0), 1.0)
    keep = 1.0
    for part in colour:
        if part < 0:
            keep = min(keep, grey / (grey - part))
        elif part > 1:
            keep = min(keep, (1 - grey) / (part - grey))
    return _each(lambda part: min(max(grey + keep * (part - grey), 0.0), 1.0), colour)


def _encoded(light: Triple) -> Triple:
    return _each(_srgb_code, light)


def _srgb_code(light: float) -> float:
    if light <= 0.0031308:  # noqa: PLR2004
        return 12.92 * light
    code: float = 1.055 * light ** (1 / 2.4) - 0.055
    return code


@lru_cache
def _srgb_light(code: float) -> float:
    if code <= 0.04045:  # noqa: PLR2004
        return code / 12.92
    light: float = ((code + 0.055) / 1.055) ** 2.4
    return light
