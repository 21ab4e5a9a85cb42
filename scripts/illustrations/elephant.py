"""The mechanical elephant before its halls."""

from __future__ import annotations

from illustrations.drawing import (
    AMBER,
    CORAL,
    CREAM,
    DEEP,
    PETROL,
    SKY,
    SUN,
    TEAL,
    VIOLET,
    WOOD,
    Drawing,
    mix,
    number,
)
from illustrations.things import cloud, person

HIDE = "#b5763c"
STEEL = "#40525c"


def elephant(d: Drawing) -> None:
    """A great elephant of wood and leather walks out of its hall, people before it."""
    w, h = d.width, d.height
    floor = h * 0.86
    d.rect(0, 0, w, floor, d.fall((0, SKY), (1, mix(SUN, CREAM, 0.4))))
    d.circle(w * 0.5, floor - 330, 520, d.glow(SUN, 0.8))
    cloud(d, w * 0.05, h * 0.2, 220, CREAM, o=0.8)
    cloud(d, w * 0.74, h * 0.14, 260, CREAM, o=0.8)
    _halls(d, floor)
    d.rect(0, floor, w, h - floor, mix(AMBER, CREAM, 0.45))
    d.rect(0, floor, w, 8, mix(AMBER, WOOD, 0.4))
    scale, x = (0.98, w * 0.45) if d.upright else (0.98, w * 0.47)
    with d.at(x, floor + 34, scale):
        d.ellipse(10, 4, 330, 22, PETROL, o=0.25)
        _beast(d)
    crowd = (
        (0.05, 118, TEAL, 0),
        (0.11, 88, CORAL, 1),
        (0.88, 124, PETROL, 2),
        (0.94, 92, AMBER, 3),
        (0.8, 116, VIOLET, 4),
    )
    for part, height, coat, who in crowd:
        person(d, (part * w, floor + 74 + who * 4), height, coat, who)


def _halls(d: Drawing, floor: float) -> None:
    """The long roofs of the old shipyards: glazed gables between iron posts."""
    w = d.width
    glass, iron = mix(SKY, CREAM, 0.45), mix(PETROL, SKY, 0.45)
    count = 3 if d.upright else 5
    bay = w / count
    for i in range(count):
        x = i * bay
        d.path(
            f"M{number(x)} {number(floor)}V{number(floor - 380)}L{number(x + bay / 2)} {number(floor - 520)}"
            f"L{number(x + bay)} {number(floor - 380)}V{number(floor)}Z",
            glass,
        )
        for k in range(1, 6):
            px = x + bay * k / 6
            top = floor - 380 - 140 * (1 - abs(2 * k / 6 - 1))
            d.line((px, top), (px, floor), iron, 3, o=0.5)
        for level in (130, 255, 380):
            d.line((x, floor - level), (x + bay, floor - level), iron, 4, o=0.5)
        d.path(
            f"M{number(x)} {number(floor - 380)}"
            f"L{number(x + bay / 2)} {number(floor - 520)}"
            f"L{number(x + bay)} {number(floor - 380)}",
            stroke=iron,
            width=13,
        )
        d.rect(x - 7, floor - 380, 14, 380, iron)


def _beast(d: Drawing) -> None:
    """Feet at y = 0, about 600 high, head to the right."""
    far = mix(HIDE, DEEP, 0.5)
    _leg(d, (-120, -300), (-150, -150), (-130, 0), far)
    _leg(d, (110, -300), (150, -160), (120, 0), far)
    d.path("M-262 -330q-52 60 -40 150q4 26 -10 40", stroke=mix(HIDE, DEEP, 0.3), width=12)
    d.path(
        "M-270 -330q-8 -150 120 -180q130 -34 270 -8q90 20 98 130q6 110 -60 150"
        "q-150 34 -330 12q-90 -20 -98 -104Z",
        HIDE,
    )
    d.path(
        "M-262 -300q10 70 92 90q180 22 330 -12q40 -26 54 -80q-40 60 -150 66q-200 16 -326 -64Z",
        mix(HIDE, DEEP, 0.28),
    )
    for i, x in enumerate((-180, -90, 0, 90)):
        d.path(f"M{x} -510q-26 120 {-6 + i * 4} 300", stroke=mix(HIDE, DEEP, 0.35), width=5)
        for k in range(4):
            d.circle(x - 3 - k * 3, -460 + k * 66, 6, SUN, o=0.9)
    _leg(d, (-190, -310), (-222, -160), (-205, 0), mix(HIDE, AMBER, 0.15))
    _leg(d, (150, -310), (190, -180), (222, -30), mix(HIDE, AMBER, 0.15))
    _howdah(d)
    _head(d)


def _leg(
    d: Drawing, hip: tuple[float, float], knee: tuple[float, float], foot: tuple[float, float], tint: str
) -> None:
    d.line(hip, knee, tint, 104)
    d.line(knee, (foot[0], foot[1] - 46), tint, 84)
    d.rect(foot[0] - 54, foot[1] - 40, 112, 40, STEEL, r=12)
    d.rect(foot[0] - 48, foot[1] - 66, 98, 18, mix(tint, DEEP, 0.35), r=8)
    d.circle(*knee, 31, STEEL)
    d.circle(*knee, 15, AMBER)


def _howdah(d: Drawing) -> None:
    """The little terrace on its back, with passengers."""
    d.rect(-196, -540, 330, 46, WOOD, r=8)
    for i in range(9):
        d.rect(-188 + i * 37, -584, 8, 50, WOOD)
    for i, (coat, skin) in enumerate(
        ((TEAL, "#e8b48c"), (CORAL, "#8a5a3c"), (CREAM, "#c98e66"), (VIOLET, "#f0cdb0"))
    ):
        x = -152 + i * 80
        d.path(f"M{x - 22} -540v-34q0 -24 22 -24t22 24v34Z", coat)
        d.circle(x, -618, 19, skin)
    d.rect(-200, -596, 338, 12, AMBER, r=6)
    for x in (-190, 118):
        d.rect(x, -716, 10, 130, WOOD)
    d.path("M-232 -706q200 -104 400 0Z", CORAL)
    d.path("M-132 -733q30 -22 60 -25l-6 52h-66ZM28 -746q30 6 46 16l10 24h-50Z", CREAM)
    d.circle(-32, -766, 9, AMBER)
    d.path("M-210 -508h358l-16 78q-80 26 -163 26t-163 -26Z", TEAL)
    d.path("M-202 -466h340", stroke=SUN, width=7)
    for i in range(9):
        d.circle(-190 + i * 40, -434 + 14 * (1 - abs(i - 4) / 4), 9, SUN)


def _head(d: Drawing) -> None:
    light, dark = mix(HIDE, AMBER, 0.3), mix(HIDE, DEEP, 0.35)
    d.path("M150 -420q0 -110 100 -116q96 -2 112 90q8 90 -30 134q-60 40 -124 10q-52 -40 -58 -118Z", light)
    trunk = ((292, -356), (326, -298), (348, -238), (354, -178), (342, -124), (312, -88), (276, -82))
    for i, (x, y) in enumerate(trunk):
        r = 60 - i * 6
        d.circle(x, y, r, mix(HIDE, DEEP, 0.14) if i % 2 else light)
        d.ring(x, y, r * 0.55, mix(HIDE, DEEP, 0.3), 5)
    d.path("M250 -350q24 84 116 90q34 0 56 -30q-70 4 -106 -70Z", CREAM)
    d.circle(300, -436, 24, CREAM)
    d.circle(305, -434, 14, PETROL)
    d.circle(310, -440, 5, CREAM)
    d.path("M272 -470q28 -22 58 -4", stroke=dark, width=10)
    d.path("M196 -520q-116 -30 -146 56q-16 96 40 172q26 30 64 10q60 -60 80 -140q6 -70 -38 -98Z", dark)
    d.path("M190 -504q-96 -22 -122 46q-14 84 36 150q16 20 40 4q52 -54 70 -124q6 -54 -24 -76Z", HIDE)
    for end in ((84, -424), (88, -370), (116, -318)):
        d.line((196, -470), end, dark, 6)
    d.circle(200, -474, 18, STEEL)
    d.circle(200, -474, 8, AMBER)
    for x, y, r in ((282, -46, 24), (246, -34, 17), (226, -58, 12)):
        d.circle(x, y, r, CREAM, o=0.85)
