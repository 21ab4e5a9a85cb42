"""Pictures of the screens of the city that tests look at: posters of `examples/nantes`, small."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import resvg_py
from PIL import Image

MEDIA = Path(__file__).parents[2] / "examples/nantes/media"
LONGEST = 480
ITEMS = (
    "chateau", "piscine", "noel", "velo", "cantine", "debat", "elephant", "bibliotheque",
    "marche", "titan", "biodechets", "scene", "serre", "tram", "mairie", "eau",
)  # fmt: skip
"""Items of the city's playlists, by the poster that they show."""


@cache
def poster(item: str, width: int, height: int, kind: str) -> bytes:
    """The picture of an item on a screen of that size: `kind` is PNG, or JPEG as a device sends it."""
    scale = LONGEST / max(width, height)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    image = _board(item, width, height) if width * height < 10_000 else _svg(item, *size)
    out = io.BytesIO()
    image.save(out, kind, **({"quality": 45} if kind == "JPEG" else {}))
    return out.getvalue()


@cache
def black(width: int, height: int) -> bytes:
    """A screen on which nothing is."""
    scale = LONGEST / max(width, height)
    out = io.BytesIO()
    Image.new("RGB", (max(1, round(width * scale)), max(1, round(height * scale)))).save(out, "JPEG")
    return out.getvalue()


def _svg(item: str, width: int, height: int) -> Image.Image:
    """The poster, filling the screen."""
    name = f"{item}-portrait.svg" if height > width else f"{item}.svg"
    file = MEDIA / (name if (MEDIA / name).exists() else "elephant.svg")
    drawn = Image.open(io.BytesIO(resvg_py.svg_to_bytes(svg_path=str(file), width=width * 2)))
    factor = max(width / drawn.width, height / drawn.height)
    scaled = drawn.convert("RGB").resize((round(drawn.width * factor), round(drawn.height * factor)))
    left, top = (scaled.width - width) // 2, (scaled.height - height) // 2
    return scaled.crop((left, top, left + width, top + height))


def _board(item: str, width: int, height: int) -> Image.Image:
    """A board of amber lights: each a square of three pixels and a dark gap."""
    from PIL import ImageDraw

    dots = Image.new("1", (width, height))
    ImageDraw.Draw(dots).text((4, height // 2 - 6), item.upper(), fill=1)
    board = Image.new("RGB", (width * 4, height * 4), "#0c0a06")
    draw = ImageDraw.Draw(board)
    for y in range(height):
        for x in range(width):
            lit = bool(dots.getpixel((x, y)))
            box = (x * 4, y * 4, x * 4 + 2, y * 4 + 2)
            draw.rectangle(box, fill="#ffb000" if lit else "#1c1810")
    return board
