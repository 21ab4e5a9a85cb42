"""The week's canteen menu: two pages to be read across a hall."""

from __future__ import annotations

from dataclasses import dataclass

from illustrations.drawing import AMBER, CORAL, CREAM, GREEN, PETROL, SKY, TEAL, VIOLET, Drawing, mix
from illustrations.kitchen import cantine
from illustrations.lettering import write
from illustrations.posters import mark
from layouts.page import Face

WIDTH, HEIGHT = 1200, 1350
"""The pages' size in units: the shape of half a wide screen."""

_LEFT = 84
_LEAF = "#2f7a58"


@dataclass(frozen=True)
class Day:
    """What there is to eat on one day; a dish ends with its signs: b organic, l local, v without meat."""

    name: str
    tint: str
    dishes: tuple[tuple[str, str], ...]


_WEEK = (
    Day(
        "Lundi", AMBER, (("Velouté de potimarron", "bl"), ("Lasagnes de légumes", "v"), ("Comté, poire", "l"))
    ),
    Day(
        "Mardi",
        SKY,
        (("Carottes râpées", "b"), ("Poulet rôti, lentilles", "l"), ("Yaourt fermier, compote", "bl")),
    ),
    Day(
        "Mercredi",
        GREEN,
        (("Taboulé à la menthe", ""), ("Omelette, épinards", "bv"), ("Emmental, kiwi", "b")),
    ),
    Day(
        "Jeudi",
        VIOLET,
        (("Betteraves aux noix", "l"), ("Dahl de pois cassés, riz", "bv"), ("Fromage blanc, banane", "b")),
    ),
    Day(
        "Vendredi",
        CORAL,
        (("Soupe de poireaux", "bl"), ("Merlu, purée maison", "l"), ("Gâteau nantais", "l")),
    ),
)
_SIGNS = {"b": (_LEAF, "bio"), "l": (CORAL, "local"), "v": (TEAL, "sans viande")}


def pages() -> tuple[Drawing, Drawing]:
    """Monday to Wednesday, then Thursday, Friday and what the signs mean."""
    first, second = Drawing(WIDTH, HEIGHT), Drawing(WIDTH, HEIGHT)
    for d, days, number in ((first, _WEEK[:3], "1/2"), (second, _WEEK[3:], "2/2")):
        d.rect(0, 0, WIDTH, HEIGHT, CREAM)
        write(d, (_LEFT, 168), "À la cantine", 104, PETROL)
        write(d, (_LEFT + 3, 240), "Menus de la semaine", 50, PETROL, face=Face.REGULAR)
        write(d, (WIDTH - _LEFT, 168), number, 50, mix(PETROL, CREAM, 0.25), face=Face.REGULAR, align=1)
        for i, day in enumerate(days):
            _day(d, 300 + i * 318, day)
    _legend(second, 936)
    mark(first, _LEFT, HEIGHT - 48, 44, PETROL)
    return first, second


def _day(d: Drawing, top: float, day: Day) -> None:
    """One day: a coloured tab with its name, three dishes beside it."""
    d.rect(_LEFT, top, WIDTH - 2 * _LEFT, 282, "#ffffff", r=24)
    d.path(f"M{_LEFT + 24} {top}h246v282h-246a24 24 0 0 1 -24 -24v-234a24 24 0 0 1 24 -24Z", day.tint)
    write(d, (_LEFT + 30, top + 158), day.name, 52, PETROL)
    for i, (dish, signs) in enumerate(day.dishes):
        baseline = top + 86 + i * 76
        main = i == 1
        x = _LEFT + 312
        width = write(d, (x, baseline), dish, 50, PETROL, face=Face.BOLD if main else Face.REGULAR)
        for k, sign in enumerate(signs):
            d.circle(x + width + 36 + k * 38, baseline - 16, 14, _SIGNS[sign][0])


def _legend(d: Drawing, top: float) -> None:
    x = float(_LEFT)
    for colour, word in _SIGNS.values():
        d.circle(x + 18, top + 34, 16, colour)
        x += 50 + write(d, (x + 50, top + 50), word, 46, PETROL, face=Face.REGULAR) + 60
    tray = Drawing(560, 304, names="i")
    picture = Drawing(1600, 900, names="j")
    cantine(picture)
    with tray.at(-130, -36, 0.44):
        tray.inset(0, 0, picture)
    d.inset(WIDTH - 560, HEIGHT - 304, tray)
    write(d, (_LEFT, HEIGHT - 206), "Une allergie ?", 50, PETROL)
    write(d, (_LEFT, HEIGHT - 142), "Prévenez l’école.", 46, PETROL, face=Face.REGULAR)
    mark(d, _LEFT, HEIGHT - 48, 44, PETROL)
