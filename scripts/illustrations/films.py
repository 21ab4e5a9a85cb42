"""Two short films that end where they begin: a tram crosses at dusk; a shower gives way to the sun."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Protocol

import av
import resvg_py
from PIL import Image

from illustrations.drawing import AMBER, CORAL, CREAM, GREEN, PETROL, SKY, SUN, VIOLET, Drawing, mix, scatter
from illustrations.lettering import write
from illustrations.things import cloud, skyline, tree, windows
from illustrations.tram import bridge, dusk, tramway
from layouts.page import Face

FRAMES_PER_SECOND = 25
SECONDS = 8


class Moving(Protocol):
    """Draws what moves."""

    def __call__(self, d: Drawing, part: float) -> None:
        """Draw it as it is at a `part` (0 to 1) of the film."""
        ...


def tram_ground(d: Drawing) -> None:
    """What stands still behind the tram."""
    deck = d.height * 0.58
    dusk(d, deck, moon=0.86)
    size = d.width * (0.105 if d.upright else 0.066)
    top = d.height * (0.11 if d.upright else 0.14)
    lines = (
        ("Le soir aussi,", "le tram", "vous ramène")
        if d.upright
        else ("Le soir aussi,", "le tram vous ramène")
    )
    for i, line in enumerate(lines):
        write(d, (d.width * 0.06, top + i * 1.08 * size), line, size, CREAM)


def tram_moving(d: Drawing, part: float) -> None:
    """Water, bridge, and the tram from edge to edge."""
    w, h = d.width, d.height
    deck = h * 0.58
    water = deck + 190
    count = 26 if d.upright else 18
    for i in range(count):
        depth = (i + 0.5) / count
        length = w * (0.02 + 0.07 * depth) * (0.6 + scatter(i, 0.8, 3))
        sway = 26 * math.sin(2 * math.pi * (part * (1 + i % 2) + scatter(i, 1, 9)))
        shine = 0.4 + 0.25 * math.sin(2 * math.pi * (part * 2 + scatter(i, 1, 4)))
        x, y = scatter(i, w - length, 1) + sway, water + 16 + (h - water - 30) * depth**1.35
        d.line((x, y), (x + length, y), SUN, 2.5 + 5 * depth, o=round(shine, 2))
    bridge(d, deck)
    length = 760 if d.upright else 980
    x = -length - 120 + (w + length + 240) * part
    with d.at(x, deck - 24):
        tramway(d, length)
    d.rect(x + 40, water + 30, length - 80, 36, SUN, r=18, o=0.18)


def shower_ground(d: Drawing) -> None:
    """Nothing stands still under a passing shower."""
    d.rect(0, 0, d.width, d.height, SKY)


def shower_moving(d: Drawing, part: float) -> None:
    """Rain at both ends, sun and rainbow in the middle."""
    w, h = d.width, d.height
    fair = 0.5 - 0.5 * math.cos(2 * math.pi * part)
    street = h * 0.8
    d.rect(0, 0, w, h, d.fall((0, mix("#4a6b80", SKY, fair)), (0.8, mix("#a9bfc6", SUN, fair * 0.8))))
    sun = (w * 0.7, street - 160 - fair * h * (0.3 if d.upright else 0.34))
    d.circle(*sun, 260, d.glow(SUN, 0.9), o=round(0.15 + 0.85 * fair, 2))
    d.circle(*sun, 92, SUN)
    for i, tint in enumerate((CORAL, AMBER, SUN, GREEN, SKY, VIOLET)):
        d.ring(
            w * 0.36,
            street + 60,
            w * (0.52 if d.upright else 0.4) - i * 20,
            tint,
            20,
            o=round(0.75 * fair**2, 2),
        )
    _town(d, street, fair)
    for i, (left, top, width) in enumerate(((-0.1, 0.24, 0.62), (0.34, 0.17, 0.6), (0.62, 0.26, 0.55))):
        away = (-1, 1, 1)[i] * fair * w * (0.34 + 0.12 * i)
        cloud(
            d,
            w * left + away,
            h * top + (60 if d.upright else 0),
            w * width,
            mix("#5b7b8e", CREAM, fair),
            o=0.95,
        )
    _rain(d, part, 1 - fair)
    _caption(d)


def _caption(d: Drawing) -> None:
    w, h = d.width, d.height
    size = w * (0.105 if d.upright else 0.092 if h > 0.9 * w else 0.064)
    panel = h * (0.16 if d.upright else 0.2)
    d.rect(0, h - panel, w, panel, PETROL)
    write(d, (w * 0.06, h - panel * 0.54), "Gardez l’eau de pluie", size * 0.8, CREAM)
    write(
        d,
        (w * 0.06, h - panel * 0.2),
        "Une aide pour votre récupérateur",
        size * 0.48,
        SUN,
        face=Face.REGULAR,
    )


def _town(d: Drawing, street: float, fair: float) -> None:
    w = d.width
    dull = mix("#7f9cab", "#d9b48c", fair)
    skyline(d, street, (190, 250, 210, 430, 230, 280, 200, 260, 220), dull)
    for i in range(7):
        x, wide = i * w / 7, w / 7
        top = street - 150 - scatter(i, 120, 5)
        tint = mix("#4f7080", (CREAM, "#f0c9a0", "#e7a98c")[i % 3], fair)
        d.rect(x, top, wide + 1, street - top + 200, tint)
        roof = mix("#3d5866", "#5d7380", fair)
        d.poly([(x - 10, top + 2), (x + wide / 2, top - 80), (x + wide + 10, top + 2)], roof)
        windows(d, (x + 8, top + 24, wide - 16, 180), (3, 3), mix(SUN, "#5f8296", fair), lit=0.7, seed=i)
    for i in range(5):
        tree(d, w * (i + 0.4) / 5, street + 30, 150, mix("#3f7f6b", GREEN, fair))


def _rain(d: Drawing, part: float, strength: float) -> None:
    w, h = d.width, d.height
    for i in range(90):
        falls = 6 + i % 3
        y = (scatter(i, 1, 8) + part * falls) % 1 * (h * 1.1) - h * 0.05
        x = (i * 37 % 90 + 0.5) * (w + 300) / 90 - y * 0.2
        d.line((x + 60, y), (x + 48, y + 52), CREAM, 4, o=round(0.6 * strength, 2))


FILMS: dict[str, tuple[Callable[[Drawing], None], Moving]] = {
    "tram-du-soir": (tram_ground, tram_moving),
    "averse": (shower_ground, shower_moving),
}


def record(path: Path, film: str, size: tuple[int, int]) -> None:
    """Draw a film frame by frame and write it as H.264 in MP4, silent, a key frame every second."""
    ground, moving = FILMS[film]
    width, height = size
    scale = width / (1600 if width > height else 900)
    back = _render(ground, scale, size)
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("libx264", rate=FRAMES_PER_SECOND)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.time_base = Fraction(1, FRAMES_PER_SECOND)
        stream.options = {"crf": "23", "preset": "slow", "tune": "animation", "g": "25", "threads": "1"}
        count = FRAMES_PER_SECOND * SECONDS
        for i in range(count):
            picture = back.copy()
            picture.alpha_composite(_render(partial(moving, part=i / count), scale, size))
            frame = av.VideoFrame.from_image(picture.convert("RGB"))  # type: ignore[no-untyped-call]
            frame.pts = i
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def _render(draw: Callable[[Drawing], None], scale: float, size: tuple[int, int]) -> Image.Image:
    d = Drawing(size[0] / scale, size[1] / scale)
    draw(d)
    png = resvg_py.svg_to_bytes(svg_string=d.svg(), width=size[0], height=size[1])
    return Image.open(io.BytesIO(png)).convert("RGBA")
