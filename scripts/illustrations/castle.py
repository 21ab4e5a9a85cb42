"""The castle of the dukes over its moat."""

from __future__ import annotations

from illustrations.drawing import (
    AMBER,
    CORAL,
    CREAM,
    DEEP,
    GREEN,
    PETROL,
    SKY,
    TEAL,
    WOOD,
    Drawing,
    mix,
    number,
    scatter,
)
from illustrations.things import cloud, gulls, person, ripples, tree

STEEL = "#40525c"
STONE = "#a9a7a0"


def chateau(d: Drawing) -> None:
    """Round towers over the moat, the white palace behind, a footbridge, ducks."""
    w, h = d.width, d.height
    water = h * (0.72 if d.upright else 0.73)
    d.rect(0, 0, w, water, d.fall((0, "#5fb3dc"), (1, mix(SKY, CREAM, 0.7))))
    cloud(d, w * 0.08, h * 0.2, 260, CREAM, o=0.9)
    cloud(d, w * 0.66, h * 0.13, 340, CREAM, o=0.9)
    gulls(d, ((w * 0.45, h * 0.1, 46), (w * 0.52, h * 0.14, 34)), PETROL)
    for i in range(9):
        tree(d, w * (i + 0.5) / 9, water - 60, 190 + scatter(i, 60, 4), mix(GREEN, TEAL, 0.35))
    scale = 0.92 if d.upright else 0.74
    with d.at(w * 0.5, water, scale):
        _palace(d)
        _wall(d)
        if not d.upright:
            _tower(d, -610, 150, 330)
            _tower(d, 640, 160, 350)
        _tower(d, -268, 158, 400)
        _tower(d, 268, 166, 430)
        _gate(d)
    _moat(d, water, scale)


def _palace(d: Drawing) -> None:
    """The ducal palace: white stone, a steep slate roof, carved dormers."""
    d.rect(-230, -560, 460, 400, CREAM)
    d.poly([(-250, -556), (-190, -800), (190, -800), (250, -556)], STEEL)
    d.poly([(150, -800), (190, -800), (250, -556), (215, -556)], mix(STEEL, DEEP, 0.3))
    for x in (-150, 0, 150):
        d.rect(x - 46, -650, 92, 104, CREAM)
        d.poly([(x - 56, -646), (x, -752), (x + 56, -646)], mix(CREAM, AMBER, 0.25))
        d.rect(x - 22, -628, 44, 64, STEEL, r=4)
        d.line((x, -628), (x, -564), CREAM, 5)
        d.line((x, -752), (x, -780), AMBER, 6)
        d.rect(x - 30, -520, 60, 84, STEEL, r=4)
        d.line((x, -520), (x, -436), CREAM, 6)
        d.line((x - 30, -484), (x + 30, -484), CREAM, 6)
    for x in (-112, 96):
        d.rect(x, -858, 34, 90, mix(CREAM, CORAL, 0.3))
        d.rect(x - 6, -864, 46, 14, mix(CREAM, CORAL, 0.5))


def _wall(d: Drawing) -> None:
    d.rect(-1200, -270, 2400, 300, mix(STONE, PETROL, 0.18))
    for i in range(40):
        d.rect(-1200 + i * 60, -298, 36, 40, mix(STONE, PETROL, 0.18))
    d.rect(-1200, -246, 2400, 10, mix(STONE, PETROL, 0.4))


def _tower(d: Drawing, x: float, half: float, height: float) -> None:
    """A round tower whose axis is at x: shaft, corbels, crenels, lit from the right."""
    dark, light = mix(STONE, PETROL, 0.35), mix(STONE, CREAM, 0.5)
    d.poly([(x - half * 1.06, 30), (x - half, -height), (x + half, -height), (x + half * 1.06, 30)], STONE)
    d.poly(
        [(x - half * 1.06, 30), (x - half, -height), (x - half * 0.5, -height), (x - half * 0.55, 30)],
        dark,
        o=0.55,
    )
    d.poly(
        [(x + half * 0.5, 30), (x + half * 0.46, -height), (x + half, -height), (x + half * 1.06, 30)],
        light,
        o=0.6,
    )
    top = -height - 66
    d.rect(x - half * 1.12, top, half * 2.24, 72, STONE)
    d.rect(x - half * 1.12, top, half * 0.5, 72, dark, o=0.55)
    d.rect(x + half * 0.56, top, half * 0.56, 72, light, o=0.6)
    for i in range(9):
        cx = x - half * 1.0 + i * half * 0.25
        d.path(
            f"M{number(cx - half * 0.09)} {top + 72:.0f}v16"
            f"a{number(half * 0.09)} 12 0 0 0 {number(half * 0.18)} 0v-16Z",
            dark,
        )
    for i, tint in enumerate((*(STONE,) * 6, *(mix(STONE, light, 0.6),) * 2)):
        d.rect(x + half * (0.25 * i - 0.98), top - 34, half * 0.19, 40, tint)
    for i in range(3):
        d.rect(x - 9 + (i % 2) * 24, -height + 70 + i * 110, 18, 46, PETROL, r=6)
    for i in range(9):
        bx, by = x - half * 0.8 + scatter(i, half * 1.5, 3), -height + 40 + scatter(i, height - 60, 8)
        d.rect(bx, by, 34, 9, dark, r=4, o=0.45)


def _gate(d: Drawing) -> None:
    d.rect(-104, -372, 208, 400, mix(STONE, CREAM, 0.3))
    d.rect(-112, -392, 224, 28, STONE)
    d.path("M-58 30v-170a58 62 0 0 1 116 0v170Z", PETROL)
    d.path("M-40 30v-164a40 44 0 0 1 80 0v164Z", mix(AMBER, PETROL, 0.35))
    for x in (-20, 0, 20):
        d.line((x, -168), (x, 10), PETROL, 5)
    d.path("M-34 -330h68v44q0 36 -34 52q-34 -16 -34 -52Z", CORAL)
    d.path("M0 -318v66M-20 -292h40", stroke=CREAM, width=9)
    for x in (-268, 268):
        d.line((x, -470), (x, -610), PETROL, 7)
        d.path(f"M{x} -606q44 -20 72 4t66 -2v58q-36 22 -66 0t-72 0Z", CREAM)
        d.path(f"M{x} -578q44 -20 72 4t66 -2v16q-36 22 -66 0t-72 0Z", PETROL)


def _moat(d: Drawing, water: float, scale: float) -> None:
    w, h = d.width, d.height
    d.rect(0, water + 20, w, h - water, d.fall((0, "#5d8f8f"), (1, "#1d4a55")))
    towers = ((-268, 160), (268, 168), (-610, 150), (640, 160))
    for x, half in towers[: 2 if d.upright else 4]:
        d.rect(w / 2 + (x - half) * scale, water + 20, 2 * half * scale, (h - water) * 0.5, STONE, o=0.3)
    ripples(d, (0, water + 36, w, (h - water) * 0.9), CREAM, 22, o=0.45)
    d.poly(
        [(w / 2 - 56, water + 16), (w / 2 + 56, water + 16), (w / 2 + 150, h), (w / 2 - 150, h)],
        mix(WOOD, AMBER, 0.3),
    )
    for i in range(7):
        y = water + 30 + (h - water) * (i / 7) ** 1.3
        half = 58 + 94 * (y - water - 16) / (h - water - 16)
        d.line((w / 2 - half, y), (w / 2 + half, y), mix(WOOD, DEEP, 0.3), 4)
    person(d, (w / 2 - 24, water + 88), 96, CORAL, 1)
    person(d, (w / 2 + 26, water + 96), 104, TEAL, 0)
    for left, y, s in ((0.2, 0.5, 1.0), (0.27, 0.62, 0.8), (0.8, 0.42, 0.9)):
        with d.at(w * left, water + (h - water) * y, s):
            d.path("M-34 0q4 22 34 22t38 -20l10 -6q-20 -2 -24 0q-20 -16 -58 4Z", CREAM)
            d.circle(-34, -12, 13, mix(TEAL, PETROL, 0.3))
            d.path("M-46 -12l-16 4l16 4Z", AMBER)
