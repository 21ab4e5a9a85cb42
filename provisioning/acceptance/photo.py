"""The glass as a photograph would show it: screens in their true proportions, one above the other."""

from __future__ import annotations

import io
from collections.abc import Sequence

import msgspec
from PIL import Image, ImageDraw

from device_profiles.profile import Screen

_BEZEL_MM, _GAP_MM = 22.0, 60.0
_LONG_PX = 1400
"""The longest side of the picture: 300 dots an inch on the sheet, and no more to send."""
_MOST_PIXELS = 40_000_000
"""No screen has so many."""
_CASE, _GROUND = "#1b2226", "#f2f5f5"


class Photo(msgspec.Struct, frozen=True):
    """A picture of the glass (PNG) and its size in pixels."""

    png: bytes
    width: int
    height: int


def photo(shots: Sequence[tuple[Screen, bytes]]) -> Photo | None:
    """Screens with their pictures in one; a matrix shows its lamps. None where none is whole."""
    shown = [(screen, image) for screen, data in shots if (image := _opened(data)) is not None]
    if not shown:
        return None
    cases = [
        (screen.width_mm + 2 * _BEZEL_MM, screen.height_mm + 2 * _BEZEL_MM, screen, image)
        for screen, image in sorted(shown, key=lambda one: -one[0].bottom_mm)
    ]
    across = max(width for width, *_ in cases)
    down = sum(height for _, height, *_ in cases) + _GAP_MM * (len(cases) - 1)
    scale = _LONG_PX / max(across, down)
    sheet = Image.new("RGB", (max(1, round(across * scale)), max(1, round(down * scale))), _GROUND)
    top = 0.0
    for width, height, screen, image in cases:
        left = (across - width) / 2
        _place(sheet, scale, (left, top, width, height), screen, image)
        top += height + _GAP_MM
    kept = io.BytesIO()
    sheet.save(kept, "PNG", optimize=True)
    return Photo(kept.getvalue(), sheet.width, sheet.height)


def _opened(data: bytes) -> Image.Image | None:
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
            if image.width * image.height > _MOST_PIXELS:
                return None
            return image.convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None


def _place(
    sheet: Image.Image,
    scale: float,
    case: tuple[float, float, float, float],
    screen: Screen,
    image: Image.Image,
) -> None:
    left, top, width, height = (side * scale for side in case)
    rim = _BEZEL_MM * scale
    draw = ImageDraw.Draw(sheet)
    draw.rounded_rectangle((left, top, left + width - 1, top + height - 1), radius=rim * 0.6, fill=_CASE)
    size = max(1, round(width - 2 * rim)), max(1, round(height - 2 * rim))
    shown = _lamps(image, size) if screen.is_matrix else image.resize(size, Image.Resampling.LANCZOS)
    sheet.paste(shown, (round(left + rim), round(top + rim)))


def _lamps(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """A matrix: a round lamp for each pixel, dark ones just seen."""
    step = max(3, size[0] // image.width)
    board = Image.new("RGB", (image.width * step, image.height * step), "#0b0d0e")
    draw = ImageDraw.Draw(board)
    for y in range(image.height):
        for x in range(image.width):
            pixel = image.getpixel((x, y))
            lit = isinstance(pixel, tuple) and max(pixel) > 8  # noqa: PLR2004 - darker than any lamp that is on
            draw.ellipse(
                (x * step, y * step, (x + 1) * step - 2, (y + 1) * step - 2),
                fill=pixel if lit else "#1d2022",
            )
    return board.resize(size, Image.Resampling.LANCZOS)
