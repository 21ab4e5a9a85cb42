"""The pool from above; blood given in a shape of a drop."""

from __future__ import annotations

import math

from illustrations.drawing import (
    AMBER,
    CORAL,
    CREAM,
    DEEP,
    PETROL,
    SKINS,
    TEAL,
    VIOLET,
    WOOD,
    Drawing,
    mix,
    number,
    scatter,
)


def piscine(d: Drawing) -> None:
    """A swimmer in the middle lane, seen from above."""
    w, h = d.width, d.height
    d.rect(0, 0, w, h, "#3fb4cf")
    reach = math.hypot(w, h)
    turn = -64 if d.upright else -14
    with d.at(w / 2, h / 2, turn=turn):
        lane = 250
        for i in range(-4, 5):
            tint = ("#3fb4cf", "#4cc0d8")[i % 2]
            d.rect(-reach, i * lane - lane / 2, 2 * reach, lane, tint)
            d.rect(-reach, i * lane - 9, 2 * reach, 18, "#2a8fb0", o=0.55)
            _glints(d, i * lane, reach, i)
        for i in range(-4, 5):
            _rope(d, i * lane + lane / 2, reach)
        with d.at(60, 0, 1.35):
            _swimmer(d)
        with d.at(-470 if d.upright else -560, -lane, 1.2, mirror=True):
            _swimmer(d, cap=AMBER, suit=VIOLET, skin=SKINS[1])


def _glints(d: Drawing, y: float, reach: float, lane: int) -> None:
    for k in range(22):
        x = -reach + k * reach / 11 + scatter(k, 60, lane + 9)
        top = y - 96 + scatter(k * 2, 180, lane + 4)
        d.path(f"M{number(x)} {number(top)}q18 -12 36 0t36 0", stroke="#bfeaf3", width=6, o=0.6)


def _rope(d: Drawing, y: float, reach: float) -> None:
    d.rect(-reach, y - 2, 2 * reach, 20, "#2a8fb0", o=0.4)
    step = 46
    for i in range(round(2 * reach / step)):
        d.rect(-reach + i * step, y - 11, step - 8, 22, CREAM if i // 3 % 2 else CORAL, r=11)


def _swimmer(d: Drawing, *, cap: str = CORAL, suit: str = PETROL, skin: str = SKINS[0]) -> None:
    """A crawl swimmer heading right, about 300 units long."""
    shade = mix(skin, DEEP, 0.2)
    d.path(
        "M-190 -26q-120 -16 -210 -40M-190 26q-120 16 -210 40M-210 0q-90 0 -150 0",
        stroke=CREAM,
        width=8,
        o=0.8,
    )
    d.circle(-196, 0, 40, CREAM, o=0.75)
    d.circle(-232, -18, 24, CREAM, o=0.6)
    d.circle(-226, 24, 20, CREAM, o=0.6)
    d.line((-60, -20), (-180, -30), skin, 30)
    d.line((-60, 20), (-172, 26), shade, 30)
    d.path("M-70 -36q80 -28 140 -22q24 0 24 58t-24 58q-60 6 -140 -22q-16 -36 0 -72Z", skin)
    d.path("M-74 -36q50 -18 96 -22v116q-46 -4 -96 -22q-14 -36 0 -72Z", suit)
    d.path("M22 -46h44M22 46h44", stroke=suit, width=15)
    d.path("M70 -50q60 -34 120 -28q34 4 60 18", stroke=skin, width=26)
    d.circle(256, -56, 15, skin)
    d.path("M66 50q-20 62 -70 76", stroke=shade, width=26)
    d.path("M232 -88q40 -10 52 16M244 -30q44 4 52 -18", stroke=CREAM, width=7, o=0.85)
    d.circle(124, 0, 46, cap)
    d.path("M90 -30q34 -22 66 -2", stroke=mix(cap, CREAM, 0.45), width=9)
    d.path("M162 -24q16 24 0 48", stroke=PETROL, width=10)
    d.path("M184 -30q34 30 0 60M204 -40q44 40 0 80", stroke=CREAM, width=7, o=0.8)


def sang(d: Drawing) -> None:
    """Two arms hold a great drop; a plaster on one, a heart within."""
    w, h = d.width, d.height
    d.rect(0, 0, w, h, mix(CORAL, CREAM, 0.72))
    x, y = w * 0.5, h * 0.47
    for r, part in ((520, 0.6), (410, 0.45), (310, 0.25)):
        d.circle(x, y, r, mix(CORAL, CREAM, part), o=0.5)
    with d.at(x, y + 20, 1.3 if d.upright else 1.1):
        d.path("M0 -320q170 220 170 330a170 170 0 0 1 -340 0q0 -110 170 -330Z", CORAL)
        d.path(
            "M0 -320q170 220 170 330a170 170 0 0 1 -170 170q120 -60 110 -180q-10 -110 -110 -320Z",
            mix(CORAL, DEEP, 0.45),
            o=0.5,
        )
        d.path("M-112 20q-6 -62 34 -128", stroke=mix(CORAL, CREAM, 0.55), width=17)
        d.path(
            "M0 110q-96 -62 -96 -122q0 -46 46 -46q34 0 50 34q16 -34 50 -34q46 0 46 46q0 60 -96 122Z", CREAM
        )
    low = y + (260 if d.upright else 210)
    for side, skin, sleeve in ((-1, SKINS[0], TEAL), (1, SKINS[1], AMBER)):
        with d.at(x, low, 1.3 if d.upright else 1.15, mirror=side > 0):
            d.line((-720, 190), (-300, 90), sleeve, 130)
            d.path("M-330 96Q-190 80 -120 10", stroke=skin, width=88)
            d.path("M-130 22q40 -60 130 -60", stroke=skin, width=46)
            d.path("M-136 40q60 -40 134 -34M-140 62q60 -20 120 -8", stroke=mix(skin, DEEP, 0.12), width=30)
            if side < 0:
                with d.at(-236, 70, turn=-14):
                    d.rect(-58, -26, 116, 52, CREAM, r=24)
                    d.rect(-20, -26, 40, 52, mix(CREAM, AMBER, 0.45))
                    for i in range(4):
                        d.circle(-9 + i % 2 * 18, -9 + i // 2 * 18, 4, WOOD)
