"""Evenings out and in: the stage, the library."""

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


def scene(d: Drawing) -> None:
    """A stage at night: beams, a singer and a band, hands in the air."""
    w, h = d.width, d.height
    floor = h * (0.66 if d.upright else 0.7)
    d.ground((0, "#140f2a"), (0.6, "#3a2257"), (1, "#120d22"))
    beams = ((0.1, 0.34, CORAL), (0.28, 0.2, VIOLET), (0.5, 0.5, SUN), (0.72, 0.8, TEAL), (0.9, 0.64, AMBER))
    spread = w * (0.16 if d.upright else 0.11)
    for start, end, tint in beams:
        top, low = start * w, end * w
        d.poly(
            [(top - 12, 60), (top + 12, 60), (low + spread, floor), (low - spread, floor)], d.beam(tint, 0.75)
        )
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
    for row, (tint, rise, step) in enumerate(
        (("#2a1a45", 30, 74), ("#1b1130", 120, 96), ("#0c0818", 220, 124))
    ):
        base = floor + rise
        for i in range(round(w / step) + 2):
            x = (i - 0.5) * step + scatter(i, 40, row)
            y = base + 40 + scatter(i, 46, row + 5)
            r = 24 + row * 8
            d.circle(x, y, r, tint)
            d.path(
                f"M{number(x - r * 1.9)} {number(h)}V{number(y + r * 2.1)}"
                f"q{number(r * 1.9)} {number(-r * 1.7)} {number(r * 3.8)} 0"
                f"V{number(h)}Z",
                tint,
            )
            if (i * 7 + row * 3) % 5 in {0, 1}:
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
            if not (i + 4) % 11:
                with d.at(x + 26, base, turn=14):
                    d.rect(-wide * 0.5, -tall, wide, tall, tint, r=3)
                x += wide + 44
            elif not (i + 12) % 17:
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
