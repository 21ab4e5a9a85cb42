"""The town hall; neighbours in debate."""

from __future__ import annotations

from illustrations.drawing import (
    AMBER,
    CORAL,
    CREAM,
    DEEP,
    PETROL,
    SKINS,
    SUN,
    TEAL,
    VIOLET,
    WOOD,
    Drawing,
    mix,
    scatter,
)
from illustrations.things import cloud, person, tree, windows

SPEAKERS = {
    True: ((0.2, 0.86, 1.0), (0.8, 0.86, 1.0), (0.26, 1.02, 1.4), (0.74, 1.02, 1.4)),
    False: ((0.19, 1.0, 1.1), (0.81, 1.0, 1.1), (0.34, 1.05, 1.3), (0.66, 1.05, 1.3), (0.5, 1.1, 1.5)),
}
"""Where neighbours stand on an upright sheet or a wide one: parts of it across and down, and their size."""

BUBBLES = {
    True: ((0.3, 0.15, 1.15, CORAL, 0), (0.7, 0.31, 1.1, TEAL, 1), (0.3, 0.47, 1.0, AMBER, 2)),
    False: ((0.24, 0.25, 0.85, CORAL, 0), (0.5, 0.19, 0.95, TEAL, 1), (0.76, 0.25, 0.85, AMBER, 2)),
}
"""Their bubbles in the same way, with colour and sign."""


def mairie(d: Drawing) -> None:
    """A town hall with clock, flags and steps; people come and go."""
    w, h = d.width, d.height
    floor = h * (0.8 if d.upright else 0.84)
    d.rect(0, 0, w, floor, d.fall((0, "#f0b98a"), (1, mix(SUN, CREAM, 0.4))))
    d.circle(w * 0.76, h * 0.24, 90, CREAM)
    d.circle(w * 0.76, h * 0.24, 230, d.glow(CREAM, 0.6))
    cloud(d, w * 0.1, h * 0.22, 240, CREAM, o=0.7)
    for i in range(9):
        tree(
            d,
            w * (i + 0.5) / 9,
            floor + 4,
            240 + scatter(i, 70, 6),
            mix(AMBER, CORAL, 0.25 + 0.5 * scatter(i, 1, 2)),
        )
    d.rect(0, floor, w, h - floor, mix(CREAM, WOOD, 0.3))
    for i in range(5):
        y = floor + 20 + (h - floor) * (i / 5) ** 1.4
        d.line((0, y), (w, y), mix(CREAM, WOOD, 0.42), 4)
    with d.at(w / 2, floor + 6, 1.06 if d.upright else 0.84):
        _townhall(d, wings=not d.upright)
    for x, height, coat, who in (
        (0.2, 150, CORAL, 0),
        (0.28, 110, VIOLET, 1),
        (0.68, 156, TEAL, 2),
        (0.86, 146, PETROL, 4),
    ):
        person(d, (w * x, floor + (h - floor) * 0.55), height, coat, who)


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
    _front(d, stone, shade)
    _flags(d)


def _front(d: Drawing, stone: str, shade: str) -> None:
    """Windows, balcony, door and steps."""
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


def _flags(d: Drawing) -> None:
    for x, tints in (
        (-86, ("#3a5a8c", CREAM, CORAL)),
        (0, ("#2f4f86", "#2f4f86", "#2f4f86")),
        (86, (CREAM, PETROL, CREAM)),
    ):
        d.line((x, -270), (x + 34, -350), WOOD, 6)
        for k, tint in enumerate(tints):
            d.poly(
                [
                    (x + 24 + k * 18, -356 + k * 6),
                    (x + 42 + k * 18, -350 + k * 6),
                    (x + 34 + k * 18, -302 + k * 6),
                    (x + 16 + k * 18, -308 + k * 6),
                ],
                tint,
            )


def debat(d: Drawing) -> None:
    """Five neighbours, five bubbles: one asks, one draws, one votes."""
    w, h = d.width, d.height
    d.rect(0, 0, w, h, mix(VIOLET, CREAM, 0.45))
    d.circle(w / 2, h * 0.62, w * (0.52 if d.upright else 0.34), mix(VIOLET, CREAM, 0.1))
    people = ((CORAL, 0, 2), (TEAL, 1, 0), (AMBER, 3, 1), (PETROL, 2, 3), ("#5b8c5a", 4, 2))
    for x, y, size, tint, kind in BUBBLES[d.upright]:
        with d.at(w * x, h * y, size):
            _bubble(d, tint, kind)
    for (left, top, size), (coat, skin, hair) in zip(SPEAKERS[d.upright], people, strict=False):
        with d.at(w * left, h * top, size):
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
    d.path(
        "M-150 -130h300q40 0 40 40v130q0 40 -40 40h-110l-60 70l-4 -70h-126q-40 0 -40 -40v-130q0 -40 40 -40Z",
        PETROL,
        o=0.12,
    )
    d.path(
        "M-156 -140h300q40 0 40 40v130q0 40 -40 40h-110l-60 70l-4 -70h-126q-40 0 -40 -40v-130q0 -40 40 -40Z",
        tint,
    )
    if kind == 0:
        d.path("M-70 20v-60h-24l88 -76l88 76h-24v60h-44v-44h-40v44Z", CREAM)
    elif kind == 1:
        d.path("M-70 -40l46 46l100 -96", stroke=CREAM, width=30)
    else:
        d.rect(-14, -40, 18, 76, WOOD)
        d.circle(-6, -58, 46, CREAM)
        d.circle(-46, -30, 32, CREAM)
        d.circle(36, -28, 34, CREAM)
