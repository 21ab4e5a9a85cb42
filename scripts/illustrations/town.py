"""Drawings of the town: greenhouse, market, town hall, rain, Christmas market, road works, debate."""

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
from illustrations.things import cloud, garland, person, stars, tree, windows

LEAF = "#3f8a6c"


def serre(d: Drawing) -> None:
    """The great greenhouse, palms behind the glass, flower beds along the path."""
    w, h = d.width, d.height
    floor = h * (0.68 if d.upright else 0.72)
    d.rect(0, 0, w, floor, d.fall((0, mix(SKY, CREAM, 0.2)), (1, mix(SUN, CREAM, 0.45))))
    cloud(d, w * 0.06, h * 0.2, 250, CREAM, o=0.9)
    cloud(d, w * 0.72, h * 0.15, 280, CREAM, o=0.9)
    for i in range(11):
        tree(d, w * (i + 0.3) / 10.5, floor + 8, 260 + scatter(i, 120, 2), (mix(GREEN, TEAL, 0.4), mix(LEAF, GREEN, 0.3))[i % 2])
    d.rect(0, floor, w, h - floor, mix(GREEN, LEAF, 0.35))
    with d.at(w / 2, floor + 4, 1.0 if d.upright else 0.9):
        _glasshouse(d, 3 if d.upright else 5)
    path = mix(CREAM, AMBER, 0.3)
    d.path(
        f"M{number(w / 2 - 62)} {number(floor + 4)}h124q30 {number((h - floor) * 0.5)} 170 {number(h - floor)}"
        f"h-464q140 -{number((h - floor) * 0.5)} 170 -{number(h - floor)}Z",
        path,
    )
    _beds(d, floor)
    person(d, w / 2 - 60, floor + (h - floor) * 0.42, 128, CORAL, 3)
    person(d, w / 2 - 8, floor + (h - floor) * 0.44, 84, AMBER, 2)


def _glasshouse(d: Drawing, bays: int) -> None:
    """Foot at y = 0: a dome in the middle, lower wings of `bays` panes at each side."""
    glass, iron = mix(SKY, CREAM, 0.7), mix(LEAF, PETROL, 0.45)
    wing = bays * 84
    for side in (-1, 1):
        x = -190 - wing if side < 0 else 190
        d.rect(x, -250, wing, 250, glass)
        d.path(f"M{x} -250q{wing / 2} -110 {wing} 0Z", glass)
        _palms(d, x + wing * 0.3, 0.62)
        _palms(d, x + wing * 0.75, 0.5)
        for i in range(bays + 1):
            d.line((x + i * 84, -250), (x + i * 84, 0), iron, 6)
        d.path(f"M{x} -250q{wing / 2} -110 {wing} 0M{x} -150h{wing}M{x} -250h{wing}", stroke=iron, width=7)
    d.path("M-190 0V-330C-190 -470 -110 -560 0 -580C110 -560 190 -470 190 -330V0Z", mix(glass, CREAM, 0.4))
    _palms(d, -70, 1.15)
    _palms(d, 84, 0.9)
    d.path("M-190 0V-330C-190 -470 -110 -560 0 -580C110 -560 190 -470 190 -330V0", stroke=iron, width=13)
    d.path("M-95 0V-330Q-90 -500 0 -580Q90 -500 95 -330V0M0 -580V0M-190 -330H190M-180 -420Q0 -450 180 -420M-140 -500Q0 -524 140 -500M-190 -190H190", stroke=iron, width=6)
    d.path("M-62 0v-150a62 62 0 0 1 124 0v150Z", mix(TEAL, PETROL, 0.5))
    d.path("M-44 0v-146a44 48 0 0 1 38 -46v192ZM44 0v-146a44 48 0 0 0 -38 -46v192Z", mix(SUN, CREAM, 0.3))
    d.rect(-40, -620, 80, 44, iron, r=8)
    d.line((0, -620), (0, -690), iron, 8)
    d.circle(0, -696, 12, AMBER)
    d.rect(-202 - wing, -26, wing + 140, 26, mix(CREAM, AMBER, 0.35))
    d.rect(62, -26, wing + 140, 26, mix(CREAM, AMBER, 0.35))
    d.path("M-150 -300q0 -150 100 -220", stroke=CREAM, width=14, o=0.8)


def _palms(d: Drawing, x: float, size: float) -> None:
    with d.at(x, 0, size):
        d.path("M-12 0q14 -150 0 -300h22q12 150 6 300Z", WOOD)
        for i, (ex, ey) in enumerate(((-150, -250), (-130, -350), (-60, -420), (40, -430), (120, -360), (150, -260))):
            tint = (LEAF, mix(LEAF, GREEN, 0.5))[i % 2]
            d.path(f"M0 -300Q{ex * 0.5} {ey - 60} {ex} {ey}Q{ex * 0.4} {ey + 10} 0 -300Z", tint)


def _beds(d: Drawing, floor: float) -> None:
    w, h = d.width, d.height
    depth = h - floor
    for row in range(4):
        y = floor + depth * (0.2 + 0.23 * row)
        gap = 100 + (230 - 100) * (0.2 + 0.23 * row) ** 1.4
        size = 12 + row * 6
        count = round(w / (size * 2.4))
        for i in range(count):
            x = i * w / count + scatter(i, size, row)
            if abs(x - w / 2) < gap + size * 2:
                continue
            d.path(f"M{number(x)} {number(y + size * 2)}V{number(y)}", stroke=LEAF, width=size * 0.4)
            d.circle(x, y + scatter(i, size, row + 3), size, (CORAL, VIOLET, CREAM, AMBER)[(i // 3 + row) % 4])
            d.circle(x, y + scatter(i, size, row + 3), size * 0.38, SUN)


def marche(d: Drawing) -> None:
    """A market stall under a striped awning, crates in colour, a seller, a customer."""
    w, h = d.width, d.height
    floor = h * (0.86 if d.upright else 0.88)
    d.rect(0, 0, w, h, d.fall((0, mix(SKY, CREAM, 0.35)), (1, CREAM)))
    for i, (height, tint) in enumerate(((0.5, "#e3cdb0"), (0.62, "#d8bfa6"), (0.46, "#e8d6bd"), (0.58, "#dcc4ab"), (0.52, "#e3cdb0"))):
        x, top = i * w / 5, floor - h * height
        d.rect(x, top, w / 5 + 1, h * height, tint)
        d.poly([(x - 8, top), (x + w / 10, top - 70), (x + w / 5 + 8, top)], "#6d7f88")
        windows(d, (x + 14, top + 30, w / 5 - 28, h * height - 60), (3, 4), mix(SKY, PETROL, 0.45))
    d.rect(0, floor, w, h - floor, "#b9a892")
    for i in range(14):
        d.line((i * w / 13 - 60, h), (w / 2 + (i * w / 13 - w / 2) * 0.75, floor), "#a89680", 4)
    with d.at(w / 2, floor + 34, 1.02 if d.upright else 1.16):
        _stall(d)
    person(d, w * (0.13 if d.upright else 0.2), floor + 66, 300, TEAL, 3, stride=0.05)
    x = w * (0.13 if d.upright else 0.2) + 46
    d.path(f"M{number(x - 34)} {number(floor - 70)}h74l-10 74h-54Z", WOOD)
    d.path(f"M{number(x - 18)} {number(floor - 70)}q4 -56 22 -60q18 6 20 60", stroke=WOOD, width=6)
    d.path(f"M{number(x - 4)} {number(floor - 70)}q-14 -40 -26 -44m26 44q8 -44 26 -52", stroke=LEAF, width=11)


def _stall(d: Drawing) -> None:
    """Foot at y = 0, about 640 wide and 560 high."""
    for x in (-318, 300):
        d.rect(x, -520, 18, 520, WOOD)
    d.rect(-300, -420, 600, 200, DEEP, o=0.22)
    d.path("M-44 -200v-92q0 -52 54 -52t54 52v92Z", CORAL)
    d.rect(-30, -270, 80, 80, CREAM, r=10)
    d.circle(10, -382, 39, SKINS[0])
    d.path("M-34 -388q0 -46 44 -46t44 46Z", PETROL)
    d.path("M2 -364q10 8 20 0", stroke=WOOD, width=5)
    d.path("M54 -300q50 20 80 -40", stroke=CORAL, width=24)
    d.circle(136, -346, 30, CORAL)
    d.path("M136 -376q2 -16 14 -22", stroke=LEAF, width=7)
    tiers = ((-200, 92, 5), (-108, 110, 4))
    for top, depth, count in tiers:
        for i in range(count):
            wide = 640 / count
            _crate(d, -320 + i * wide, top, (wide - 8, depth), i + count)
    d.rect(-330, -6, 660, 12, mix(WOOD, DEEP, 0.4))
    for i in range(9):
        x = -360 + i * 80
        tint = CORAL if i % 2 == 0 else CREAM
        d.poly([(x, -470), (-300 + i * 600 / 9, -596), (-300 + (i + 1) * 600 / 9, -596), (x + 80, -470)], tint)
        d.path(f"M{x} -471h80v22a40 34 0 0 1 -80 0Z", mix(tint, DEEP, 0.12))
    for x in (-220, -120, 200):
        d.line((x, -440), (x, -400), PETROL, 4)
        d.circle(x, -380, 60, d.glow(SUN, 0.6))
        d.circle(x, -388, 15, SUN)


def _crate(d: Drawing, x: float, top: float, size: tuple[float, float], kind: int) -> None:
    wide, depth = size
    fruit = ((AMBER, SUN), (CORAL, "#f0967a"), (GREEN, CREAM), (VIOLET, CREAM), ("#e58b3f", SUN))[kind % 5]
    r = 17
    count = round(wide / (r * 1.75))
    for row in range(2):
        for i in range(count - row):
            cx = x + r + 4 + (i + row * 0.5) * (wide - 2 * r - 8) / (count - 1)
            cy = top + 6 - row * 19
            d.circle(cx, cy, r, fruit[0] if (i + row) % 4 else mix(fruit[0], DEEP, 0.14))
            d.circle(cx + 5, cy - 6, 4.5, fruit[1], o=0.8)
            if kind % 5 in (2, 4):
                d.path(f"M{number(cx)} {number(cy - r)}q-4 -12 -12 -14m12 14q4 -12 14 -14", stroke=LEAF, width=5)
    d.rect(x, top + 8, wide, depth - 20, mix(WOOD, AMBER, 0.35))
    for i in (1, 2):
        d.rect(x, top + 8 + i * (depth - 20) / 3, wide, 5, mix(WOOD, DEEP, 0.2))
    d.rect(x + wide / 2 - 34, top + 16, 68, 36, PETROL, r=5)
    d.line((x + wide / 2 - 20, top + 34), (x + wide / 2 + 20, top + 34), CREAM, 5)


def mairie(d: Drawing) -> None:
    """A town hall with clock, flags and steps; people come and go."""
    w, h = d.width, d.height
    floor = h * (0.8 if d.upright else 0.84)
    d.rect(0, 0, w, floor, d.fall((0, "#f0b98a"), (1, mix(SUN, CREAM, 0.4))))
    d.circle(w * 0.76, h * 0.24, 90, CREAM)
    d.circle(w * 0.76, h * 0.24, 230, d.glow(CREAM, 0.6))
    cloud(d, w * 0.1, h * 0.22, 240, CREAM, o=0.7)
    for i in range(9):
        tree(d, w * (i + 0.5) / 9, floor + 4, 240 + scatter(i, 70, 6), mix(AMBER, CORAL, 0.25 + 0.5 * scatter(i, 1, 2)))
    d.rect(0, floor, w, h - floor, mix(CREAM, WOOD, 0.3))
    for i in range(5):
        y = floor + 20 + (h - floor) * (i / 5) ** 1.4
        d.line((0, y), (w, y), mix(CREAM, WOOD, 0.42), 4)
    with d.at(w / 2, floor + 6, 1.06 if d.upright else 0.84):
        _townhall(d, wings=not d.upright)
    for x, height, coat, who in ((0.2, 150, CORAL, 0), (0.28, 110, VIOLET, 1), (0.68, 156, TEAL, 2), (0.86, 146, PETROL, 4)):
        person(d, w * x, floor + (h - floor) * 0.55, height, coat, who)


def _townhall(d: Drawing, *, wings: bool) -> None:
    stone, shade, roof = CREAM, mix(CREAM, WOOD, 0.22), "#4b6070"
    if wings:
        for x in (-560, 270):
            d.rect(x, -330, 290, 330, mix(stone, WOOD, 0.1))
            d.poly([(x - 14, -326), (x + 24, -430), (x + 266, -430), (x + 304, -326)], roof)
            windows(d, (x + 10, -310, 270, 300), (4, 2), "#51707f")
            d.rect(x, -176, 290, 9, shade)
    d.poly([(-330, -420), (-250, -560), (250, -560), (330, -420)], roof)
    d.rect(-300, -430, 600, 430, stone)
    d.rect(-316, -440, 632, 22, shade)
    d.poly([(-160, -440), (0, -540), (160, -440)], stone)
    d.poly([(-116, -450), (0, -520), (116, -450)], mix(TEAL, CREAM, 0.55))
    d.rect(-52, -690, 104, 160, stone)
    d.poly([(-66, -688), (0, -790), (66, -688)], roof)
    d.line((0, -790), (0, -840), AMBER, 7)
    d.circle(0, -622, 40, PETROL)
    d.circle(0, -622, 32, CREAM)
    d.path("M0 -622V-644M0 -622L14 -614", stroke=PETROL, width=6)
    for x in (-240, -150, 150, 240):
        d.path(f"M{x - 30} -236v-120a30 30 0 0 1 60 0v120Z", "#51707f")
        d.path(f"M{x} -386v150M{x - 30} -310h60", stroke=stone, width=5)
        d.path(f"M{x - 30} -40v-120a30 30 0 0 1 60 0v120Z", "#51707f")
    d.path("M-46 -236v-130a46 46 0 0 1 92 0v130Z", SUN)
    d.path("M0 -412v176M-46 -320h92", stroke=stone, width=6)
    d.rect(-110, -236, 220, 14, shade)
    for i in range(11):
        d.rect(-106 + i * 20.4, -270, 7, 36, shade)
    d.rect(-110, -276, 220, 8, shade)
    d.path("M-60 0v-146a60 60 0 0 1 120 0v146Z", mix(TEAL, PETROL, 0.3))
    d.line((0, -200), (0, 0), PETROL, 6)
    for x in (-96, 82):
        d.rect(x, -222, 20, 222, shade)
    for i in range(3):
        d.rect(-150 - i * 26, -4 + i * 16, 300 + i * 52, 18, mix(CREAM, WOOD, 0.1 + i * 0.08))
    for x, tints in ((-86, ("#3a5a8c", CREAM, CORAL)), (0, ("#2f4f86", "#2f4f86", "#2f4f86")), (86, (CREAM, PETROL, CREAM))):
        d.line((x, -270), (x + 34, -350), WOOD, 6)
        for k, tint in enumerate(tints):
            d.poly([(x + 24 + k * 18, -356 + k * 6), (x + 42 + k * 18, -350 + k * 6), (x + 34 + k * 18, -302 + k * 6), (x + 16 + k * 18, -308 + k * 6)], tint)


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
            d.poly([(x - 10, top + 2), (x + wide * 0.5, top - 74), (x + wide + 10, top + 2)], mix(tint, DEEP, 0.28))
            d.rect(x + wide * 0.68, top - 76, 26, 60, mix(tint, CORAL, 0.4))
            windows(d, (x + 8, top + 20, wide - 16, 220), (3, 3), SUN if row else AMBER, lit=0.5, seed=i + row)
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
        d.path(f"M{number(x - 26)} {number(y)}a26 8 0 1 0 52 0a26 8 0 1 0 -52 0", stroke=CREAM, width=3, o=0.5)


def _umbrella(d: Drawing, umbrella: str, coat: str, who: int) -> None:
    d.ellipse(0, 6, 110, 12, umbrella, o=0.28)
    person(d, 0, 0, 300, coat, who, stride=0.12)
    d.line((40, -140), (40, -400), PETROL, 8)
    d.path("M-130 -330Q-110 -480 40 -490Q190 -480 210 -330Q180 -356 125 -330Q85 -356 40 -330Q-5 -356 -45 -330Q-95 -356 -130 -330Z", umbrella)
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
        d.poly([(x - 6, top), (x + 24, top - 76), (x + wide - 24, top - 76), (x + wide + 6, top)], mix(tint, SKY, 0.2))
        d.path(f"M{number(x + 24)} {number(top - 76)}H{number(x + wide - 24)}", stroke=CREAM, width=9)
        windows(d, (x + 8, top + 24, wide - 16, 260), (3, 4), AMBER, lit=0.55, seed=i)
    d.path(f"M0 {number(floor)}q{number(w / 4)} -26 {number(w / 2)} 0t{number(w / 2)} 0V{number(h)}H0Z", mix(CREAM, SKY, 0.25))
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
    for x, height, coat, who in ((0.32, 128, VIOLET, 0), (0.66, 132, CORAL, 2), (0.71, 92, AMBER, 3), (0.1, 120, TEAL, 1), (0.9, 126, AMBER, 4)):
        person(d, w * x, floor + (h - floor) * 0.5, height, coat, who)
    for i in range(70):
        d.circle(scatter(i, w, 2), scatter(i, h, 5), 3 + scatter(i, 6, 4), CREAM, o=0.85)


def _firtree(d: Drawing) -> None:
    """Foot at y = 0, 620 high."""
    d.circle(0, -330, 430, d.glow(SUN, 0.35))
    d.ellipse(0, 2, 210, 18, PETROL, o=0.3)
    d.rect(-26, -70, 52, 70, WOOD)
    for i in range(5):
        y, half = -50 - i * 100, 222 - i * 37
        top = y - 180
        tint = mix(LEAF, PETROL, 0.42 - i * 0.07)
        d.path(f"M0 {top}Q{half * 0.45} {y - 60} {half} {y}Q{half * 0.5} {y + 26} 0 {y + 18}Q{-half * 0.5} {y + 26} {-half} {y}Q{-half * 0.45} {y - 60} 0 {top}Z", tint)
        d.path(f"M0 {top}Q{half * 0.45} {y - 60} {half} {y}Q{half * 0.6} {y + 22} {half * 0.3} {y + 20}Q{half * 0.4} {y - 60} 0 {top}Z", GREEN, o=0.25)
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
    d.path("M-200 -210L-124 -322H124L200 -210q-16 18 -32 0q-18 22 -40 0q-20 24 -44 0q-20 18 -42 0q-22 24 -44 0q-22 20 -44 0q-20 22 -42 0q-18 18 -36 0q-22 20 -46 0Z", CREAM)
    d.path("M-124 -322H124", stroke=CREAM, width=14)


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
        d.poly([(w * x, floor - 460), (w * 0.5 - 200, floor + 30), (w * 0.5 + 200, floor + 30)], d.beam(SUN, 0.3))
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


def debat(d: Drawing) -> None:
    """Five neighbours, five bubbles: one asks, one draws, one votes."""
    w, h = d.width, d.height
    d.rect(0, 0, w, h, mix(VIOLET, CREAM, 0.45))
    d.circle(w / 2, h * 0.62, w * (0.52 if d.upright else 0.34), mix(VIOLET, CREAM, 0.1))
    people = ((CORAL, 0, 2), (TEAL, 1, 0), (AMBER, 3, 1), (PETROL, 2, 3), ("#5b8c5a", 4, 2))
    if d.upright:
        spots = ((0.2, 0.86, 1.0), (0.8, 0.86, 1.0), (0.26, 1.02, 1.4), (0.74, 1.02, 1.4))
        bubbles = ((0.3, 0.15, 230, CORAL, 0), (0.7, 0.31, 220, TEAL, 1), (0.3, 0.47, 200, AMBER, 2))
    else:
        spots = ((0.19, 1.0, 1.1), (0.81, 1.0, 1.1), (0.34, 1.05, 1.3), (0.66, 1.05, 1.3), (0.5, 1.1, 1.5))
        bubbles = ((0.24, 0.25, 170, CORAL, 0), (0.5, 0.19, 190, TEAL, 1), (0.76, 0.25, 170, AMBER, 2))
    for x, y, size, tint, kind in bubbles:
        with d.at(w * x, h * y, size / 200):
            _bubble(d, tint, kind)
    for (x, y, size), (coat, skin, hair) in zip(spots, people, strict=False):
        with d.at(w * x, h * y, size):
            _bust(d, coat, SKINS[skin], hair)


def _bust(d: Drawing, coat: str, skin: str, hair: int) -> None:
    """Head and shoulders, cut at y = 0, 400 high."""
    ink = ("#3a261d", "#b5763c", PETROL, CREAM)[hair]
    if hair % 2 == 0:
        d.path("M-92 -290q-10 -120 92 -124q102 4 92 124l10 110h-204Z", ink)
    d.path("M-150 0v-90q0 -100 150 -106q150 6 150 106v90Z", coat)
    d.path("M-34 -240h68v56q-34 30 -68 0Z", mix(skin, DEEP, 0.15))
    d.path("M-46 -192q46 50 92 0l12 10q-56 66 -116 0Z", mix(coat, CREAM, 0.4))
    d.ellipse(0, -290, 72, 84, skin)
    d.path("M-80 -300q-8 -94 80 -96q88 2 80 96q-20 -50 -64 -56q-40 30 -96 56Z", ink)
    for x in (-26, 26):
        d.circle(x, -286, 7, PETROL)
    d.path("M-22 -250q22 20 44 0", stroke=PETROL, width=6)


def _bubble(d: Drawing, tint: str, kind: int) -> None:
    """A speech bubble about 400 wide around (0, 0) with a sign in it."""
    d.path("M-150 -130h300q40 0 40 40v130q0 40 -40 40h-110l-60 70l-4 -70h-126q-40 0 -40 -40v-130q0 -40 40 -40Z", PETROL, o=0.12)
    d.path("M-156 -140h300q40 0 40 40v130q0 40 -40 40h-110l-60 70l-4 -70h-126q-40 0 -40 -40v-130q0 -40 40 -40Z", tint)
    if kind == 0:
        d.path("M-70 20v-60h-24l88 -76l88 76h-24v60h-44v-44h-40v44Z", CREAM)
    elif kind == 1:
        d.path("M-70 -40l46 46l100 -96", stroke=CREAM, width=30)
    else:
        d.rect(-14, -40, 18, 76, WOOD)
        d.circle(-6, -58, 46, CREAM)
        d.circle(-46, -30, 32, CREAM)
        d.circle(36, -28, 34, CREAM)
