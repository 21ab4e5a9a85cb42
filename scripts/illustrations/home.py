"""Drawings of everyday life: pool, peelings, tap, canteen tray, insulated house, giving blood."""

from __future__ import annotations

import math

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

LEAF = "#3f8a6c"


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
    d.path("M-190 -26q-120 -16 -210 -40M-190 26q-120 16 -210 40M-210 0q-90 0 -150 0", stroke=CREAM, width=8, o=0.8)
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


def biodechets(d: Drawing) -> None:
    """Peelings fall into the brown caddy, a shoot grows out of it."""
    w, h = d.width, d.height
    d.rect(0, 0, w, h, mix(GREEN, CREAM, 0.45))
    x, y = w * 0.5, h * (0.6 if d.upright else 0.52)
    d.circle(x, y - (120 if d.upright else 40), 520 if d.upright else 430, mix(SUN, CREAM, 0.15))
    table = h * (0.86 if d.upright else 0.88)
    d.rect(0, table, w, h - table, mix(WOOD, AMBER, 0.45))
    d.rect(0, table, w, 10, mix(WOOD, AMBER, 0.2))
    scale = 1.25 if d.upright else 1.0
    with d.at(x, table + 40, scale):
        d.ellipse(0, 0, 270, 22, WOOD, o=0.45)
        _heap(d)
        _caddy(d)
        _peelings(d, tall=d.upright)
    with d.at(x - (330 if d.upright else 480), table + 44, scale):
        _apple(d)
    with d.at(x + (300 if d.upright else 440), table + 50, scale):
        _egg(d)


def _caddy(d: Drawing) -> None:
    brown, dark = "#9a6238", "#6f4526"
    d.path("M-190 -350H190L150 -24q-4 24 -30 24h-240q-26 0 -30 -24Z", brown)
    d.path("M-190 -350h96l24 350h-50q-26 0 -30 -24Z", dark, o=0.45)
    d.rect(-214, -384, 428, 54, dark, r=18)
    d.rect(-214, -384, 428, 16, brown, r=8)
    d.path("M-186 -340q0 250 186 250t186 -250", stroke=DEEP, width=15, o=0.5)
    d.circle(0, -150, 74, CREAM)
    d.path("M-2 -104q-58 -30 -30 -96q56 2 62 50q2 30 -32 46Z", LEAF)
    d.path("M-8 -100q6 -46 -12 -76", stroke=CREAM, width=7)


def _heap(d: Drawing) -> None:
    d.ellipse(0, -384, 180, 56, "#5a3a22")
    d.path("M-150 -380q30 -70 90 -60q30 -50 90 -30q60 -10 90 50q20 10 22 40Z", mix(GREEN, LEAF, 0.4))
    d.path("M-160 -376q10 -60 66 -64q20 30 8 66Z", CORAL)
    d.path("M40 -378q16 -70 80 -54q30 20 30 56Z", AMBER)
    d.path("M-14 -430q-10 -120 -4 -190", stroke=LEAF, width=15)
    d.path("M-18 -560q-100 0 -120 -92q100 -10 120 92Z", GREEN)
    d.path("M-18 -596q10 -110 120 -110q0 104 -120 110Z", LEAF)
    d.path("M-16 -594q50 -30 84 -78M-24 -566q-30 -40 -70 -62", stroke=CREAM, width=5, o=0.7)


def _peelings(d: Drawing, *, tall: bool) -> None:
    """What is falling in, round about the shoot."""
    spots = ((-230, -560), (220, -540), (150, -760), (-190, -800)) if tall else ((-300, -520), (250, -500), (330, -660), (-250, -690))
    (ax, ay), (bx, by), (cx, cy), (ex, ey) = spots
    with d.at(ax, ay, turn=-30):
        d.path("M-20 -70q40 -10 50 30l-30 130q-12 14 -18 -4l-22 -120q0 -30 20 -36Z", CORAL)
        d.path("M0 -70q-30 -50 -50 -60m52 60q-4 -60 4 -82m0 82q30 -40 52 -52", stroke=LEAF, width=12)
        d.path("M-12 -20h24M0 14h24", stroke=mix(CORAL, DEEP, 0.3), width=6)
    with d.at(bx, by, turn=20):
        d.path("M-70 -30q70 80 140 -10q20 -6 18 14q-60 130 -164 26q-14 -20 6 -30Z", AMBER)
        d.path("M-66 -14q70 86 146 6", stroke=SUN, width=8)
        d.circle(80, -34, 10, "#6f4526")
    with d.at(cx, cy, turn=-12):
        d.path("M-70 0q30 -60 70 -20t70 -10q10 20 -10 30q-40 30 -70 0t-50 26q-20 -6 -10 -26Z", "#d9c08a")
        d.path("M-56 8q30 -40 56 -14t56 -4", stroke=CREAM, width=6)
    with d.at(ex, ey, turn=24):
        d.path("M0 70q-90 -40 -50 -140q100 10 100 80q0 40 -50 60Z", LEAF)
        d.path("M-4 66q10 -60 -26 -110", stroke=GREEN, width=7)


def _apple(d: Drawing) -> None:
    d.ellipse(0, 0, 90, 12, WOOD, o=0.4)
    d.path("M-62 -150q62 -30 124 0q-40 66 0 140q-62 22 -124 0q40 -74 0 -140Z", CREAM)
    d.path("M-62 -150q62 -44 124 0q-8 18 -14 22q-48 -16 -96 0q-8 -6 -14 -22ZM-62 -10q62 30 124 0q-8 -18 -16 -22q-46 12 -92 0q-8 4 -16 22Z", CORAL)
    d.line((0, -164), (14, -210), "#6f4526", 10)
    for x, y in ((-9, -88), (10, -74)):
        d.ellipse(x, y, 7, 13, "#6f4526")


def _egg(d: Drawing) -> None:
    d.ellipse(0, 0, 90, 12, WOOD, o=0.4)
    d.path("M-76 -84l24 20l26 -26l26 26l26 -26l26 26l24 -20q10 86 -76 86t-76 -86Z", CREAM)
    d.path("M-76 -84l24 20l14 -14q-14 70 24 78q-62 -10 -62 -84Z", mix(CREAM, AMBER, 0.4))


def eau(d: Drawing) -> None:
    """A tap fills a glass; the drop catches the light."""
    w, h = d.width, d.height
    d.ground((0, mix(SKY, CREAM, 0.55)), (1, mix(SKY, CREAM, 0.15)))
    x = w * 0.5
    table = h * 0.87
    d.circle(x, h * 0.5, 430 if d.upright else 390, mix(CREAM, SKY, 0.12))
    for i in range(7):
        r = 16 + scatter(i, 26, 2)
        d.circle(x - 420 + scatter(i, 840, 1), h * 0.18 + scatter(i, h * 0.5, 6), r, CREAM, o=0.65)
    d.rect(0, table, w, h - table, TEAL)
    d.rect(0, table, w, 10, mix(TEAL, PETROL, 0.35))
    scale = 1.25 if d.upright else 1.02
    with d.at(x + 90, table + 34, scale):
        _tap(d)
        _glass(d)


def _tap(d: Drawing) -> None:
    """A swan neck whose mouth is above x = 0, its foot at the left."""
    for tint, shift, width in ((mix(PETROL, SKY, 0.35), 0, 66), (mix(SKY, CREAM, 0.6), -15, 13)):
        d.path(f"M{-270 + shift} -60V-560Q{-270 + shift} {-720 - shift} {-135} {-720 - shift}T{0 - shift} -560V-540", stroke=tint, width=width)
    d.rect(-330, -70, 120, 70, PETROL, r=12)
    d.rect(-44, -560, 88, 46, PETROL, r=10)
    d.rect(-292, -330, 44, 60, PETROL)
    d.path("M-300 -330h60v-30h-60ZM-350 -376h160", stroke=CORAL, width=30)


def _glass(d: Drawing) -> None:
    d.ellipse(0, 0, 150, 18, PETROL, o=0.3)
    d.path("M-22 -514h44l-8 300h-28Z", SKY)
    d.path("M-6 -514h12l-3 300h-6Z", CREAM, o=0.8)
    d.path("M-132 -320H132L104 -14q-2 14 -18 14H-86q-16 0 -18 -14Z", CREAM, o=0.55)
    d.path("M-122 -206q60 -22 122 0t122 0L104 -22q-2 14 -18 14H-86q-16 0 -18 -14Z", "#4cb6dd")
    d.path("M-122 -206q60 -22 122 0t122 0l-3 34q-60 20 -119 0t-119 0Z", SKY)
    for i in range(9):
        d.circle(-70 + scatter(i, 140, 3), -40 - scatter(i, 110, 8), 5 + scatter(i, 7, 5), CREAM, o=0.8)
    d.line((-104, -290), (-84, -40), CREAM, 11, o=0.9)
    d.path("M-132 -320H132", stroke=CREAM, width=8)
    for x, y, r in ((-60, -236, 12), (58, -246, 15), (88, -280, 9), (-86, -270, 8)):
        d.circle(x, y, r, SKY)


def cantine(d: Drawing) -> None:
    """A canteen tray from above: soup, fish and vegetables, cheese, pear, bread."""
    w, h = d.width, d.height
    d.rect(0, 0, w, h, mix(AMBER, CREAM, 0.25))
    for i in range(24):
        d.rect(i * 80, 0, 40, h, mix(AMBER, CREAM, 0.45), o=0.6)
    with d.at(w / 2, h / 2, 1.0 if d.upright else 1.06, turn=-84 if d.upright else -6):
        d.rect(-572, -328, 1160, 680, WOOD, r=60, o=0.3)
        d.rect(-580, -340, 1160, 680, TEAL, r=60)
        d.rect(-552, -312, 1104, 624, mix(TEAL, CREAM, 0.18), r=44)
        _plate(d)
        _bowl(d)
        _dessert(d)
        d.rect(-500, 160, 300, 120, CREAM, r=12)
        for y, tint in ((190, PETROL), (230, PETROL)):
            d.line((-470, y), (-330, y), tint, 13)
        d.path("M-330 190h70M-330 176h60M-330 204h60", stroke=PETROL, width=7)
        d.ellipse(-270, 230, 44, 19, PETROL)


def _plate(d: Drawing) -> None:
    d.circle(6, 14, 250, PETROL, o=0.18)
    d.circle(0, 0, 250, CREAM)
    d.circle(0, 0, 196, mix(CREAM, SKY, 0.12))
    d.path("M-160 20q60 -130 210 -110q40 4 70 40q26 -34 56 -34q-10 50 0 96q-40 -6 -60 -34q-60 70 -170 70q-70 -4 -106 -28Z", "#e9a27f")
    d.path("M-90 -20q10 30 -2 56M-40 -54q20 50 0 96M20 -72q24 60 0 108", stroke=CORAL, width=8)
    d.circle(-128, 10, 9, PETROL)
    for i in range(11):
        x, y = -90 + i * 21, 118 + 26 * math.sin(i * 1.7)
        d.circle(x, y, 23, GREEN if i % 3 else AMBER)
        d.circle(x - 5, y - 6, 8, LEAF if i % 3 else SUN)
    d.path("M60 -150a52 52 0 0 1 74 60Z", SUN)
    d.path("M66 -138a40 40 0 0 1 54 44Z", AMBER)


def _bowl(d: Drawing) -> None:
    d.circle(-386, -94, 150, PETROL, o=0.18)
    d.circle(-390, -104, 150, VIOLET)
    d.circle(-390, -104, 122, "#e58b3f")
    d.path("M-470 -110q40 -60 80 0t80 -6q-6 60 -60 60t-100 -54Z", "#f0a45c")
    for x, y, turn in ((-420, -140, 20), (-350, -80, -30), (-400, -70, 70)):
        with d.at(x, y, turn=turn):
            d.ellipse(0, 0, 22, 9, LEAF)


def _dessert(d: Drawing) -> None:
    d.rect(318, -262, 216, 216, CREAM, r=28)
    d.path("M420 -246q26 0 30 50q44 30 40 76q-8 56 -70 56t-70 -56q-4 -46 40 -76q4 -50 30 -50Z", GREEN)
    d.path("M420 -246q14 0 22 30q4 60 -22 140q-60 0 -70 -44q-4 -46 40 -76q4 -50 30 -50Z", mix(GREEN, LEAF, 0.35))
    d.path("M420 -246q2 -20 14 -32", stroke=WOOD, width=9)
    d.path("M440 -262q30 -30 66 -14q-30 32 -66 14Z", LEAF)
    d.rect(318, 6, 216, 150, CREAM, r=28)
    d.path("M344 118l150 -84q24 34 14 92h-160Z", SUN)
    d.path("M344 118h164v22h-164Z", AMBER)
    for x, y, r in ((430, 98, 11), (474, 76, 9), (478, 108, 7)):
        d.circle(x, y, r, AMBER)
    d.ellipse(410, 236, 110, 54, WOOD)
    d.ellipse(408, 230, 104, 48, "#d49a5b")
    d.path("M340 214q24 30 14 46M392 200q26 34 16 66M446 200q22 30 14 58", stroke=SUN, width=8)


def isolation(d: Drawing) -> None:
    """A house cut open in the snow: warm rooms inside a thick, golden shell."""
    w, h = d.width, d.height
    ground = h * (0.84 if d.upright else 0.87)
    d.ground((0, "#27496a"), (0.6, "#6fa3c4"), (1, CREAM))
    for i in range(60):
        d.circle(scatter(i, w, 1), scatter(i, ground, 6), 4 + scatter(i, 6, 3), CREAM, o=0.8)
    d.path(f"M0 {number(ground - 90)}q{number(w * 0.25)} -80 {number(w * 0.5)} -10t{number(w * 0.5)} -20V{number(h)}H0Z", "#c6dbe6")
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


def sang(d: Drawing) -> None:
    """Two arms hold a great drop; a plaster on one, a heart within."""
    w, h = d.width, d.height
    d.rect(0, 0, w, h, mix(CORAL, CREAM, 0.72))
    x, y = w * 0.5, h * 0.47
    for r, part in ((520, 0.6), (410, 0.45), (310, 0.25)):
        d.circle(x, y, r, mix(CORAL, CREAM, part), o=0.5)
    with d.at(x, y + 20, 1.3 if d.upright else 1.1):
        d.path("M0 -320q170 220 170 330a170 170 0 0 1 -340 0q0 -110 170 -330Z", CORAL)
        d.path("M0 -320q170 220 170 330a170 170 0 0 1 -170 170q120 -60 110 -180q-10 -110 -110 -320Z", mix(CORAL, DEEP, 0.45), o=0.5)
        d.path("M-112 20q-6 -62 34 -128", stroke=mix(CORAL, CREAM, 0.55), width=17)
        d.path("M0 110q-96 -62 -96 -122q0 -46 46 -46q34 0 50 34q16 -34 50 -34q46 0 46 46q0 60 -96 122Z", CREAM)
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
