"""What the season brings: lamb's lettuce from the fields around, the fir that becomes mulch."""

from __future__ import annotations

import math

from illustrations.drawing import (
    AMBER,
    CORAL,
    CREAM,
    DEEP,
    GREEN,
    PETROL,
    SKY,
    SUN,
    TEAL,
    VIOLET,
    WOOD,
    Drawing,
    mix,
    scatter,
)
from illustrations.things import cloud, person, tree

LEAF, FIR = "#4f9a5f", "#2f6f5a"
EARTH, MULCH = "#7a5238", "#9a6a44"


def mache(d: Drawing) -> None:
    """Rows of lamb's lettuce under tunnels, and in front a crate of it, just cut."""
    w, h = d.width, d.height
    field = h * (0.44 if d.upright else 0.4)
    d.rect(0, 0, w, field, d.fall((0, mix(SKY, CREAM, 0.25)), (1, mix(SUN, CREAM, 0.4))))
    d.circle(w * 0.76, field * 0.5, 70, mix(SUN, CREAM, 0.2))
    cloud(d, w * 0.1, field * 0.4, 240, CREAM, o=0.9)
    for i in range(9):
        tree(d, w * (i + 0.4) / 9, field + 6, 110 + scatter(i, 60, 3), mix(LEAF, TEAL, 0.35))
    d.rect(0, field, w, h - field, d.fall((0, mix(EARTH, AMBER, 0.2)), (1, EARTH)))
    for side in (-1, 1):
        for i in range(3):
            with d.at(w / 2 + side * (230 + i * w * 0.17), field + 36 + i * 26, 0.8 + 0.24 * i):
                _tunnel(d)
    for row in range(5):
        y = field + 96 + (h - field) * 0.075 * row * (1 + row * 0.22)
        size = 12 + row * 6
        for i in range(-12, 13):
            _rosette(d, w / 2 + (i + 0.5 * (row % 2)) * size * 4.3, y, size, seed=row * 31 + i)
    with d.at(w / 2, h * (0.93 if d.upright else 0.97), 1.15 if d.upright else 1.2):
        _crate(d)


def _tunnel(d: Drawing) -> None:
    d.path("M-92 0v-40a92 74 0 0 1 184 0v40Z", mix(SKY, CREAM, 0.75))
    for x, high in ((-92, 40), (-31, 106), (31, 106), (92, 40)):
        d.path(f"M{x} 0v-{high}", stroke=mix(TEAL, CREAM, 0.55), width=5)


def _rosette(d: Drawing, x: float, y: float, size: float, *, seed: int) -> None:
    for ring, (leaves, reach) in enumerate(((8, 1.0), (5, 0.56))):
        for i in range(leaves):
            turn = 360 * (i + 0.5 * ring) / leaves + scatter(seed, 40, 7)
            tint = mix(LEAF, GREEN, 0.25 + 0.4 * ring + 0.12 * (i % 2))
            way = math.radians(turn)
            middle = x + math.cos(way) * size * reach * 0.75, y + math.sin(way) * size * reach * 0.52
            with d.at(*middle, turn=turn):
                d.ellipse(0, 0, size * 0.62 * (0.6 + 0.4 * reach), size * 0.4 * (0.6 + 0.4 * reach), tint)
    d.circle(x, y, size * 0.2, mix(GREEN, CREAM, 0.4))


def _crate(d: Drawing) -> None:
    d.ellipse(0, 2, 330, 22, DEEP, o=0.35)
    d.rect(-286, -168, 572, 60, mix(WOOD, DEEP, 0.45))
    for row in range(3):
        for i in range(7 - row % 2):
            x = (i - 3 + 0.5 * (row % 2)) * 86
            _rosette(d, x, -196 + row * 38, 58, seed=i * 5 + row)
    for i in range(2):
        d.rect(-300, -112 + i * 58, 600, 50, mix(WOOD, AMBER, 0.35 + 0.12 * i), r=6)
    for x in (-300, 252):
        d.rect(x, -150, 48, 150, mix(WOOD, AMBER, 0.18), r=6)
        for y in (-88, -30):
            d.circle(x + 24, y, 6, mix(WOOD, DEEP, 0.5))


def sapin(d: Drawing) -> None:
    """After the feast: firs brought to a heap of mulch in the park, by neighbours on foot."""
    w, h = d.width, d.height
    lawn = h * (0.6 if d.upright else 0.62)
    d.rect(0, 0, w, lawn, d.fall((0, mix(SKY, CREAM, 0.45)), (1, mix(CORAL, CREAM, 0.72))))
    d.circle(w * 0.2, lawn * 0.46, 84, mix(SUN, CREAM, 0.35))
    for i in range(8):
        tint = mix((AMBER, CORAL, LEAF)[i % 3], CREAM, 0.45)
        tree(d, w * (i + 0.5) / 8, lawn + 8, 270 + scatter(i, 130, 6), tint)
    d.rect(0, lawn, w, h - lawn, d.fall((0, mix(GREEN, LEAF, 0.5)), (1, mix(LEAF, PETROL, 0.25))))
    with d.at(w * (0.56 if d.upright else 0.6), h * 0.9, 1.0 if d.upright else 1.12):
        _heap(d)
    for part, foot, coat, who in ((0.13, 0.9, CORAL, 2), (0.93, 0.85, VIOLET, 1)):
        person(d, (w * part, h * foot), 290, coat, who)


def _fir(d: Drawing) -> None:
    """Foot at y = 0."""
    d.rect(-13, -40, 26, 76, WOOD, r=5)
    for i in range(4):
        top, half = -150 - i * 66, 128 - i * 24
        tint = mix(FIR, GREEN, 0.08 + 0.1 * i)
        d.path(f"M0 {top - 40}L{half} {top + 156}Q0 {top + 130} {-half} {top + 156}Z", tint)


def _heap(d: Drawing) -> None:
    for x, turn, size in ((-330, -13, 0.84), (-218, 9, 1.08), (214, -7, 1.0), (318, 14, 0.8)):
        with d.at(x, -34, size, turn=turn):
            _fir(d)
    d.ellipse(0, 0, 356, 30, DEEP, o=0.3)
    d.path("M-340 0Q-250 -90 -170 -150Q-70 -252 20 -232Q130 -220 190 -130Q280 -70 340 0Z", MULCH)
    d.path("M-340 0Q-200 -60 -60 -70Q120 -80 340 0Z", mix(MULCH, DEEP, 0.22))
    for i in range(120):
        left = scatter(i, 600, 1) - 300
        top = -scatter(i, 1, 2) * (1 - (abs(left) / 320) ** 1.4) * 214 - 6
        with d.at(left, top, turn=scatter(i, 180, 3)):
            d.rect(-12, -4, 24, 8, mix(MULCH, (SUN, WOOD, CREAM)[i % 3], 0.5), r=3)
    with d.at(40, -214, 0.9):
        d.rect(-8, -190, 16, 200, mix(WOOD, DEEP, 0.2))
        d.rect(-86, -318, 172, 138, TEAL, r=14)
        d.path("M-38 -214q-12 -78 76 -84q8 86 -76 84ZM-38 -214l46 -50", CREAM, stroke=TEAL, width=7)
