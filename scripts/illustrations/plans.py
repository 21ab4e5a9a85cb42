"""Plans of projects as a town planner draws them: from above, flat, north up, a scale, no words."""

from __future__ import annotations

from collections.abc import Callable

from illustrations.drawing import (
    AMBER,
    CORAL,
    CREAM,
    GREEN,
    PETROL,
    SKY,
    TEAL,
    WOOD,
    Drawing,
    Point,
    mix,
    number,
    scatter,
)

PAPER = mix(CREAM, SKY, 0.08)
STREET = "#ffffff"
ROOF = mix(CREAM, WOOD, 0.28)
PARK = mix(GREEN, CREAM, 0.25)
WATER = mix(SKY, TEAL, 0.18)
CROWN = mix("#3f8a6c", GREEN, 0.2)


def gloriette(d: Drawing) -> None:
    """A park by the river, paths across it, trees, a water garden."""
    _paper(d)
    _water(d, "M0 640Q400 590 800 650T1600 620V900H0Z")
    _blocks(d, [(60, 50, 300, 130), (420, 50, 260, 130), (740, 40, 330, 140), (1130, 60, 400, 120)])
    _street(d, (0, 230), (1600, 215), 46)
    d.path("M40 280H1560V560Q1100 600 800 590T40 570Z", PARK)
    d.path("M60 560Q500 300 900 440T1560 300", stroke=STREET, width=26)
    d.path("M300 280Q420 460 800 590", stroke=STREET, width=18)
    d.ellipse(1120, 500, 150, 52, WATER)
    d.ring(1120, 500, 26, STREET, 6)
    _trees(d, 46, (70, 300, 1450, 250), 7)
    _frame(d)


def commerce(d: Drawing) -> None:
    """A square that belongs to those on foot, tram tracks along it."""
    _paper(d)
    _blocks(
        d,
        [
            (40, 40, 420, 210),
            (520, 40, 460, 190),
            (1040, 40, 520, 210),
            (40, 640, 380, 220),
            (1180, 620, 380, 240),
        ],
    )
    d.rect(470, 270, 660, 350, mix(AMBER, CREAM, 0.6))
    for row in range(5):
        d.line((480, 300 + row * 70), (1120, 300 + row * 70), mix(AMBER, CREAM, 0.4), 3)
    _tracks(d, (0, 560), (1600, 500))
    d.circle(800, 430, 58, WATER)
    d.ring(800, 430, 74, STREET, 10)
    _trees(d, 16, (500, 290, 600, 60), 3)
    _trees(d, 10, (470, 660, 660, 160), 5)
    _frame(d)


def pont(d: Drawing) -> None:
    """A bridge made wide: trams in the middle, a garden and paths at both sides."""
    _paper(d)
    _water(d, "M0 250H1600V650H0Z")
    _blocks(d, [(50, 40, 480, 140), (1050, 40, 480, 140), (50, 720, 480, 140), (1050, 720, 480, 140)])
    d.rect(560, 150, 480, 600, STREET)
    d.rect(575, 200, 120, 500, PARK)
    d.rect(905, 200, 120, 500, mix(CORAL, CREAM, 0.6))
    _tracks(d, (770, 0), (770, 900))
    _tracks(d, (830, 0), (830, 900))
    _trees(d, 14, (585, 220, 95, 460), 9)
    _frame(d)


def gare(d: Drawing) -> None:
    """A station's forecourt that leads to a garden."""
    _paper(d)
    d.rect(0, 690, 1600, 210, mix(ROOF, PETROL, 0.12))
    for track in range(4):
        _tracks(d, (0, 720 + track * 45), (1600, 720 + track * 45))
    d.rect(300, 600, 1000, 110, ROOF)
    d.path("M420 600L560 330H1060L1180 600Z", mix(AMBER, CREAM, 0.6))
    d.path("M80 40H1520V290H80Z", PARK)
    d.path("M800 330V40M120 180Q800 60 1480 190", stroke=STREET, width=20)
    _street(d, (0, 320), (1600, 320), 40)
    _trees(d, 44, (110, 60, 1380, 210), 11)
    _frame(d)


def cour(d: Drawing) -> None:
    """A school's yard, its asphalt opened, and the street before it without cars."""
    _paper(d)
    d.path("M120 90H1080V330H760V520H120Z", ROOF)
    d.rect(760, 330, 700, 330, PARK)
    d.path("M820 400Q1000 330 1140 470T1420 420", stroke=mix(AMBER, CREAM, 0.3), width=40)
    d.ellipse(1290, 560, 100, 50, mix(AMBER, WOOD, 0.2))
    _street(d, (0, 740), (1600, 740), 90)
    for step in range(9):
        d.circle(140 + step * 165, 740, 24, (AMBER, CORAL, TEAL)[step % 3])
    _trees(d, 18, (790, 350, 640, 280), 13)
    _frame(d)


def prairie(d: Drawing) -> None:
    """A district on the island: blocks around gardens, and a quay."""
    _paper(d)
    _water(d, "M0 720H1600V900H0Z")
    for column in range(3):
        for row in range(2):
            x, y = 90 + column * 490, 70 + row * 300
            d.path(f"M{x} {y}h430v240h-430ZM{x + 70} {y + 60}v120h290v-120Z", ROOF)
            d.rect(x + 70, y + 60, 290, 120, PARK)
            _trees(d, 6, (x + 80, y + 70, 270, 100), column * 3 + row)
    d.rect(0, 664, 1600, 56, mix(AMBER, CREAM, 0.65))
    _trees(d, 20, (30, 672, 1540, 20), 21)
    _frame(d)


PLANS: dict[str, Callable[[Drawing], None]] = {
    "plan-gloriette": gloriette,
    "plan-commerce": commerce,
    "plan-pont": pont,
    "plan-gare": gare,
    "plan-cour": cour,
    "plan-prairie": prairie,
}


def _paper(d: Drawing) -> None:
    d.rect(0, 0, d.width, d.height, PAPER)


def _water(d: Drawing, outline: str) -> None:
    d.path(outline, WATER)


def _blocks(d: Drawing, blocks: list[tuple[float, float, float, float]]) -> None:
    """Houses: roofs with the shadow that tells them from the ground."""
    for x, y, wide, high in blocks:
        d.rect(x + 10, y + 10, wide, high, PETROL, o=0.16)
        d.rect(x, y, wide, high, ROOF)
        d.line((x, y + high / 2), (x + wide, y + high / 2), mix(ROOF, PETROL, 0.12), 4)


def _street(d: Drawing, start: Point, end: Point, wide: float) -> None:
    d.line(start, end, STREET, wide)


def _tracks(d: Drawing, start: Point, end: Point) -> None:
    """Two rails."""
    across = (0, 9) if start[1] == end[1] or abs(start[0] - end[0]) > abs(start[1] - end[1]) else (9, 0)
    for sign in (-1, 1):
        dx, dy = across[0] * sign, across[1] * sign
        d.line((start[0] + dx, start[1] + dy), (end[0] + dx, end[1] + dy), PETROL, 5)


def _trees(d: Drawing, count: int, room: tuple[float, float, float, float], seed: int) -> None:
    x, y, wide, high = room
    for index in range(count):
        at = x + scatter(index, wide, seed), y + scatter(index, high, seed + 1)
        size = 17 + scatter(index, 13, seed + 2)
        d.circle(at[0] + 5, at[1] + 6, size, PETROL, o=0.14)
        d.circle(*at, size, mix(CROWN, GREEN, scatter(index, 0.5, seed + 3)))


def _frame(d: Drawing) -> None:
    """An arrow to the north, and a scale of four parts."""
    d.circle(1500, 110, 62, STREET)
    d.poly([(1500, 60), (1526, 152), (1500, 134), (1474, 152)], PETROL)
    d.rect(56, 806, 428, 52, STREET, r=10)
    for part in range(4):
        d.rect(70 + part * 100, 822, 100, 20, PETROL if part % 2 == 0 else mix(PETROL, CREAM, 0.7))
    d.path(f"M{number(1.5)} 1.5H1598.5V898.5H1.5Z", stroke=mix(PETROL, CREAM, 0.5), width=3)
