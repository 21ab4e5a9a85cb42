"""The insulated house, cut open in the snow."""

from __future__ import annotations

from illustrations.drawing import (
    AMBER,
    CORAL,
    CREAM,
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

LEAF = "#3f8a6c"


def isolation(d: Drawing) -> None:
    """A house cut open in the snow: warm rooms inside a thick, golden shell."""
    w, h = d.width, d.height
    ground = h * (0.84 if d.upright else 0.87)
    d.ground((0, "#27496a"), (0.6, "#6fa3c4"), (1, CREAM))
    for i in range(60):
        d.circle(scatter(i, w, 1), scatter(i, ground, 6), 4 + scatter(i, 6, 3), CREAM, o=0.8)
    d.path(
        f"M0 {number(ground - 90)}"
        f"q{number(w * 0.25)} -80 {number(w * 0.5)} -10t{number(w * 0.5)} -20"
        f"V{number(h)}H0Z",
        "#c6dbe6",
    )
    for x, s in ((0.06, 1.0), (0.16, 0.75), (0.88, 0.9), (0.96, 1.1)):
        with d.at(w * x, ground - 10, s * (0.9 if d.upright else 1)):
            _fir(d)
    d.rect(0, ground, w, h - ground, CREAM)
    with d.at(w / 2, ground + 6, 1.18 if d.upright else 1.08):
        _house(d)


def _fir(d: Drawing) -> None:
    d.rect(-9, -40, 18, 44, WOOD)
    for i in range(3):
        y, half = -36 - i * 62, 74 - i * 17
        d.poly([(-half, y), (0, y - 112), (half, y)], LEAF)
        d.poly([(-half * 0.4, y - 66), (0, y - 112), (half * 0.4, y - 66), (0, y - 54)], CREAM)


def _house(d: Drawing) -> None:
    d.circle(0, -250, 460, d.glow(SUN, 0.55))
    d.rect(96, -620, 62, 160, "#a5533a")
    d.poly([(-330, -318), (0, -610), (330, -318), (292, -282), (0, -540), (-292, -282)], PETROL)
    d.poly([(-292, -290), (0, -548), (292, -290), (292, 0), (-292, 0)], AMBER)
    for i in range(15):
        y = -8 - i * 20
        for x in (-284, 252):
            d.path(f"M{x} {y}q8 -14 16 0t16 0", stroke=mix(AMBER, CORAL, 0.55), width=5)
    for i in range(9):
        for side in (-1, 1):
            d.circle(side * (40 + i * 27), -492 + i * 24, 9, mix(AMBER, CORAL, 0.55))
    d.poly([(-246, -276), (0, -492), (246, -276), (246, -12), (-246, -12)], mix(SUN, CREAM, 0.45))
    d.rect(-246, -272, 492, 14, WOOD)
    d.rect(-7, -258, 14, 246, WOOD)
    _attic(d)
    _rooms(d)
    d.rect(-300, -12, 600, 20, PETROL)
    d.path("M-340 -322L0 -622L340 -322", stroke=CREAM, width=26)


def _attic(d: Drawing) -> None:
    d.rect(-96, -320, 150, 48, TEAL, r=10)
    d.rect(-96, -342, 46, 34, CREAM, r=12)
    d.circle(-64, -340, 20, SKINS[1])
    d.path("M-50 -322h96v20h-96Z", CORAL)
    d.circle(0, -404, 34, SKY)
    d.path("M0 -438v68M-34 -404h68", stroke=WOOD, width=7)
    d.ring(0, -404, 34, WOOD, 8)


def _rooms(d: Drawing) -> None:
    d.rect(-220, -110, 150, 98, "#a5533a", r=8)
    for i in range(6):
        d.rect(-208 + i * 22, -100, 12, 88, CORAL, r=6)
    d.path("M-196 -112q6 -36 44 -38l6 -20l14 14l16 -2q22 14 12 46Z", PETROL)
    d.rect(-190, -224, 90, 66, SKY, r=6)
    d.path("M-145 -224v66M-190 -191h90", stroke=WOOD, width=6)
    d.rect(72, -112, 130, 14, WOOD)
    d.line((92, -100), (92, -14), WOOD, 10)
    d.line((182, -100), (182, -14), WOOD, 10)
    for x, coat, skin in ((54, VIOLET, SKINS[0]), (222, GREEN, SKINS[2])):
        d.path(f"M{x - 24} -14v-80q0 -44 24 -44t24 44v80Z", coat)
        d.circle(x, -158, 22, skin)
    d.path("M120 -114q0 -24 18 -24t18 24Z", CORAL)
    d.line((137, -258), (137, -214), PETROL, 4)
    d.path("M104 -196q4 -24 33 -24t33 24Z", AMBER)
    d.circle(137, -190, 60, d.glow(SUN, 0.9))
