"""The tram on its bridge at dusk."""

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
    WOOD,
    Drawing,
    mix,
    number,
    scatter,
)
from illustrations.things import ripples, stars, windows


def tram(d: Drawing) -> None:
    """A tram crosses the arches at dusk, its windows lit."""
    w, h = d.width, d.height
    deck = h * (0.55 if d.upright else 0.56)
    dusk(d, deck)
    ripples(d, (0, deck + 204, w, (h - deck - 190) * 0.95), SUN, 26 if d.upright else 16, o=0.5)
    bridge(d, deck)
    length = 760 if d.upright else 980
    with d.at((w - length) / 2 + (0 if d.upright else 40), deck - 24):
        tramway(d, length)


def dusk(d: Drawing, deck: float, *, moon: float = 0.2) -> None:
    """Evening sky with a moon, the far bank, and the water below."""
    w, h = d.width, d.height
    water = deck + 190
    d.rect(0, 0, w, water, d.fall((0, "#1c2b46"), (0.45, "#5a4a78"), (0.8, "#d98a7a"), (1, AMBER)))
    stars(d, deck * 0.5, 40, CREAM)
    x, y = w * moon, h * 0.16
    d.circle(x, y, 170, d.glow(CREAM, 0.35))
    d.path(f"M{number(x)} {number(y - 62)}a62 62 0 1 1 -58 84a54 54 0 0 0 58 -84Z", CREAM)
    far = "#7d5674"
    for i in range(24):
        height = 150 + scatter(i, 110, 5)
        d.rect(i * w / 24, water - height - 60, w / 24 + 1, height + 60, far)
    d.rect(7 * w / 24, water - 480, w / 24 + 1, 480, far)
    mid = "#4a3a5e"
    for i in range(11):
        x, height = i * w / 11, 150 + scatter(i, 130, 9)
        d.rect(x, water - height, w / 11 * 0.94, height, mid)
        d.poly(
            [(x - 6, water - height), (x + w / 22 * 0.94, water - height - 46), (x + w / 11, water - height)],
            mid,
        )
        windows(d, (x, water - height + 14, w / 11 * 0.94, height), (3, 4), AMBER, lit=0.35, seed=i)
    d.rect(0, water, w, h - water, d.fall((0, "#b9776f"), (0.3, "#4c4265"), (1, "#16233a")))


def bridge(d: Drawing, deck: float) -> None:
    """Stone arches under a deck, with rail, lamps and wires."""
    w, h = d.width, d.height
    water = deck + 190
    stone, shade = "#2a2c45", "#1d2036"
    span = w / (2 if d.upright else 3)
    piers = range(-1, 4)
    outline = f"M0 {number(deck)}H{number(w)}V{number(deck + 44)}"
    for i in reversed(piers):
        right, left = (i + 1) * span - span / 2 - 34, i * span - span / 2 + 34
        outline += f"L{number(right)} {number(water + 14)}" if i == max(piers) else ""
        outline += (
            f"H{number(right)}A{number((right - left) / 2)} 165 0 0 0 {number(left)} {number(water + 14)}"
        )
    d.path(outline + f"H0V{number(deck)}Z", stone)
    for i in piers:
        x = i * span + span / 2
        d.poly([(x - 52, water + 24), (x - 34, deck + 60), (x + 34, deck + 60), (x + 52, water + 24)], stone)
        d.ellipse(x, water + 26, 66, 14, shade)
        d.rect(x - 60, water + 30, 120, (h - water) * 0.3, shade, o=0.35)
    d.rect(0, deck, w, 16, "#3b3d5c")
    d.rect(0, deck + 40, w, 6, shade)
    for i in range(5 if d.upright else 8):
        x = (i + 0.3) * w / (5 if d.upright else 8)
        d.line((x, deck), (x, deck - 262), shade, 7)
        d.path(f"M{number(x)} {number(deck - 262)}q0 -30 40 -30", stroke=shade, width=6)
        d.circle(x + 46, deck - 288, 60, d.glow(SUN, 0.6))
        d.circle(x + 46, deck - 288, 11, SUN)
    d.line((0, deck - 222), (w, deck - 222), shade, 3)


def tramway(d: Drawing, length: float) -> None:
    """A tram of that length, its wheels' lowest point at y = 24, front to the right."""
    top, low = -176, 2
    d.ellipse(length / 2, 20, length * 0.52, 14, DEEP, o=0.5)
    for i in range(6):
        d.circle(length * (0.1 + 0.16 * i), 6, 17, DEEP)
    d.path(
        f"M22 {top}H{number(length - 120)}q86 6 112 112q8 40 -2 {low - top - 112}H8"
        "q-12 -70 -6 -120q4 -50 20 -58Z",
        CREAM,
    )
    d.path(f"M4 -42H{number(length - 2)}q-1 26 -4 44H8q-4 -24 -4 -44Z", TEAL)
    d.path(f"M22 {top}H{number(length - 120)}q30 2 50 20H10q4 -16 12 -20Z", "#d8d5d2")
    inside = d.fall((0, SUN), (1, AMBER))
    count = round(length / 145)
    pane = (length - 170) / count
    for i in range(count):
        x = 24 + i * pane
        d.rect(x, -142, pane - 16, 84, inside, r=10)
        if i % 2 == 0:
            _passenger(d, x + pane * 0.36, i)
        if i % 3 == 1:
            _passenger(d, x + pane * 0.6, i + 2)
    d.path(f"M{number(length - 138)} -148h24q56 14 78 92h-102Z", SKY)
    d.path(f"M{number(length - 108)} -142q48 18 64 80h-26Z", CREAM, o=0.4)
    for i in range(1, 3):
        d.rect(i * length * 0.31, top, 10, low - top, mix(CREAM, PETROL, 0.35))
    d.circle(length - 22, -22, 12, SUN)
    d.circle(length - 14, -22, 80, d.glow(SUN, 0.55))
    d.path(f"M{number(length * 0.44)} {top}l40 -34h70", stroke=PETROL, width=6)
    d.line((length * 0.44 + 66, top - 36), (length * 0.44 + 150, top - 36), PETROL, 7)


def _passenger(d: Drawing, x: float, who: int) -> None:
    coat = (PETROL, CORAL, TEAL, "#5a4a78")[who % 4]
    d.path(f"M{number(x - 24)} -58v-14q2 -22 24 -22t24 22v14Z", coat)
    d.circle(x, -108, 16, mix(coat, DEEP, 0.4) if who % 2 else WOOD)
