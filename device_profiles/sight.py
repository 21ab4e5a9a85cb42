"""What a picture is known by, and how far two are apart: 256 bits of its form, and its mean colour.

The form is a difference hash: whether each of 16 x 16 cells is clearly lighter than its right neighbour. The
decision for it, and the bounds below, stand with their measurements in docs/adr/0012.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import pairwise

import msgspec

COLUMNS, ROWS = 17, 16
"""Cells of the sample that is taken of a picture, whatever its size: each the mean of what lies there."""

MOST_BITS = 8
"""Pictures that differ in more bits are not the same."""
MOST_LEVELS = 8
"""Pictures of which a channel's mean differs by more, of 255, are not the same."""

_CLEARLY = 1
"""Levels by which a cell must be lighter than its neighbour: noise in plain areas gives no bit."""
_WEIGHTS = (11, 16, 5)
"""Red, green and blue in what the eye sees as light, of 32."""


class Sight(msgspec.Struct, frozen=True):
    """What a picture is known by: `hash` in 64 hexadecimal digits, `colour` as six, RRGGBB."""

    hash: str
    colour: str

    @property
    def luma(self) -> int:
        """Its mean light, 0 to 255."""
        return _light(_parts(self)) // sum(_WEIGHTS)


class Distance(msgspec.Struct, frozen=True):
    """How far two pictures are apart: differing bits of form, and levels of the channel that differs most."""

    bits: int
    levels: int

    @property
    def is_none(self) -> bool:
        """Whether the two count as the same picture."""
        return self.bits <= MOST_BITS and self.levels <= MOST_LEVELS


def sight(sample: bytes) -> Sight:
    """What a picture is known by, from a sample of `COLUMNS` x `ROWS` cells, three bytes each."""
    if len(sample) != COLUMNS * ROWS * 3:
        raise ValueError(f"a sample has {COLUMNS * ROWS * 3} bytes, not {len(sample)}")
    planes = (sample[channel::3] for channel in range(3))
    light = [_light(cell) for cell in zip(*planes, strict=True)]
    margin = _CLEARLY * sum(_WEIGHTS)
    bits = 0
    for start in range(0, len(light), COLUMNS):
        for left, right in pairwise(light[start : start + COLUMNS]):
            bits = bits << 1 | (left > right + margin)
    return Sight(f"{bits:064x}", _mean(sample))


def exact_sight(dots: bytes) -> Sight:
    """What a matrix is known by, from the three bytes of each dot: a single dot changes half of the bits."""
    return Sight(hashlib.sha256(dots).hexdigest(), _mean(dots))


def distance(one: Sight, other: Sight) -> Distance:
    """How far two pictures are apart. Raises ValueError where a sight is not as it should be written."""
    bits = (int(one.hash, 16) ^ int(other.hash, 16)).bit_count()
    levels = max(abs(a - b) for a, b in zip(_parts(one), _parts(other), strict=True))
    return Distance(bits, levels)


def _light(parts: Sequence[int]) -> int:
    return sum(weight * part for weight, part in zip(_WEIGHTS, parts, strict=True))


def _mean(pixels: bytes) -> str:
    count = max(1, len(pixels) // 3)
    return bytes(round(sum(pixels[channel::3]) / count) for channel in range(3)).hex()


def _parts(sight: Sight) -> bytes:
    parts = bytes.fromhex(sight.colour)
    if len(parts) != len(_WEIGHTS):
        raise ValueError(f"not a colour: {sight.colour!r}")
    return parts
