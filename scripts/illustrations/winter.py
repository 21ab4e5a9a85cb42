"""Winter: rain over the roofs, the Christmas market."""

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
from illustrations.things import cloud, garland, person, stars, windows

LEAF = "#3f8a6c"


def pluie(d: Drawing) -> None:
    """Rain over the roofs; three umbrellas cross a shining street."""
    w, h = d.width, d.height
    street = h * (0.72 if d.upright else 0.74)
    d.ground((0, "#4a6b80"), (0.7, "#a9bfc6"), (1, "#33505f"))
    cloud(d, -w * 0.05, h * 0.2, w * 0.5, "#5b7b8e")
    cloud(d, w * 0.5, h * 0.16, w * 0.6, "#5b7b8e")
    for row, (tint, rise, count) in enumerate((("#7f9cab", 330, 9), ("#4f7080", 230, 7))):
        for i in range(count):
            x, wide = i * w / count, w / count
            top = street - rise - scatter(i, 110, row + 2)
            d.rect(x, top, wide + 1, street - top, tint)
            d.poly(
                [(x - 10, top + 2), (x + wide * 0.5, top - 74), (x + wide + 10, top + 2)],
                mix(tint, DEEP, 0.28),
            )
            d.rect(x + wide * 0.68, top - 76, 26, 60, mix(tint, CORAL, 0.4))
            windows(
                d, (x + 8, top + 20, wide - 16, 220), (3, 3), SUN if row else AMBER, lit=0.5, seed=i + row
            )
    d.rect(0, street, w, h - street, d.fall((0, "#27424f"), (1, PETROL)))
    d.rect(0, street, w, 12, "#8aa5b0")
    for i in range(14):
        x = scatter(i, w, 5)
        d.rect(x, street + 18, 14, 60 + scatter(i, 120, 2), AMBER, r=7, o=0.22)
    base = street + (h - street) * 0.42
    size = 1.12 if d.upright else 1.22
    spots = ((0.5, CORAL, AMBER, 0), (0.14, TEAL, VIOLET, 1), (0.86, AMBER, TEAL, 2))
    for x, umbrella, coat, who in sorted(spots, key=lambda spot: -spot[3]):
        with d.at(w * x, base + (30 if who == 0 else 0), size * (1 if who == 0 else 0.72)):
            _umbrella(d, umbrella, coat, who)
    for i in range(110 if d.upright else 90):
        x, y = scatter(i, w + 200, 1) - 60, scatter(i, h * 0.94, 8)
        d.line((x, y), (x - 15, y + 46), CREAM, 3.5, o=0.5)
    for i in range(12):
        x, y = (i + 0.5) * w / 12, street + 60 + (i * 5 % 12) / 12 * (h - street - 90)
        d.path(
            f"M{number(x - 26)} {number(y)}a26 8 0 1 0 52 0a26 8 0 1 0 -52 0", stroke=CREAM, width=3, o=0.5
        )


def _umbrella(d: Drawing, umbrella: str, coat: str, who: int) -> None:
    d.ellipse(0, 6, 110, 12, umbrella, o=0.28)
    person(d, (0, 0), 300, coat, who, stride=0.12)
    d.line((40, -140), (40, -400), PETROL, 8)
    d.path(
        "M-130 -330Q-110 -480 40 -490Q190 -480 210 -330Q180 -356 125 -330"
        "Q85 -356 40 -330Q-5 -356 -45 -330Q-95 -356 -130 -330Z",
        umbrella,
    )
    d.path("M40 -490Q100 -430 125 -330Q180 -356 210 -330Q190 -480 40 -490Z", mix(umbrella, CREAM, 0.3), o=0.8)
    d.path("M40 -490Q-20 -430 -45 -330", stroke=mix(umbrella, DEEP, 0.3), width=5)
    d.line((40, -490), (40, -514), PETROL, 8)
    d.circle(42, -150, 13, SKINS[who % 5])


def noel(d: Drawing) -> None:
    """A great lit fir tree between chalets, snow, lamps strung across."""
    w, h = d.width, d.height
    floor = h * (0.8 if d.upright else 0.83)
    d.ground((0, "#0e1d33"), (0.75, "#3b4a78"), (1, "#3b4a78"))
    stars(d, h * 0.45, 50, CREAM)
    for i in range(8):
        x, wide = i * w / 8, w / 8
        top = floor - 300 - scatter(i, 120, 3)
        tint = ("#2a3763", "#24305a")[i % 2]
        d.rect(x, top, wide + 1, floor - top, tint)
        d.poly(
            [(x - 6, top), (x + 24, top - 76), (x + wide - 24, top - 76), (x + wide + 6, top)],
            mix(tint, SKY, 0.2),
        )
        d.path(f"M{number(x + 24)} {number(top - 76)}H{number(x + wide - 24)}", stroke=CREAM, width=9)
        windows(d, (x + 8, top + 24, wide - 16, 260), (3, 4), AMBER, lit=0.55, seed=i)
    d.path(
        f"M0 {number(floor)}q{number(w / 4)} -26 {number(w / 2)} 0t{number(w / 2)} 0V{number(h)}H0Z",
        mix(CREAM, SKY, 0.25),
    )
    scale = 1.16 if d.upright else min(1.02, h / 900)
    spread = 330 if d.upright else 480
    for side, tint in ((-1, CORAL), (1, TEAL)):
        with d.at(w / 2 + side * spread, floor + 26, 0.86 if d.upright else 1.05, mirror=side > 0):
            _chalet(d, tint)
    for start, end in (((0, h * 0.3), (w / 2, h * 0.16)), ((w, h * 0.3), (w / 2, h * 0.16))):
        if not d.upright:
            garland(d, start, end, 60, (SUN, CORAL, TEAL, VIOLET))
    with d.at(w / 2, floor + 44, scale):
        _firtree(d)
    for x, height, coat, who in (
        (0.32, 128, VIOLET, 0),
        (0.66, 132, CORAL, 2),
        (0.71, 92, AMBER, 3),
        (0.1, 120, TEAL, 1),
        (0.9, 126, AMBER, 4),
    ):
        person(d, (w * x, floor + (h - floor) * 0.5), height, coat, who)
    _snow(d)


def _snow(d: Drawing) -> None:
    for i in range(70):
        d.circle(scatter(i, d.width, 2), scatter(i, d.height, 5), 3 + scatter(i, 6, 4), CREAM, o=0.85)


def _firtree(d: Drawing) -> None:
    """Foot at y = 0, 620 high."""
    d.circle(0, -330, 430, d.glow(SUN, 0.35))
    d.ellipse(0, 2, 210, 18, PETROL, o=0.3)
    d.rect(-26, -70, 52, 70, WOOD)
    for i in range(5):
        y, half = -50 - i * 100, 222 - i * 37
        top = y - 180
        tint = mix(LEAF, PETROL, 0.42 - i * 0.07)
        d.path(
            f"M0 {top}Q{half * 0.45} {y - 60} {half} {y}"
            f"Q{half * 0.5} {y + 26} 0 {y + 18}Q{-half * 0.5} {y + 26} {-half} {y}"
            f"Q{-half * 0.45} {y - 60} 0 {top}Z",
            tint,
        )
        d.path(
            f"M0 {top}Q{half * 0.45} {y - 60} {half} {y}"
            f"Q{half * 0.6} {y + 22} {half * 0.3} {y + 20}"
            f"Q{half * 0.4} {y - 60} 0 {top}Z",
            GREEN,
            o=0.25,
        )
        count = 6 - i
        for k in range(count):
            x = (k - (count - 1) / 2) * 2 * half * 0.72 / max(count - 1, 1) if count > 1 else 0
            ball = (SUN, CORAL, VIOLET, AMBER, SKY)[(k + i * 2) % 5]
            d.circle(x, y - 16 - (k % 2) * 22, 30, ball, o=0.25)
            d.circle(x, y - 16 - (k % 2) * 22, 14, ball)
    with d.at(0, -650):
        d.circle(0, 0, 110, d.glow(SUN, 0.9))
        d.path("M0 -54L15 -17L54 -14L24 11L34 50L0 29L-34 50L-24 11L-54 -14L-15 -17Z", SUN)


def _chalet(d: Drawing, tint: str) -> None:
    """A stall with a snowy roof, foot at y = 0."""
    d.rect(-150, -220, 300, 220, WOOD)
    for i in range(1, 10):
        d.line((-150 + i * 30, -220), (-150 + i * 30, 0), mix(WOOD, DEEP, 0.25), 4)
    d.rect(-124, -186, 248, 104, SUN)
    d.circle(0, -130, 190, d.glow(SUN, 0.5))
    d.path("M-16 -82v-44q0 -26 26 -26t26 26v44Z", tint)
    d.circle(10, -168, 20, SKINS[3])
    d.path("M-14 -172q2 -26 24 -26t24 26Z", CORAL)
    for i in range(4):
        x = -104 + i * 26
        d.rect(x, -110 - i % 2 * 10, 18, 28 + i % 2 * 10, (TEAL, CORAL, VIOLET, GREEN)[i], r=4)
    d.rect(-140, -86, 280, 16, mix(WOOD, AMBER, 0.4))
    d.poly([(-190, -212), (-120, -310), (120, -310), (190, -212)], mix(tint, DEEP, 0.15))
    d.path(
        "M-200 -210L-124 -322H124L200 -210q-16 18 -32 0q-18 22 -40 0q-20 24 -44 0"
        "q-20 18 -42 0q-22 24 -44 0q-22 20 -44 0q-20 22 -42 0q-18 18 -36 0"
        "q-22 20 -46 0Z",
        CREAM,
    )
    d.path("M-124 -322H124", stroke=CREAM, width=14)
