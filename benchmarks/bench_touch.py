"""Figures of a touch screen on a real stage: the first touch, page after page, searching among 5,000 places.

Times go from the finger on the glass to the page in the window. The stage draws in software, at the kiosk's
1024 by 1280 pixels, with the example's services and what its sources say.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import msgspec
from figures import Row, scratch, tell

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "feed"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "playlists"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "stage"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "touch"))

from stage_world import Shelf
from touch_city import AT, city, data
from touch_kiosk import Kiosk
from touch_world import AT_MS, palette

from player.stage.theatre import application
from player.touch.here import Here
from player.touch.limits import LIMITS
from player.touch.pages import compose
from player.touch.search import Index
from player.touch.session import Comfort, Kind, Session
from player.touch.session import Place as Page
from player.touch.target import Act, Target
from playlists.documents import AGES, Batch, Place
from playlists.services import Entry, Service, Services

FIRST_MS, PAGE_MS, KEY_MS = 100, 150, 50
"""The figures that are promised."""
SESSIONS, PLACES, LIVE = 20, 5_000, 800
WORDS = ("Piscine", "École", "Médiathèque", "Parking", "Square", "Gymnase", "Mairie", "Crèche", "Théâtre")
STREETS = ("des Lilas", "du Port", "Jules-Verne", "de la Paix", "des Châtaigniers", "du Moulin", "de l’Étang")
HOURS = "Mo-Fr 08:00-18:00; Sa 09:00-12:00; PH off"
SETTLED_MS = 7_000
"""A box was switched on before somebody comes."""
QUERY = "piscine lil"


def main() -> None:
    """Measure and tell."""
    application(offscreen=True)
    with scratch("touch") as folder:
        kiosk = Kiosk(Shelf(folder))
        kiosk.clock.go(AT_MS - kiosk.clock())
        kiosk.layer.know(data())
        kiosk.player.run_for(SETTLED_MS)
        tell([*_sessions(kiosk), *_searching()])
        kiosk.player.close()


def _sessions(kiosk: Kiosk) -> Iterator[Row]:
    first: list[float] = []
    pages: list[float] = []
    for number in range(SESSIONS):
        first.append(_timed(kiosk, lambda: kiosk.finger.tap(500, 640)))
        for _ in range(8):
            targets = kiosk.layer.page.targets if kiosk.layer.page else ()
            target = targets[(number * 7 + len(pages) * 3) % len(targets)]
            if target.act is not Act.STAY:
                pages.append(_timed(kiosk, lambda target=target: _tap(kiosk, target)))  # type: ignore[misc]
        kiosk.passes(LIMITS.idle_s + LIMITS.warning_s)
        kiosk.until(lambda: kiosk.layer.session is None)
    yield _row(f"first touch to the home page, {SESSIONS} sessions", FIRST_MS, first)
    yield _row(f"touch to the next page, {len(pages)} pages", PAGE_MS, pages)


def _tap(kiosk: Kiosk, target: Target) -> None:
    kiosk.finger.tap_in(target.rect)


def _timed(kiosk: Kiosk, touch: Callable[[], None]) -> float:
    """Milliseconds until another page is in the window."""
    before = kiosk.layer.page
    began = time.perf_counter()
    touch()
    kiosk.until(lambda: kiosk.layer.page is not before)
    kiosk.picture()
    return (time.perf_counter() - began) * 1000


def _searching() -> Iterator[Row]:
    here = _large()
    began = time.perf_counter()
    index = Index(here.offered, here.data)
    index.prepare()
    taken = time.perf_counter() - began
    found: list[float] = []
    pages: list[float] = []
    for _ in range(3):
        for length in range(1, len(QUERY) + 1):
            session = Session("fr", 0.0, (Page(), Page(Kind.SEARCH)), Comfort(), QUERY[:length])
            began = time.perf_counter()
            index.find(session.query)
            found.append((time.perf_counter() - began) * 1000)
            began = time.perf_counter()
            compose(here, index, session, palette(), at_ms=AT_MS, at_s=0.0)
            pages.append((time.perf_counter() - began) * 1000)
    yield _row(f"one key of a search over {PLACES:,} places, {LIVE} of them live: found", KEY_MS, found)
    yield _row("the same: found and set as a page", PAGE_MS, pages)
    made = f"{taken * 1000:.0f} ms, beside the drawing thread"
    yield Row("their words taken in, after the first page", "no promise", made, met=True)


def _large() -> Here:
    """Places that an editor wrote and places of sources, as many as promised."""
    own = [
        Entry(
            id=f"e{number}",
            title={"fr": _name(number), "en": f"The {_name(number)}"},
            address=f"{number}, rue {STREETS[number % 7]}",
            hours=HOURS,
            position=_position(number),
        )
        for number in range(PLACES - LIVE)
    ]
    share = len(own) // 4
    services = [
        Service(
            id=f"s{part}",
            title={"fr": f"Lieux {part}", "en": f"Places {part}"},
            pictogram="map-pin",
            entries=tuple(own[part * share : (part + 1) * share]),
            source=f"source-{part}",
        )
        for part in range(4)
    ]
    batches = [
        Batch(
            source=f"source-{part}",
            fetched=AT,
            ages=AGES[Place],
            documents=tuple(
                Place(id=f"d{number}", name=_name(number), hours=HOURS, position=_position(number))
                for number in range(part * 200, part * 200 + 200)
            ),
        )
        for part in range(LIVE // 200)
    ]
    offered = Services(languages=("fr", "en"), services=tuple(services))
    return msgspec.structs.replace(city(), offered=offered, data=tuple(batches))


def _name(number: int) -> str:
    return f"{WORDS[number % 9]} {STREETS[number // 9 % 7]} {number}"


def _position(number: int) -> tuple[float, float]:
    return 47.2 + number % 97 / 1000, -1.5 - number % 89 / 1000


def _row(figure: str, most_ms: float, taken: list[float]) -> Row:
    """Met where nineteen of twenty were within it."""
    late = sorted(taken)[int(len(taken) * 0.95)]
    told = f"{median(taken):.0f} ms, 19 of 20 within {late:.0f} ms"
    return Row(figure, f"≤ {most_ms:g} ms", told, late <= most_ms)


if __name__ == "__main__":
    main()
