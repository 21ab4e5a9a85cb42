"""Drawings by the water: the Titan crane at sunset, the bicycle by the Erdre."""

from __future__ import annotations

from illustrations.drawing import (
    AMBER,
    CORAL,
    CREAM,
    DEEP,
    GREEN,
    PETROL,
    SKINS,
    SKY,
    SUN,
    TEAL,
    VIOLET,
    WOOD,
    Drawing,
    mix,
    number,
    scatter,
)
from illustrations.things import gulls, person, ripples, windows


def titan(d: Drawing) -> None:
    """The Titan crane against the setting sun, the rings along the quay, the Loire."""
    w, h = d.width, d.height
    d.ground((0, "#1b2f3f"), (0.28, "#6d4a55"), (0.55, CORAL), (0.8, AMBER))
    water = h * (0.74 if d.upright else 0.72)
    sun_x, sun_y, sun_r = (w * 0.6, water - 190, 200) if d.upright else (w * 0.6, water - 150, 215)
    d.circle(sun_x, sun_y, sun_r * 1.9, d.glow(SUN, 0.55))
    d.circle(sun_x, sun_y, sun_r, SUN)
    gulls(d, ((w * 0.2, h * 0.2, 60), (w * 0.28, h * 0.16, 40), (w * 0.86, h * 0.3, 46)), PETROL)
    _far_bank(d, water)
    if d.upright:
        with d.at(w * 0.42, water + 4, 1.06):
            _crane(d)
    else:
        with d.at(w * 0.5, water + 4, 1.12):
            _crane(d)
    _loire(d, water, (sun_x, sun_r))
    _quay(d, h - (150 if d.upright else 92))


def _far_bank(d: Drawing, water: float) -> None:
    w = d.width
    far = mix(CORAL, PETROL, 0.45)
    blocks = (60, 84, 52, 110, 70, 96, 0, 64, 130, 74, 58, 92, 66, 120, 80, 54)
    step = w / len(blocks)
    for i, height in enumerate(blocks):
        d.rect(i * step, water - height, step * 0.92, height, far)
    near = mix(CORAL, PETROL, 0.82)
    for x, width, height, seed in (
        (0, 0.12, 150, 1),
        (0.13, 0.07, 230, 2),
        (0.8, 0.11, 170, 3),
        (0.92, 0.08, 120, 4),
    ):
        d.rect(x * w, water - height, width * w, height, near)
        grid = (max(2, round(width * w / 45)), round(height / 42))
        windows(d, (x * w, water - height, width * w, height), grid, AMBER, lit=0.4, seed=seed)


def _crane(d: Drawing) -> None:
    """Foot at (0, 0); about 520 units high, jib to the right."""
    for left, right in (((-95, 0), (-52, -300)), ((95, 0), (52, -300))):
        d.line(left, right, PETROL, 17)
    for i in range(5):
        low, high = 1 - i / 5, 1 - (i + 1) / 5
        y1, y2 = -300 * (1 - low), -300 * (1 - high)
        a, b = 52 + 43 * low, 52 + 43 * high
        d.line((-a, y1), (b, y2), PETROL, 7)
        d.line((a, y1), (-b, y2), PETROL, 7)
        d.line((-b, y2), (b, y2), PETROL, 8)
    d.rect(-84, -322, 168, 26, PETROL)
    d.rect(-58, -392, 116, 76, PETROL, r=6)
    for i in range(3):
        d.rect(-42 + i * 32, -376, 20, 26, AMBER)
    d.poly([(-300, -392), (420, -392), (420, -410), (60, -486), (-60, -486), (-300, -420)], PETROL)
    holes = mix(CORAL, AMBER, 0.25)
    for i in range(7):
        x = 74 + i * 47
        top = -474 + (x - 60) * 0.211
        d.poly([(x + 2, -404), (x + 38, -404), (x + 20, top + 22)], holes)
    for i in range(4):
        x = -88 - i * 47
        d.poly([(x, -404), (x - 36, -404), (x - 18, -466 + i * 13 + 18)], holes)
    d.rect(-312, -426, 84, 92, PETROL, r=5)
    d.line((392, -396), (392, -196), PETROL, 5)
    d.line((376, -396), (376, -196), PETROL, 5)
    d.rect(362, -206, 44, 34, PETROL, r=5)
    d.path("M384 -172v22a18 18 0 1 1 -18 18", stroke=PETROL, width=8)
    d.line((-60, -486), (420, -410), SUN, 4, o=0.8)
    d.line((95, 0), (52, -298), SUN, 3.5, o=0.7)


def _loire(d: Drawing, water: float, sun: tuple[float, float]) -> None:
    w, h = d.width, d.height
    d.rect(0, water, w, h - water, d.fall((0, "#c0705a"), (0.25, "#4f4a58"), (1, PETROL)))
    d.rect(0, water, w, 5, SUN, o=0.55)
    x, r = sun
    for i in range(9):
        width = r * (1.7 - i * 0.13) * (0.7 + scatter(i, 0.5))
        d.rect(
            x - width / 2 + (scatter(i, 60, 2) - 30),
            water + 12 + i * 19,
            width,
            6,
            SUN,
            r=3,
            o=0.9 - i * 0.07,
        )
    ripples(d, (0, water + 16, w, (h - water) * 0.6), AMBER, 16, o=0.4)


def _quay(d: Drawing, top: float) -> None:
    w, h = d.width, d.height
    d.rect(0, top, w, h - top, DEEP)
    d.rect(0, top, w, 7, mix(AMBER, PETROL, 0.35))
    colours = (TEAL, CREAM, CORAL, AMBER, GREEN, VIOLET, SKY)
    count = 5 if d.upright else 8
    for i in range(count):
        t = i / (count - 1)
        r = (82 - 40 * t) if d.upright else (88 - 46 * t)
        x = (0.1 + 0.84 * (1 - (1 - t) ** 1.35)) * w
        d.ring(x, top - r + 12, r, colours[i % len(colours)], r * 0.14)
    d.rect(0, top + 3, w, 26, DEEP)
    person(d, (w * (0.55 if d.upright else 0.47), top + 26), 112, TEAL, 1)
    person(d, (w * (0.55 if d.upright else 0.47) + 52, top + 26), 104, AMBER, 2)


def velo(d: Drawing) -> None:
    """A cyclist on the towpath of the Erdre, in the morning."""
    w, h = d.width, d.height
    path = h * 0.8
    water = h * (0.5 if d.upright else 0.47)
    d.rect(0, 0, w, water, d.fall((0, mix(SKY, CREAM, 0.25)), (1, mix(SUN, CREAM, 0.5))))
    d.circle(w * 0.72, water * 0.42, 300, d.glow(SUN, 0.9))
    d.circle(w * 0.72, water * 0.42, 84, "#fff3d2")
    _erdre(d, water, path)
    d.path(
        f"M0 {number(path)}Q{number(w / 2)} {number(path - 40)} {number(w)} {number(path)}V{number(h)}H0Z",
        "#3f7f6b",
    )
    d.path(
        f"M0 {number(path + 62)}Q{number(w / 2)} {number(path + 18)} {number(w)} {number(path + 62)}"
        f"V{number(path + 138)}Q{number(w / 2)} {number(path + 94)} 0 {number(path + 138)}Z",
        mix(CREAM, AMBER, 0.35),
    )
    _willow(d, (w * 0.1, path + 40), path * (0.62 if d.upright else 0.8))
    with d.at(w * (0.56 if d.upright else 0.57), path + 84, 1.25 if d.upright else 1.15):
        cyclist(d)
    for i in range(26):
        x, y = scatter(i, w, 2), h - 8 - scatter(i, h * 0.03, 4)
        d.path(f"M{number(x)} {number(y + 20)}q-4 -40 -22 -60m22 60q2 -44 20 -74", stroke="#24594c", width=7)
        if i % 3 == 0:
            d.circle(x + 20, y - 58, 10, (CORAL, AMBER, VIOLET)[i // 3 % 3])


def _erdre(d: Drawing, water: float, path: float) -> None:
    w = d.width
    for base, tint, seed in ((0.0, mix(GREEN, SKY, 0.45), 3), (6.0, mix(GREEN, TEAL, 0.35), 6)):
        for i in range(12):
            r = 60 + scatter(i, 70, seed)
            d.circle(i * w / 11, water + base - r * 0.3, r, tint)
    d.rect(0, water, w, path - water + 40, d.fall((0, mix(SKY, CREAM, 0.35)), (1, mix(TEAL, SKY, 0.3))))
    d.rect(0, water, w, 26, mix(GREEN, TEAL, 0.55), o=0.6)
    ripples(d, (0, water + 40, w, path - water - 60), CREAM, 16, o=0.75)
    x, y = w * (0.34 if d.upright else 0.3), water + (path - water) * 0.3
    d.path(f"M{number(x)} {number(y)}h330q-10 46 -46 54h-240q-34 -8 -44 -54Z", PETROL)
    d.rect(x + 4, y - 2, 326, 12, CORAL, r=6)
    d.rect(x + 50, y - 54, 190, 54, CREAM, r=8)
    for i in range(4):
        d.rect(x + 66 + i * 42, y - 40, 26, 24, SKY, r=4)
    d.rect(x + 60, y + 62, 230, 7, PETROL, r=4, o=0.3)


def _willow(d: Drawing, foot: tuple[float, float], height: float) -> None:
    x, y = foot
    d.path(
        f"M{number(x - 34)} {number(y)}q20 -{number(height * 0.4)} 0 -{number(height * 0.72)}h44"
        f"q0 {number(height * 0.4)} 40 {number(height * 0.72)}q-60 22 -118 0Z",
        "#4a3b30",
    )
    crown = y - height * 0.82
    d.ellipse(x + 10, crown + 20, height * 0.34, height * 0.24, "#3f8a6c")
    d.ellipse(x + 40, crown, height * 0.27, height * 0.19, "#58a67c")
    for i in range(17):
        t = (i - 8) / 8
        left = x + 10 + t * height * 0.33
        top = crown + 20 + height * 0.2 * (1 - t * t) ** 0.5 * (0.2 - scatter(i, 0.5, 3))
        drop = height * (0.24 + 0.16 * (1 - t * t) + scatter(i, 0.16, 5))
        tint = ("#3f8a6c", "#58a67c", "#74bd85", "#8fd89a")[i * 3 % 4]
        d.path(
            f"M{number(left)} {number(top)}"
            f"q{number(30 * t)} {number(drop * 0.4)} {number(16 * t)} {number(drop)}",
            stroke=tint,
            width=17,
        )


def cyclist(d: Drawing) -> None:
    """Somebody on a bicycle riding to the right, wheels resting on y = 0."""
    d.ellipse(0, 4, 190, 12, DEEP, o=0.25)
    for x in (-112, 112):
        d.ring(x, -70, 68, PETROL, 11)
        for turn in range(4):
            with d.at(x, -70, turn=turn * 45 + 12):
                d.line((-62, 0), (62, 0), mix(PETROL, SKY, 0.55), 2.5)
        d.circle(x, -70, 9, PETROL)
    d.path(
        "M-112 -70L-52 -160L66 -168L0 -74L-52 -160M-112 -70H0M66 -168L112 -70M66 -168L58 -206",
        stroke=CORAL,
        width=11,
    )
    d.path("M58 -206h34q14 0 14 14", stroke=PETROL, width=9)
    d.line((-74, -176), (-36, -176), PETROL, 13)
    d.path("M-56 -190L34 -176L-6 -84l26 6", stroke="#2d4a60", width=27)
    d.path("M-66 -196q-6 -92 34 -128q34 -20 52 8q-4 60 -30 126Z", AMBER)
    d.path("M2 -304Q20 -240 78 -212", stroke=mix(AMBER, CORAL, 0.35), width=21)
    d.circle(80, -210, 11, SKINS[0])
    d.circle(28, -350, 33, SKINS[0])
    d.path("M-6 -356a36 36 0 0 1 70 -4Z", TEAL)
    d.path("M-8 -352q-26 12 -22 46q22 -6 30 -26Z", "#4a2f22")
    d.path("M2 -320q-60 -4 -86 24q30 14 80 -2Z", CORAL)
    d.rect(96, -236, 60, 42, WOOD, r=6)
    d.path("M104 -236q4 -46 22 -50m0 50q4 -30 18 -40", stroke=GREEN, width=9)
