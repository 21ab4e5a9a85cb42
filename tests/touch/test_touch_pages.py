"""Every page of the example city, in every language and with every comfort: large enough, apart, in reach."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import pytest
from touch_world import every_sheet, here, offered, page_of, palette, places, session_at, touch_screen

from layouts.layout import Rect
from layouts.legibility import contrast
from layouts.page import Face, TextLine
from layouts.shaping import advance
from player.touch.ink import ink
from player.touch.limits import LIMITS
from player.touch.measures import Measures
from player.touch.session import Comfort, Kind, Place, Session
from player.touch.target import Act, TouchPage

COMFORTS = [
    Comfort(),
    Comfort(large=True),
    Comfort(contrast=True),
    Comfort(reach=True),
    Comfort(large=True, contrast=True, reach=True, speech=True),
]
LANGUAGES = ["fr", "en", "es"]


@cache
def pages(comfort: Comfort, language: str) -> list[tuple[Place, TouchPage]]:
    return [(place, page) for place in places() for page in every_sheet(session_at(place, language, comfort))]


def apart(one: Rect, other: Rect) -> float:
    """The gap between two rectangles in pixels; negative where they overlap."""
    across = max(one.x - other.right, other.x - one.right)
    down = max(one.y - other.bottom, other.y - one.bottom)
    return max(across, down)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("comfort", COMFORTS, ids=str)
def test_targets_are_large_enough_and_apart(comfort: Comfort, language: str) -> None:
    pitch = touch_screen().pitch_mm
    for place, page in pages(comfort, language):
        for target in page.targets:
            assert min(target.rect.width, target.rect.height) * pitch >= LIMITS.target_mm, (place, target)
        body = [
            target for target in page.targets if target.rect.bottom <= Measures(touch_screen(), comfort).bar.y
        ]
        for one, other in combinations(body, 2):
            assert apart(one.rect, other.rect) * pitch >= 2, (place, one, other)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("comfort", COMFORTS, ids=str)
def test_no_text_leaves_the_screen_or_runs_under_the_bar(comfort: Comfort, language: str) -> None:
    measures = Measures(touch_screen(), comfort)
    for place, page in pages(comfort, language):
        for mark in page.page.marks:
            if isinstance(mark, TextLine):
                right = mark.x + advance(mark.text, mark.face, mark.size)
                assert mark.x >= 0, (place, mark)
                assert right <= measures.screen.width, (place, mark)
                in_bar = mark.baseline > measures.bar.y
                assert in_bar or mark.baseline <= measures.bar.y - mark.size * 0.2, (place, mark)


@pytest.mark.parametrize("comfort", COMFORTS, ids=str)
def test_texts_do_not_lie_over_each_other(comfort: Comfort) -> None:
    for place, page in pages(comfort, "fr"):
        boxes = [box(mark) for mark in page.page.marks if isinstance(mark, TextLine)]
        for one, other in combinations(boxes, 2):
            assert apart(one, other) > -1, (place, one, other)


def box(mark: TextLine) -> Rect:
    """The room of a line's small letters."""
    width = advance(mark.text, mark.face, mark.size)
    return Rect(mark.x, mark.baseline - mark.size * 0.5, width, mark.size * 0.5)


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_everything_in_reach_all_targets_are(language: str) -> None:
    screen = touch_screen()
    for place, page in pages(Comfort(reach=True), language):
        for target in page.targets:
            top = screen.bottom_mm + (screen.height - target.rect.y) * screen.pitch_mm
            assert top <= LIMITS.reach_high_mm + 0.01, (place, target)
            bottom = screen.bottom_mm + (screen.height - target.rect.bottom) * screen.pitch_mm
            assert bottom >= LIMITS.reach_low_mm - 0.01, (place, target)


def test_large_text_is_twice_as_large_and_says_the_same() -> None:
    """What a search finds says in large text its name alone, the map's button only « Ici »."""
    for place in (place for place in places() if place.kind not in (Kind.SEARCH, Kind.MAP)):
        plain = words_on(list(every_sheet(session_at(place))))
        large = "".join(words_on(list(every_sheet(session_at(place, comfort=Comfort(large=True))))))
        assert {word for word in plain if word not in large} <= IN_THE_CORNERS, place
    assert Measures(touch_screen(), Comfort(large=True)).body == 2 * Measures(touch_screen(), Comfort()).body


IN_THE_CORNERS = {"jeudi", "26", "novembre", "English,", "Español"}
"""The date, and the names of languages, which large text leaves to the page of languages."""


def words_on(sheets: list[TouchPage]) -> list[str]:
    lines = [mark.text for page in sheets for mark in page.page.marks if isinstance(mark, TextLine)]
    return [word for line in lines for word in line.split() if word != "·"]


@pytest.mark.parametrize("strong", [False, True])
@pytest.mark.parametrize("night", [False, True])
def test_words_have_the_contrast_of_seven(*, strong: bool, night: bool) -> None:
    colours = ink(palette(night=night), strong=strong)
    for ground, word in (
        (colours.ground, colours.word),
        (colours.card, colours.word),
        (colours.bar, colours.on_bar),
    ):
        assert contrast(ground, word) >= 7, (ground, word)
    for ground, drawn in (*colours.chips.values(), (colours.accent, colours.on_accent)):
        assert contrast(ground, drawn) >= 3, ground


def test_every_page_is_two_touches_away() -> None:
    """From home: a service, an entry. The bar is there on both."""
    home = page_of(Session("fr", 0.0))
    first = {target.value for target in home.targets if target.act is Act.SERVICE}
    assert first == {service.id for service in offered().services}
    for service in offered().services:
        sheets = every_sheet(session_at(Place(Kind.SERVICE, service=service.id)))
        entries = {target.value for page in sheets for target in page.targets if target.act is Act.ENTRY}
        assert entries == {entry.id for entry in service.entries}


def test_back_home_and_comforts_are_always_in_the_same_place() -> None:
    for comfort in COMFORTS:
        seen: dict[Act, set[tuple[float, float]]] = {}
        for _, page in pages(comfort, "fr"):
            for target in page.targets:
                if target.act in (Act.BACK, Act.HOME, Act.COMFORTS, Act.LANGUAGES):
                    seen.setdefault(target.act, set()).add((target.rect.x, target.rect.y))
        assert {act: len(where) for act, where in seen.items()} == dict.fromkeys(seen, 1)
        assert len(seen) == 4


def test_the_nearest_comes_first_and_says_how_far() -> None:
    page = page_of(session_at(Place(Kind.SERVICE, service="piscines")))
    names = [target.value for target in page.targets if target.act is Act.ENTRY]
    assert names == ["leo-lagrange", "dervallieres", "petit-port"]
    lines = [mark.text for mark in page.page.marks if isinstance(mark, TextLine)]
    assert "Ouvert jusqu’à 20\u00a0h · à 450\u00a0m" in [line.replace("\u202f", "\u00a0") for line in lines]


def test_what_a_language_lacks_is_said_in_another() -> None:
    place = Place(Kind.ENTRY, service="piscines", entry="leo-lagrange")
    assert here().offered.languages == ("fr", "en", "es")
    for language in LANGUAGES:
        titles = [
            mark.text
            for mark in page_of(session_at(place, language)).page.marks
            if isinstance(mark, TextLine) and mark.face is Face.BOLD
        ]
        assert any("Léo-Lagrange" in title for title in titles)
