"""OKLCH: colours by lightness, chroma and hue as the eye orders them (Björn Ottosson, 2020)."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")
_LINEAR_ABOVE = 0.0031308
_ENCODED_ABOVE = 0.04045
_TOLERANCE = 1e-4


class Oklch(NamedTuple):
    """`lightness` 0 to 1, `chroma` 0 to about 0.37, `hue` in radians."""

    lightness: float
    chroma: float
    hue: float


def from_hex(colour: str) -> Oklch:
    """`#rrggbb` or `#rgb` as OKLCH; raises ValueError for anything else."""
    if not _HEX.fullmatch(colour):
        raise ValueError(f"{colour!r} is not a colour; write it as #rrggbb, for example #10222b")
    digits = colour[1:] if len(colour) > len("#rgb") else "".join(c * 2 for c in colour[1:])
    r, g, b = (_decode(int(digits[i : i + 2], 16) / 255) for i in (0, 2, 4))
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    medium = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Oklch(lightness, math.hypot(a, b), math.atan2(b, a))


def to_hex(colour: Oklch) -> str:
    """The nearest `#rrggbb`: what sRGB cannot show loses chroma, never lightness or hue."""
    lightness, chroma = min(1.0, max(0.0, colour.lightness)), max(0.0, colour.chroma)
    channels = _linear(lightness, chroma, colour.hue)
    while chroma > 0 and not all(-_TOLERANCE <= c <= 1 + _TOLERANCE for c in channels):
        chroma = chroma - 0.004
        channels = _linear(lightness, max(0.0, chroma), colour.hue)
    return "#" + "".join(f"{round(_encode(min(1.0, max(0.0, c))) * 255):02x}" for c in channels)


def _linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _decode(value: float) -> float:
    return value / 12.92 if value <= _ENCODED_ABOVE else float(((value + 0.055) / 1.055) ** 2.4)


def _encode(value: float) -> float:
    return value * 12.92 if value <= _LINEAR_ABOVE else float(1.055 * value ** (1 / 2.4) - 0.055)
