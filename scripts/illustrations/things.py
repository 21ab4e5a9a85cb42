"""Things that appear in several drawings: people, trees, water, roofs, lights."""

from __future__ import annotations

import math

from illustrations.drawing import CREAM, DEEP, PETROL, SKINS, Drawing, mix, number, scatter


def person(
    d: Drawing, feet: tuple[float, float], height: float, coat: str, who: int = 0, *, stride: float = 0.09
) -> None:
    """Somebody standing or walking."""
    (x, y), h = feet, height
    skin, hair = SKINS[who % len(SKINS)], (DEEP, "#4a2f22", "#b5763c", CREAM)[who % 4]
    trousers = mix(coat, DEEP, 0.75)
    for side in (-1, 1):
        d.line((x, y - 0.45 * h), (x + side * stride * h, y - 0.02 * h), trousers, 0.085 * h)
    body = (
        f"M{number(x - 0.13 * h)} {number(y - 0.36 * h)}L{number(x - 0.11 * h)} {number(y - 0.74 * h)}"
        f"Q{number(x)} {number(y - 0.86 * h)} {number(x + 0.11 * h)} {number(y - 0.74 * h)}"
        f"L{number(x + 0.13 * h)} {number(y - 0.36 * h)}Z"
    )
    d.path(body, coat)
    arm = mix(coat, DEEP, 0.22)
    d.line((x + 0.09 * h, y - 0.72 * h), (x + 0.15 * h, y - 0.45 * h), arm, 0.06 * h)
    d.circle(x, y - 0.9 * h, 0.085 * h, skin)
    d.path(
        f"M{number(x - 0.09 * h)} {number(y - 0.89 * h)}A{number(0.09 * h)} {number(0.09 * h)} 0 0 1"
        f" {number(x + 0.09 * h)} {number(y - 0.91 * h)}Q{number(x)} {number(y - 0.94 * h)}"
        f" {number(x - 0.09 * h)} {number(y - 0.89 * h)}Z",
        hair,
    )


def tree(d: Drawing, x: float, y: float, height: float, leaf: str) -> None:
    """A round tree, foot at (x, y), lit from the right."""
    h = height
    d.line((x, y), (x, y - 0.5 * h), mix(leaf, DEEP, 0.7), 0.06 * h)
    d.ellipse(x, y - 0.62 * h, 0.3 * h, 0.38 * h, mix(leaf, DEEP, 0.25))
    d.ellipse(x + 0.05 * h, y - 0.66 * h, 0.24 * h, 0.32 * h, leaf)
    d.line((x, y - 0.3 * h), (x + 0.1 * h, y - 0.52 * h), mix(leaf, DEEP, 0.55), 0.025 * h)


def ripples(
    d: Drawing, box: tuple[float, float, float, float], colour: str, count: int, *, o: float = 0.7
) -> None:
    """Short level strokes on water, longer and wider apart towards the viewer."""
    x, y, width, height = box
    for i in range(count):
        depth = (i + 0.5) / count
        length = width * (0.02 + 0.07 * depth) * (0.6 + scatter(i, 0.8, 3))
        left = x + scatter(i, max(width - length, 1), 1)
        top = y + height * depth**1.35
        d.line((left, top), (left + length, top), colour, 2.5 + 5 * depth, o=o)


def skyline(
    d: Drawing, base: float, heights: tuple[float, ...], fill: str, *, x: float = 0, step: float = 0
) -> None:
    """Plain blocks side by side standing on `base`, from `x` to the right."""
    width = step or d.width / len(heights)
    for i, height in enumerate(heights):
        if height:
            d.rect(x + i * width, base - height, width + 1, height, fill)


def windows(
    d: Drawing,
    box: tuple[float, float, float, float],
    grid: tuple[int, int],
    fill: str,
    *,
    lit: float = 1,
    seed: int = 0,
) -> None:
    """A grid of windows in a box; of them about the part `lit` is drawn."""
    x, y, width, height = box
    columns, rows = grid
    for row in range(rows):
        for column in range(columns):
            if scatter(row * columns + column, 1, seed) < lit:
                d.rect(
                    x + (column + 0.25) * width / columns,
                    y + (row + 0.22) * height / rows,
                    0.5 * width / columns,
                    0.5 * height / rows,
                    fill,
                )


def gulls(d: Drawing, places: tuple[tuple[float, float, float], ...], colour: str) -> None:
    """Gulls: each an x, a y and a wing span."""
    for x, y, span in places:
        s = span / 2
        d.path(
            f"M{number(x - s)} {number(y)}Q{number(x - s / 2)} {number(y - s / 1.6)} {number(x)} {number(y)}"
            f"Q{number(x + s / 2)} {number(y - s / 1.6)} {number(x + s)} {number(y)}",
            stroke=colour,
            width=span / 11,
        )


def cloud(d: Drawing, x: float, y: float, width: float, fill: str, *, o: float = 1) -> None:
    """A flat cloud resting on the line y, from x to x + width."""
    w = width
    d.path(
        f"M{number(x + 0.1 * w)} {number(y)}"
        f"a{number(0.1 * w)} {number(0.1 * w)} 0 0 1 {number(0.02 * w)} {number(-0.2 * w)}"
        f"a{number(0.19 * w)} {number(0.19 * w)} 0 0 1 {number(0.34 * w)} {number(-0.11 * w)}"
        f"a{number(0.15 * w)} {number(0.15 * w)} 0 0 1 {number(0.27 * w)} {number(0.09 * w)}"
        f"a{number(0.11 * w)} {number(0.11 * w)} 0 0 1 {number(0.14 * w)} {number(0.22 * w)}Z",
        fill,
        o=o,
    )


def stars(d: Drawing, height: float, count: int, colour: str, *, seed: int = 0) -> None:
    """Small stars over the upper `height` units."""
    for i in range(count):
        d.circle(
            scatter(i, d.width, seed),
            scatter(i * 3 + 1, height, seed + 4),
            1.6 + scatter(i, 2.2, 7),
            colour,
            o=0.8,
        )


def garland(
    d: Drawing, start: tuple[float, float], end: tuple[float, float], sag: float, colours: tuple[str, ...]
) -> None:
    """A string of lamps hanging between two points."""
    (x1, y1), (x2, y2) = start, end
    middle = ((x1 + x2) / 2, (y1 + y2) / 2 + 2 * sag)
    d.path(
        f"M{number(x1)} {number(y1)}Q{number(middle[0])} {number(middle[1])} {number(x2)} {number(y2)}",
        stroke=PETROL,
        width=4,
    )
    count = max(3, round(math.hypot(x2 - x1, y2 - y1) / 60))
    for i in range(1, count):
        t = i / count
        x = (1 - t) ** 2 * x1 + 2 * t * (1 - t) * middle[0] + t * t * x2
        y = (1 - t) ** 2 * y1 + 2 * t * (1 - t) * middle[1] + t * t * y2
        d.circle(x, y + 9, 22, colours[i % len(colours)], o=0.25)
        d.circle(x, y + 9, 9, colours[i % len(colours)])
