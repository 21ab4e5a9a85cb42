"""The greenhouse of the botanical garden; the market stall."""

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
from illustrations.things import cloud, person, tree, windows

LEAF = "#3f8a6c"


def serre(d: Drawing) -> None:
    """The great greenhouse, palms behind the glass, flower beds along the path."""
    w, h = d.width, d.height
    floor = h * (0.68 if d.upright else 0.72)
    d.rect(0, 0, w, floor, d.fall((0, mix(SKY, CREAM, 0.2)), (1, mix(SUN, CREAM, 0.45))))
    cloud(d, w * 0.06, h * 0.2, 250, CREAM, o=0.9)
    cloud(d, w * 0.72, h * 0.15, 280, CREAM, o=0.9)
    for i in range(11):
        tree(
            d,
            w * (i + 0.3) / 10.5,
            floor + 8,
            260 + scatter(i, 120, 2),
            (mix(GREEN, TEAL, 0.4), mix(LEAF, GREEN, 0.3))[i % 2],
        )
    d.rect(0, floor, w, h - floor, mix(GREEN, LEAF, 0.35))
    with d.at(w / 2, floor + 4, 1.0 if d.upright else 0.9):
        _glasshouse(d, 3 if d.upright else 5)
    path = mix(CREAM, AMBER, 0.3)
    d.path(
        f"M{number(w / 2 - 62)} {number(floor + 4)}h124"
        f"q30 {number((h - floor) * 0.5)} 170 {number(h - floor)}"
        f"h-464q140 -{number((h - floor) * 0.5)} 170 -{number(h - floor)}Z",
        path,
    )
    _beds(d, floor)
    person(d, (w / 2 - 60, floor + (h - floor) * 0.42), 128, CORAL, 3)
    person(d, (w / 2 - 8, floor + (h - floor) * 0.44), 84, AMBER, 2)


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
    d.path(
        "M-95 0V-330Q-90 -500 0 -580Q90 -500 95 -330V0M0 -580V0M-190 -330H190"
        "M-180 -420Q0 -450 180 -420M-140 -500Q0 -524 140 -500M-190 -190H190",
        stroke=iron,
        width=6,
    )
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
        for i, (ex, ey) in enumerate(
            ((-150, -250), (-130, -350), (-60, -420), (40, -430), (120, -360), (150, -260))
        ):
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
            d.circle(
                x, y + scatter(i, size, row + 3), size, (CORAL, VIOLET, CREAM, AMBER)[(i // 3 + row) % 4]
            )
            d.circle(x, y + scatter(i, size, row + 3), size * 0.38, SUN)


def marche(d: Drawing) -> None:
    """A market stall under a striped awning, crates in colour, a seller, a customer."""
    w, h = d.width, d.height
    floor = h * (0.86 if d.upright else 0.88)
    d.rect(0, 0, w, h, d.fall((0, mix(SKY, CREAM, 0.35)), (1, CREAM)))
    for i, (height, tint) in enumerate(
        ((0.5, "#e3cdb0"), (0.62, "#d8bfa6"), (0.46, "#e8d6bd"), (0.58, "#dcc4ab"), (0.52, "#e3cdb0"))
    ):
        x, top = i * w / 5, floor - h * height
        d.rect(x, top, w / 5 + 1, h * height, tint)
        d.poly([(x - 8, top), (x + w / 10, top - 70), (x + w / 5 + 8, top)], "#6d7f88")
        windows(d, (x + 14, top + 30, w / 5 - 28, h * height - 60), (3, 4), mix(SKY, PETROL, 0.45))
    d.rect(0, floor, w, h - floor, "#b9a892")
    for i in range(14):
        d.line((i * w / 13 - 60, h), (w / 2 + (i * w / 13 - w / 2) * 0.75, floor), "#a89680", 4)
    with d.at(w / 2, floor + 34, 1.02 if d.upright else 1.16):
        _stall(d)
    person(d, (w * (0.13 if d.upright else 0.2), floor + 66), 300, TEAL, 3, stride=0.05)
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
        d.poly(
            [(x, -470), (-300 + i * 600 / 9, -596), (-300 + (i + 1) * 600 / 9, -596), (x + 80, -470)], tint
        )
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
                d.path(
                    f"M{number(cx)} {number(cy - r)}q-4 -12 -12 -14m12 14q4 -12 14 -14", stroke=LEAF, width=5
                )
    d.rect(x, top + 8, wide, depth - 20, mix(WOOD, AMBER, 0.35))
    for i in (1, 2):
        d.rect(x, top + 8 + i * (depth - 20) / 3, wide, 5, mix(WOOD, DEEP, 0.2))
    d.rect(x + wide / 2 - 34, top + 16, 68, 36, PETROL, r=5)
    d.line((x + wide / 2 - 20, top + 34), (x + wide / 2 + 20, top + 34), CREAM, 5)
