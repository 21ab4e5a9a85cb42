"""Drawings of going out: the mechanical elephant, the castle, the stage, the library."""

from __future__ import annotations

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
    number,
    scatter,
)
from illustrations.things import cloud, gulls, person, ripples, tree, windows

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
    scale, x = (1.08, w * 0.44) if d.upright else (0.98, w * 0.47)
    with d.at(x, floor + 34, scale):
        d.ellipse(10, 4, 330, 22, PETROL, o=0.25)
        _beast(d)
    crowd = ((0.05, 118, TEAL, 0), (0.11, 88, CORAL, 1), (0.88, 124, PETROL, 2), (0.94, 92, AMBER, 3), (0.8, 116, VIOLET, 4))
    for part, height, coat, who in crowd:
        person(d, part * w, floor + 74 + who * 4, height, coat, who)


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
            f"M{number(x)} {number(floor - 380)}L{number(x + bay / 2)} {number(floor - 520)}L{number(x + bay)} {number(floor - 380)}",
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
    d.path("M-270 -330q-8 -150 120 -180q130 -34 270 -8q90 20 98 130q6 110 -60 150q-150 34 -330 12q-90 -20 -98 -104Z", HIDE)
    d.path("M-262 -300q10 70 92 90q180 22 330 -12q40 -26 54 -80q-40 60 -150 66q-200 16 -326 -64Z", mix(HIDE, DEEP, 0.28))
    for i, x in enumerate((-180, -90, 0, 90)):
        d.path(f"M{x} -510q-26 120 {-6 + i * 4} 300", stroke=mix(HIDE, DEEP, 0.35), width=5)
        for k in range(4):
            d.circle(x - 3 - k * 3, -460 + k * 66, 6, SUN, o=0.9)
    _leg(d, (-190, -310), (-222, -160), (-205, 0), mix(HIDE, AMBER, 0.15))
    _leg(d, (150, -310), (190, -180), (222, -30), mix(HIDE, AMBER, 0.15))
    _howdah(d)
    _head(d)


def _leg(d: Drawing, hip: tuple[float, float], knee: tuple[float, float], foot: tuple[float, float], tint: str) -> None:
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
    for i, (coat, skin) in enumerate(((TEAL, "#e8b48c"), (CORAL, "#8a5a3c"), (CREAM, "#c98e66"), (VIOLET, "#f0cdb0"))):
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


STONE = "#a9a7a0"


def _wall(d: Drawing) -> None:
    d.rect(-1200, -270, 2400, 300, mix(STONE, PETROL, 0.18))
    for i in range(40):
        d.rect(-1200 + i * 60, -298, 36, 40, mix(STONE, PETROL, 0.18))
    d.rect(-1200, -246, 2400, 10, mix(STONE, PETROL, 0.4))


def _tower(d: Drawing, x: float, half: float, height: float) -> None:
    """A round tower whose axis is at x: shaft, corbels, crenels, lit from the right."""
    dark, light = mix(STONE, PETROL, 0.35), mix(STONE, CREAM, 0.5)
    d.poly([(x - half * 1.06, 30), (x - half, -height), (x + half, -height), (x + half * 1.06, 30)], STONE)
    d.poly([(x - half * 1.06, 30), (x - half, -height), (x - half * 0.5, -height), (x - half * 0.55, 30)], dark, o=0.55)
    d.poly([(x + half * 0.5, 30), (x + half * 0.46, -height), (x + half, -height), (x + half * 1.06, 30)], light, o=0.6)
    top = -height - 66
    d.rect(x - half * 1.12, top, half * 2.24, 72, STONE)
    d.rect(x - half * 1.12, top, half * 0.5, 72, dark, o=0.55)
    d.rect(x + half * 0.56, top, half * 0.56, 72, light, o=0.6)
    for i in range(9):
        cx = x - half * 1.0 + i * half * 0.25
        d.path(f"M{number(cx - half * 0.09)} {top + 72:.0f}v16a{number(half * 0.09)} 12 0 0 0 {number(half * 0.18)} 0v-16Z", dark)
        if i < 8:
            d.rect(cx + half * 0.02, top - 34, half * 0.19, 40, STONE if i < 6 else mix(STONE, light, 0.6))
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
    for x, half in ((-268, 160), (268, 168), (-610, 150), (640, 160)):
        if not d.upright or abs(x) < 400:
            d.rect(w / 2 + (x - half) * scale, water + 20, 2 * half * scale, (h - water) * 0.5, STONE, o=0.3)
    ripples(d, (0, water + 36, w, (h - water) * 0.9), CREAM, 22, o=0.45)
    d.poly([(w / 2 - 56, water + 16), (w / 2 + 56, water + 16), (w / 2 + 150, h), (w / 2 - 150, h)], mix(WOOD, AMBER, 0.3))
    for i in range(7):
        y = water + 30 + (h - water) * (i / 7) ** 1.3
        half = 58 + 94 * (y - water - 16) / (h - water - 16)
        d.line((w / 2 - half, y), (w / 2 + half, y), mix(WOOD, DEEP, 0.3), 4)
    person(d, w / 2 - 24, water + 88, 96, CORAL, 1)
    person(d, w / 2 + 26, water + 96, 104, TEAL, 0)
    for x, y, s in ((0.2, 0.5, 1.0), (0.27, 0.62, 0.8), (0.8, 0.42, 0.9)):
        with d.at(w * x, water + (h - water) * y, s):
            d.path("M-34 0q4 22 34 22t38 -20l10 -6q-20 -2 -24 0q-20 -16 -58 4Z", CREAM)
            d.circle(-34, -12, 13, mix(TEAL, PETROL, 0.3))
            d.path("M-46 -12l-16 4l16 4Z", AMBER)


def scene(d: Drawing) -> None:
    """A stage at night: beams, a singer and a band, hands in the air."""
    w, h = d.width, d.height
    floor = h * (0.66 if d.upright else 0.7)
    d.ground((0, "#140f2a"), (0.6, "#3a2257"), (1, "#120d22"))
    beams = ((0.1, 0.34, CORAL), (0.28, 0.2, VIOLET), (0.5, 0.5, SUN), (0.72, 0.8, TEAL), (0.9, 0.64, AMBER))
    spread = w * (0.16 if d.upright else 0.11)
    for start, end, tint in beams:
        top, low = start * w, end * w
        d.poly([(top - 12, 60), (top + 12, 60), (low + spread, floor), (low - spread, floor)], d.beam(tint, 0.75))
    d.ellipse(w / 2, floor, w * 0.42, 240, d.glow(CORAL, 0.5))
    d.rect(0, 30, w, 14, DEEP)
    d.rect(0, 64, w, 10, DEEP)
    for i in range(round(w / 60)):
        d.line((i * 60, 70), (i * 60 + 30, 36), DEEP, 5)
        d.line((i * 60 + 30, 36), (i * 60 + 60, 70), DEEP, 5)
    for start, _, tint in beams:
        d.rect(start * w - 22, 66, 44, 38, DEEP, r=8)
        d.ellipse(start * w, 104, 20, 8, tint)
    d.path(f"M0 {number(floor)}H{number(w)}V{number(floor + 70)}H0Z", "#0d0a1a")
    d.rect(0, floor - 6, w, 8, mix(AMBER, CORAL, 0.4))
    size = 1.0 if d.upright else 0.95
    with d.at(w * 0.5, floor - 4, size):
        _band(d, 300 if d.upright else 420)
    _crowd(d, floor)


def _band(d: Drawing, reach: float) -> None:
    """A singer between a double bass and a saxophone, feet on y = 0."""
    ink = "#100b20"
    d.path("M-30 0l10 -150h44l14 150h-28l-10 -100l-6 100Z", ink)
    d.path("M-40 -140q-6 -90 14 -124q30 -20 58 0q18 50 10 124Z", CORAL)
    d.path("M-26 -250q-40 -60 -8 -100", stroke=CORAL, width=24)
    d.path("M34 -252q40 20 26 -52", stroke=CORAL, width=22)
    d.circle(4, -300, 31, "#8a5a3c")
    d.path("M-30 -300q-14 -54 34 -56t34 50q-30 -20 -68 6Z", ink)
    d.line((60, -312), (66, 0), AMBER, 6)
    d.circle(52, -316, 13, CREAM)
    d.ellipse(66, -2, 32, 7, ink)
    x = -reach
    d.path(f"M{x - 26} 0v-160q-4 -90 30 -100q40 4 36 96v164Z", TEAL)
    d.circle(x + 6, -296, 29, "#e8b48c")
    d.path(f"M{x - 24} -300q0 -34 34 -34t28 26Z", ink)
    d.path(f"M{x + 76} -20q-50 -30 -22 -84q-18 -50 26 -66h12q44 16 26 66q28 54 -22 84Z", WOOD)
    d.line((x + 86, -90), (x + 84, -330), "#4a2f22", 12)
    d.path(f"M{x + 30} -220q30 -30 54 -30M{x + 20} -160q40 10 62 30", stroke=TEAL, width=20)
    d.line((x + 86, -10), (x + 86, 0), ink, 6)
    x = reach
    d.path(f"M{x - 36} 0v-160q-4 -94 32 -100q40 4 36 96v164Z", VIOLET)
    d.circle(x - 4, -296, 29, "#6b4430")
    d.path(f"M{x - 36} -304h60l-8 -26h-42Z", CREAM)
    d.path(f"M{x - 34} -284q-44 20 -36 90q4 46 -34 44q-26 -4 -24 -34", stroke=AMBER, width=17)
    d.circle(x - 130, -190, 23, AMBER)
    d.path(f"M{x - 20} -220q-40 20 -46 30", stroke=VIOLET, width=20)


def _crowd(d: Drawing, floor: float) -> None:
    w, h = d.width, d.height
    for row, (tint, rise, step) in enumerate((("#2a1a45", 30, 74), ("#1b1130", 120, 96), ("#0c0818", 220, 124))):
        base = floor + rise
        for i in range(round(w / step) + 2):
            x = (i - 0.5) * step + scatter(i, 40, row)
            y = base + 40 + scatter(i, 46, row + 5)
            r = 24 + row * 8
            d.circle(x, y, r, tint)
            d.path(f"M{number(x - r * 1.9)} {number(h)}V{number(y + r * 2.1)}q{number(r * 1.9)} {number(-r * 1.7)} {number(r * 3.8)} 0V{number(h)}Z", tint)
            if (i * 7 + row * 3) % 5 < 2:
                lean = scatter(i, 50, row + 2) - 25
                d.line((x + r * 1.3, y + r * 2), (x + r * 1.4 + lean, y - r * 2.6), tint, r * 0.62)
                d.circle(x + r * 1.4 + lean, y - r * 2.8, r * 0.42, tint)
        d.rect(0, base + 110, w, h, tint)


def bibliotheque(d: Drawing) -> None:
    """Somebody reads in an armchair under a lamp, before walls of books."""
    w, h = d.width, d.height
    floor = h * (0.84 if d.upright else 0.83)
    d.rect(0, 0, w, floor, "#234551")
    _shelves(d, floor)
    d.rect(0, floor, w, h - floor, mix(WOOD, AMBER, 0.25))
    d.rect(0, floor, w, 10, mix(WOOD, DEEP, 0.3))
    x = w * (0.52 if d.upright else 0.56)
    d.ellipse(x, floor + 72, 380, 44, mix(CORAL, WOOD, 0.35))
    d.ellipse(x, floor + 72, 320, 34, mix(CORAL, AMBER, 0.35))
    d.circle(x + 40, floor - 330, 420, d.glow(SUN, 0.6))
    with d.at(x, floor + 64, 1.12):
        _reader(d)


def _shelves(d: Drawing, floor: float) -> None:
    w = d.width
    colours = (CORAL, AMBER, CREAM, TEAL, SKY, VIOLET, GREEN, "#b5483a", "#2f7f86", "#e8c88a")
    rows = 6 if d.upright else 4
    shelf = floor / rows
    for row in range(rows):
        base = (row + 1) * shelf - 18
        d.rect(0, base, w, 18, mix(WOOD, DEEP, 0.15))
        d.rect(0, base + 18, w, 16, DEEP, o=0.25)
        x, i = 12.0, row * 31
        while x < w:
            wide, tall = 22 + scatter(i, 26, row), shelf * (0.52 + scatter(i * 2, 0.26, row + 3))
            tint = mix(colours[(i * 7 + row) % len(colours)], "#234551", 0.22)
            if i % 11 == 7:
                with d.at(x + 26, base, turn=14):
                    d.rect(-wide * 0.5, -tall, wide, tall, tint, r=3)
                x += wide + 44
            elif i % 17 == 5:
                x += 60
            else:
                d.rect(x, base - tall, wide, tall, tint, r=3)
                d.rect(x, base - tall * 0.82, wide, 7, CREAM, o=0.55)
                x += wide + 3
            i += 1
    for i in range(1, 2 if d.upright else 3):
        d.rect(i * w / (2 if d.upright else 3) - 11, 0, 22, floor, mix(WOOD, DEEP, 0.3))


def _reader(d: Drawing) -> None:
    """An armchair with a reader, seen from the front left, standing on y = 0."""
    chair, dark = TEAL, mix(TEAL, DEEP, 0.4)
    for x in (-150, 150):
        d.line((x, -30), (x * 1.08, 0), WOOD, 16)
    d.path("M-170 -60v-250q0 -110 170 -110t170 110v250Z", chair)
    d.rect(-150, -190, 300, 70, mix(TEAL, CREAM, 0.15), r=24)
    d.path("M-64 -170L-70 -60L-30 -50M64 -170L52 -66L86 -44", stroke="#3a3f66", width=52)
    d.path("M-84 -14h70q8 -34 -30 -36l-36 6ZM46 -10h74q8 -34 -30 -36l-40 6Z", CREAM)
    d.path("M-92 -160q-8 -120 30 -146q60 -30 124 0q38 26 30 146q-90 24 -184 0Z", AMBER)
    d.circle(0, -352, 56, "#c98e66")
    d.path("M-60 -350q-20 -86 60 -90q84 4 62 92q-12 -46 -44 -52q-40 18 -78 50Z", "#3a261d")
    d.path("M-24 -342h18m12 0h18", stroke=PETROL, width=5)
    d.path("M-10 -322q10 8 20 0", stroke=PETROL, width=4)
    for side in (-1, 1):
        d.path(f"M{side * 80} -276q{side * 34} 70 {side * -26} 92", stroke=mix(AMBER, CORAL, 0.3), width=36)
    d.path("M0 -176L-92 -200V-276L0 -252L92 -276V-200Z", CORAL)
    d.path("M0 -252V-176", stroke=CREAM, width=5)
    d.path("M-196 -40v-140q0 -46 42 -46t42 46v140ZM196 -40v-140q0 -46 -42 -46t-42 46v140Z", dark)
    d.rect(-180, -96, 360, 62, dark, r=18)
    d.path("M-60 -96q4 -40 44 -46l6 -22l16 16q34 10 30 52Z", PETROL)
    d.line((270, 0), (270, -470), PETROL, 10)
    d.path("M270 -470q-6 -70 -84 -74", stroke=PETROL, width=10)
    d.path("M118 -486l34 -72h56l34 72Z", AMBER)
    d.path("M118 -486h124l80 300h-290Z", d.beam(SUN, 0.35))
    d.ellipse(270, 0, 60, 10, PETROL)
