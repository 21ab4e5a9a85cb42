"""The kitchen: peelings, tap, canteen tray."""

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

LEAF = "#3f8a6c"


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
    spots = (
        ((-230, -560), (220, -540), (150, -760), (-190, -800))
        if tall
        else ((-300, -520), (250, -500), (330, -660), (-250, -690))
    )
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
    d.path(
        "M-62 -150q62 -44 124 0q-8 18 -14 22q-48 -16 -96 0q-8 -6 -14 -22ZM-62 -10"
        "q62 30 124 0q-8 -18 -16 -22q-46 12 -92 0q-8 4 -16 22Z",
        CORAL,
    )
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
        d.path(
            f"M{-270 + shift} -60V-560"
            f"Q{-270 + shift} {-720 - shift} {-135} {-720 - shift}T{0 - shift} -560"
            "V-540",
            stroke=tint,
            width=width,
        )
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
    d.path(
        "M-160 20q60 -130 210 -110q40 4 70 40q26 -34 56 -34q-10 50 0 96"
        "q-40 -6 -60 -34q-60 70 -170 70q-70 -4 -106 -28Z",
        "#e9a27f",
    )
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
    d.path(
        "M420 -246q14 0 22 30q4 60 -22 140q-60 0 -70 -44q-4 -46 40 -76q4 -50 30 -50Z", mix(GREEN, LEAF, 0.35)
    )
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
