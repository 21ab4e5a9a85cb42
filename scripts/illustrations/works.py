"""Road works at night."""

from __future__ import annotations

from illustrations.drawing import AMBER, CORAL, CREAM, DEEP, PETROL, SKY, SUN, Drawing, mix, number, scatter
from illustrations.things import stars, windows


def travaux(d: Drawing) -> None:
    """Night works: barriers and lamps in front, a digger against the sky."""
    w, h = d.width, d.height
    floor = h * (0.76 if d.upright else 0.78)
    d.ground((0, "#14243a"), (0.7, "#4f5f7d"), (0.8, "#c98a62"))
    stars(d, h * 0.4, 30, CREAM)
    for i in range(10):
        height = 90 + scatter(i, 130, 4)
        d.rect(i * w / 10, floor - height, w / 10 * 0.9, height, "#2b3a55")
        windows(d, (i * w / 10, floor - height, w / 10 * 0.9, height), (4, 4), AMBER, lit=0.3, seed=i)
    d.rect(0, floor, w, h - floor, d.fall((0, "#3a3f4c"), (1, DEEP)))
    for i in range(-6, 7):
        d.line((w / 2 + i * 90, floor + 20), (w / 2 + i * 230, h), "#4a505f", 5, o=0.5)
    with d.at(w * (0.42 if d.upright else 0.48), floor + 30, 1.0 if d.upright else 1.2):
        _digger(d)
    for x in (0.06, 0.94):
        d.line((w * x, floor + 10), (w * x, floor - 460), DEEP, 10)
        d.poly(
            [(w * x, floor - 460), (w * 0.5 - 200, floor + 30), (w * 0.5 + 200, floor + 30)], d.beam(SUN, 0.3)
        )
        d.rect(w * x - 44, floor - 490, 88, 46, DEEP, r=8)
        d.rect(w * x - 34, floor - 480, 68, 26, SUN, r=6)
    base = h - (150 if d.upright else 70)
    count = 2 if d.upright else 3
    for i in range(count):
        with d.at(w * (i + 0.5) / count, base, 1.0):
            _barrier(d, w / count * 0.8)
    for i in range(count - 1):
        with d.at(w * (i + 1) / count, base + 26, 1.15):
            _cone(d)


def _digger(d: Drawing) -> None:
    d.ellipse(0, 4, 300, 18, DEEP, o=0.5)
    d.rect(-200, -84, 330, 84, DEEP, r=42)
    for i in range(5):
        d.circle(-156 + i * 60, -42, 24, "#4a505f")
    d.path("M-200 -96v-110q0 -20 20 -20h130v-90q0 -20 20 -20h110q14 0 18 14l32 126v100Z", AMBER)
    d.path("M-28 -206v-88q0 -12 12 -12h84q10 0 12 10l22 90Z", mix(SKY, PETROL, 0.2))
    d.rect(-186, -170, 120, 12, mix(AMBER, DEEP, 0.3))
    d.path("M120 -170L220 -420L390 -330", stroke=AMBER, width=44)
    d.path("M124 -180L216 -408L380 -322", stroke=mix(AMBER, CREAM, 0.45), width=8)
    d.path("M390 -330L400 -190", stroke=mix(AMBER, DEEP, 0.15), width=34)
    for x, y in ((220, -420), (390, -330), (120, -172)):
        d.circle(x, y, 19, DEEP)
    d.path("M360 -206h92q16 70 -34 110q-60 6 -96 -30l14 -18q34 10 30 -22Z", DEEP)
    d.path("M-40 -356h60v-18h-60Z", CORAL)
    d.circle(-10, -384, 90, d.glow(AMBER, 0.8))
    d.circle(-10, -382, 16, SUN)


def _barrier(d: Drawing, width: float) -> None:
    """A striped board on two feet, standing on y = 0, with a lamp at each end."""
    half = width / 2
    for x in (-half + 34, half - 34):
        d.line((x, -150), (x, 0), "#6b7280", 12)
        d.line((x - 34, 0), (x + 34, 0), "#6b7280", 12)
    outline = f"M{number(-half)} -176H{number(half)}V-104H{number(-half)}Z"
    with d.inside(outline):
        d.rect(-half, -176, width, 72, CREAM)
        for i in range(round(width / 74) + 2):
            x = -half - 60 + i * 74
            d.poly([(x, -104), (x + 37, -104), (x + 97, -176), (x + 60, -176)], CORAL)
    for x in (-half + 34, half - 34):
        d.circle(x, -206, 92, d.glow(AMBER, 0.85))
        d.rect(x - 13, -190, 26, 16, DEEP)
        d.circle(x, -206, 22, AMBER)
        d.circle(x + 6, -212, 8, SUN)


def _cone(d: Drawing) -> None:
    d.rect(-54, -14, 108, 14, mix(CORAL, DEEP, 0.3), r=5)
    d.path("M-40 -14L-10 -150q10 -10 20 0L40 -14Z", CORAL)
    d.path("M-30 -60L-22 -96H22L30 -60ZM-17 -118L-12 -140q12 -8 24 0L17 -118Z", CREAM)
