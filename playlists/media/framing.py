"""How a picture fills its target: a crop that keeps the focus, or the whole picture on a quiet ground.

A picture is never enlarged more than 1.5 times: one that would have to be stands framed on its ground.
The ground is the colour of the picture's edge where that is one colour (a poster, a logo, a page of
text), and else the picture itself, blurred and darkened.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from PIL import Image, ImageChops, ImageFilter

from playlists.media.shelf import Target

LARGEST_SCALE = 1.5
GROUND_BRIGHTNESS = 0.42
_SMALLEST_PART = 0.75
"""Of the side that should touch the target's: a picture that fills less is lost on its ground."""
_GROUND_SIDE = 96
_EDGE_TOLERANCE = 10
_EDGE_SHARE = 0.97


@dataclass(frozen=True, slots=True)
class Crop:
    """The part of the source, in its upright pixels, that fills the target."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Framed:
    """The whole source, scaled to this size and placed here, in pixels of the target."""

    x: int
    y: int
    width: int
    height: int


def place(width: float, height: float, target: Target, largest_scale: float = LARGEST_SCALE) -> Crop | Framed:
    """How a source of these upright pixels fills the target."""
    cover = max(target.width / width, target.height / height)
    contain = min(target.width / width, target.height / height)
    if target.fit == "cover" and cover <= largest_scale:
        return crop(width, height, target)
    scale = min(contain, largest_scale)
    framed_width = min(target.width, max(1, round(width * scale)))
    framed_height = min(target.height, max(1, round(height * scale)))
    return Framed(
        x=(target.width - framed_width) // 2,
        y=(target.height - framed_height) // 2,
        width=framed_width,
        height=framed_height,
    )


def least(width: int, height: int, target: Target) -> tuple[int, int] | None:
    """The least pixels with which a picture would fill the target well; None where these are enough."""
    contain = min(target.width / width, target.height / height)
    if contain * _SMALLEST_PART <= LARGEST_SCALE:
        return None
    return ceil(target.width / LARGEST_SCALE), ceil(target.height / LARGEST_SCALE)


def crop(width: float, height: float, target: Target) -> Crop:
    """The largest part with the target's proportions, as near to centred on the focus as the edges allow."""
    scale = max(target.width / width, target.height / height)
    kept_width, kept_height = min(width, target.width / scale), min(height, target.height / scale)
    left = min(max(target.focus[0] * width - kept_width / 2, 0.0), width - kept_width)
    top = min(max(target.focus[1] * height - kept_height / 2, 0.0), height - kept_height)
    return Crop(left, top, left + kept_width, top + kept_height)


def scale_of(width: float, height: float, target: Target, largest_scale: float = LARGEST_SCALE) -> float:
    """How many pixels of the target one pixel of the source becomes."""
    placed = place(width, height, target, largest_scale)
    if isinstance(placed, Framed):
        return placed.width / width
    return target.width / (placed.right - placed.left)


def frame(picture: Image.Image, target: Target, largest_scale: float = LARGEST_SCALE) -> Image.Image:
    """The RGB picture at the target's exact pixels."""
    size = (target.width, target.height)
    placed = place(*picture.size, target, largest_scale)
    if isinstance(placed, Crop):
        box = (placed.left, placed.top, placed.right, placed.bottom)
        return picture.resize(size, Image.Resampling.LANCZOS, box=box)
    if (placed.width, placed.height) == size:
        return picture.resize(size, Image.Resampling.LANCZOS)
    whole = picture.resize((placed.width, placed.height), Image.Resampling.LANCZOS)
    ground = _ground(picture, target)
    ground.paste(whole, (placed.x, placed.y))
    return ground


def _ground(picture: Image.Image, target: Target) -> Image.Image:
    size = (target.width, target.height)
    colour = edge_colour(picture)
    if colour is not None:
        return Image.new("RGB", size, colour)
    part = crop(*picture.size, target)
    longest = max(size)
    small = (max(1, size[0] * _GROUND_SIDE // longest), max(1, size[1] * _GROUND_SIDE // longest))
    ground = picture.resize(small, Image.Resampling.BOX, box=(part.left, part.top, part.right, part.bottom))
    ground = ground.filter(ImageFilter.GaussianBlur(_GROUND_SIDE / 16))
    ground = ground.point([round(level * GROUND_BRIGHTNESS) for level in range(256)] * 3)
    return ground.resize(size, Image.Resampling.BICUBIC)


def edge_colour(picture: Image.Image) -> tuple[int, int, int] | None:
    """The one colour of the picture's edge, or None where the edge has several."""
    width, height = picture.size
    edge = Image.new("RGB", (2 * (width + height), 1))
    for start, box, turned in (
        (0, (0, 0, width, 1), False),
        (width, (0, height - 1, width, height), False),
        (2 * width, (0, 0, 1, height), True),
        (2 * width + height, (width - 1, 0, width, height), True),
    ):
        strip = picture.crop(box)
        edge.paste(strip.transpose(Image.Transpose.ROTATE_90) if turned else strip, (start, 0))
    colours = edge.getcolors(edge.width) or []
    _, colour = max(colours, key=lambda counted: (counted[0], counted[1]))
    if not isinstance(colour, tuple):
        return None
    far = ImageChops.difference(edge, Image.new("RGB", edge.size, colour))
    near = sum(
        count
        for count, levels in far.getcolors(edge.width) or []
        if isinstance(levels, tuple) and max(levels) <= _EDGE_TOLERANCE
    )
    return (int(colour[0]), int(colour[1]), int(colour[2])) if near >= _EDGE_SHARE * edge.width else None
