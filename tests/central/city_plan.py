"""The devices of a city that tests look at: families in the city's numbers, at places of Nantes."""

from __future__ import annotations

from random import Random

import msgspec

Size = tuple[int, int]


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """One device of the plan. `screens` gives each screen's size in pixels."""

    device: str
    profile: str
    family: str
    place: str
    position: tuple[float, float] | None
    groups: tuple[str, ...]
    screens: dict[str, Size]


PLACES: dict[str, tuple[float, float, tuple[str, ...]]] = {
    "Place du Commerce": (47.2131, -1.5583, ("centre", "tram-1")),
    "Place Royale": (47.2141, -1.5584, ("centre",)),
    "Hôtel de Ville": (47.2183, -1.5541, ("centre", "mairies")),
    "Place Bretagne": (47.2173, -1.5592, ("centre", "tram-3")),
    "Gare de Nantes, accès nord": (47.2177, -1.5419, ("centre", "tram-1")),
    "Gare de Nantes, accès sud": (47.2168, -1.5421, ("centre", "mobilite")),
    "Jardin des Plantes": (47.2197, -1.5432, ("centre", "parcs")),
    "Marché de Talensac": (47.2207, -1.5581, ("centre", "marches")),
    "Bouffay": (47.2147, -1.5533, ("centre", "tram-1")),
    "Château des ducs de Bretagne": (47.2161, -1.5497, ("centre", "culture")),
    "Médiathèque Jacques-Demy": (47.2118, -1.5621, ("centre", "culture", "tram-1")),
    "Chantiers Navals": (47.2089, -1.5681, ("ouest", "tram-1")),
    "Parc des Chantiers": (47.2058, -1.5645, ("ile-de-nantes",)),
    "Vincent-Gâche": (47.2043, -1.5465, ("ile-de-nantes", "tram-2")),
    "Mangin": (47.2009, -1.5445, ("ile-de-nantes", "tram-2")),
    "Pirmil": (47.1972, -1.5418, ("sud", "tram-2")),
    "Beaulieu": (47.2077, -1.5332, ("ile-de-nantes",)),
    "Boulevard de Stalingrad": (47.2171, -1.5346, ("est", "tram-1")),
    "Mairie de Doulon": (47.2277, -1.5118, ("est", "mairies")),
    "Haluchère-Batignolles": (47.2487, -1.5216, ("est", "tram-1")),
    "Médiathèque Floresca-Guépin": (47.2466, -1.5205, ("est", "culture")),
    "Rond-point de Paris": (47.2354, -1.5316, ("est",)),
    "Saint-Donatien": (47.2265, -1.5432, ("est",)),
    "Place Viarme": (47.2202, -1.5642, ("ouest", "tram-3")),
    "Zola": (47.2125, -1.5842, ("ouest",)),
    "Mellinet": (47.2120, -1.5765, ("ouest",)),
    "Chantenay": (47.2018, -1.5951, ("ouest",)),
    "Bellevue": (47.2119, -1.6049, ("ouest", "tram-1")),
    "Place Mendès-France": (47.2136, -1.6103, ("ouest", "tram-1")),
    "Longchamp": (47.2299, -1.5792, ("nord", "tram-3")),
    "Michelet-Sciences": (47.2371, -1.5560, ("nord", "tram-2")),
    "Facultés": (47.2451, -1.5521, ("nord", "tram-2")),
    "Port-Boyer": (47.2420, -1.5416, ("nord",)),
    "Orvault Grand Val": (47.2592, -1.5862, ("nord", "tram-2")),
    "Piscine Léo-Lagrange": (47.2093, -1.5602, ("centre", "sport")),
    "Stade de la Beaujoire": (47.2562, -1.5250, ("est", "sport", "tram-1")),
    "Dervallières": (47.2245, -1.5900, ("ouest",)),
    "Clos-Toreau": (47.1895, -1.5347, ("sud", "tram-2")),
    "Vertou, place Saint-Martin": (47.1687, -1.4697, ("communes", "sud")),
    "Saint-Herblain, bourg": (47.2119, -1.6497, ("communes", "ouest")),
    "Orvault, bourg": (47.2707, -1.6227, ("communes", "ouest")),
    "Rezé, place Jean-Baptiste-Daviais": (47.1907, -1.5486, ("communes", "sud")),
    "Carquefou, place Saint-Pierre": (47.2971, -1.4917, ("communes", "est")),
    "Saint-Sébastien-sur-Loire, mairie": (47.2081, -1.5027, ("communes", "sud")),
    "Couëron, quai Jean-Pierre-Fougerat": (47.2113, -1.7259, ("communes", "ouest")),
    "Bouguenais, centre": (47.1784, -1.6226, ("communes", "sud")),
    "Sainte-Luce-sur-Loire, centre": (47.2503, -1.4862, ("communes", "est")),
    "La Chapelle-sur-Erdre, bourg": (47.2996, -1.5528, ("communes", "nord")),
    "Basse-Goulaine, centre": (47.2128, -1.4662, ("communes", "est")),
    "Porte de Vertou": (47.1826, -1.5046, ("entrees", "sud")),
    "Porte d’Orvault": (47.2581, -1.6001, ("entrees", "ouest")),
    "Porte de Carquefou": (47.2706, -1.5062, ("entrees", "est")),
    "Porte de la Chapelle": (47.2707, -1.5573, ("entrees", "nord")),
    "Porte de Rezé": (47.1728, -1.5528, ("entrees", "sud")),
    "Porte d’Armor": (47.2287, -1.6392, ("entrees", "ouest")),
    "Porte de Sainte-Luce": (47.2462, -1.5017, ("entrees", "est")),
}
_KIOSK: dict[str, Size] = {"upper": (1080, 1920), "touch": (1024, 1280)}
# Family: the prefix of its ids, its profile, its screens, how many of 224, how many of 7, where they stand.
_FAMILIES: tuple[tuple[str, str, dict[str, Size], int, int, str], ...] = (
    ("screen-8m2", "screen-8m2", {"main": (1280, 960)}, 7, 1, ""),
    ("plasma", "plasma-16x9", {"main": (1920, 1080)}, 10, 1, "centre"),
    ("kiosk", "kiosk", _KIOSK, 150, 2, ""),
    ("led", "led-board", {"main": (128, 32)}, 50, 1, "communes"),
    ("totem", "totem", {"main": (1080, 1920)}, 7, 1, "entrees"),
    ("table", "table", {"main": (3840, 2160)}, 0, 1, "culture"),
)
COMMERCE = "Place du Commerce"
PARK = "Jardin des Plantes"


def plan(devices: int) -> tuple[Site, ...]:
    """So many devices, in the proportions of the city; the same each time."""
    chance = Random(44)
    found: list[Site] = []
    for prefix, profile, screens, of_city, of_few, group in _FAMILIES:
        count = of_few if devices < 50 else round(of_city * devices / 224)
        if prefix == "kiosk" and devices >= 50:
            count = devices - sum(
                round(other[3] * devices / 224) for other in _FAMILIES if other[0] != "kiosk"
            )
        for number in range(1, count + 1):
            place = _place(prefix, number, count, group)
            found.append(
                _site(f"{prefix}-{number:0{3 if count < 1000 else 4}}", profile, screens, place, chance)
            )
    return tuple(found[:devices])


def _place(prefix: str, number: int, count: int, group: str) -> str:
    if prefix == "kiosk":
        if number <= 7 and count > 20:
            return COMMERCE
        if 8 <= number <= 11 and count > 20:
            return PARK
    elsewhere = {COMMERCE, PARK} if count > 20 else set[str]()
    fit = [
        name
        for name, (_, _, groups) in PLACES.items()
        if (group in groups if group else "communes" not in groups and "entrees" not in groups)
        and name not in elsewhere
    ]
    return fit[number * (7 if len(fit) % 7 else 5) % len(fit)]


def _site(device: str, profile: str, screens: dict[str, Size], place: str, chance: Random) -> Site:
    latitude, longitude, groups = PLACES[place]
    spread = 0.0004 if "communes" not in groups else 0.004
    position = (
        round(latitude + chance.gauss(0, spread), 5),
        round(longitude + chance.gauss(0, spread), 5),
    )
    return Site(
        device=device,
        profile=profile,
        family=profile,
        place=place,
        position=position,
        groups=groups,
        screens=screens,
    )
