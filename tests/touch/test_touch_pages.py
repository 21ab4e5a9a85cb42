"""Every page of the example city, in every language and with every comfort: large enough, apart, in reach."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import pytest
from touch_world import (
    AT_MS,
    every_sheet,
    here,
    index,
    offered,
    page_of,
    palette,
    places,
    session_at,
    touch_screen,
)

from layouts.layout import Rect
from layouts.legibility import contrast
from layouts.page import Face, Panel, Pictogram, TextLine
from layouts.shaping import advance
from player.touch.ink import ink
from player.touch.limits import LIMITS
from player.touch.measures import Measures
from player.touch.pages import compose
from player.touch.session import Comfort, Kind, Place, Session
from player.touch.target import Act, Target, TouchPage, holds
from player.touch.words import say

COMFORTS = [
    Comfort(),
    Comfort(large=True),
    Comfort(contrast=True),
    Comfort(reach=True),
    Comfort(large=True, contrast=True, reach=True, speech=True),
]
LANGUAGES = ["fr", "en", "es"]
SWITCHES = ("large", "contrast", "reach", "speech")


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
        for one, other in combinations(page.targets, 2):
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


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("comfort", COMFORTS, ids=str)
def test_back_home_and_each_switch_are_always_in_the_same_place(comfort: Comfort, language: str) -> None:
    seen: dict[tuple[Act, str], set[Rect]] = {}
    for _, page in pages(comfort, language):
        for target in page.targets:
            if target.act in (Act.BACK, Act.HOME, Act.EASE, Act.LANGUAGES):
                seen.setdefault((target.act, target.value), set()).add(target.rect)
    assert {one: len(where) for one, where in seen.items()} == dict.fromkeys(seen, 1)
    assert {value for act, value in seen if act is Act.EASE} == {*SWITCHES}
    assert len(seen) == 7


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("comfort", COMFORTS, ids=str)
def test_the_switch_to_each_comfort_is_on_every_page(comfort: Comfort, language: str) -> None:
    """On the one that warns too: who cannot read it can make it larger."""
    warned = page_of(session_at(Place(), language, comfort), at_s=LIMITS.idle_s + 1)
    for place, page in [(Place(), warned), *pages(comfort, language)]:
        assert [one.value for one in page.targets if one.act is Act.EASE] == [*SWITCHES], place


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("comfort", COMFORTS, ids=str)
def test_a_switch_tells_by_shape_and_by_words_whether_it_is_on(comfort: Comfort, language: str) -> None:
    page = page_of(session_at(Place(), language, comfort))
    drawn = {}
    for target in (one for one in page.targets if one.act is Act.EASE):
        signs = [
            mark.name for mark in page.page.marks if isinstance(mark, Pictogram) and within(mark, target)
        ]
        fills = [
            mark.colour for mark in page.page.marks if isinstance(mark, Panel) and mark.rect == target.rect
        ]
        assert len(signs) == len(fills) == 1
        on = bool(getattr(comfort, target.value))
        assert (signs[0] == "circle-check") is on
        assert target.label.endswith(say("on" if on else "off", language))
        drawn[target.value] = signs[0]
    off = [sign for name, sign in drawn.items() if not getattr(comfort, name)]
    assert len(set(off)) == len(off)


def within(mark: Pictogram, target: Target) -> bool:
    return holds(target.rect, mark.rect.x, mark.rect.y) and holds(
        target.rect, mark.rect.right, mark.rect.bottom
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_switches_need_none_of_what_they_bring(language: str) -> None:
    """Without any comfort they are in reach, as large as all text, and say what they do to a finger."""
    screen, page = touch_screen(), page_of(session_at(Place(), language))
    for target in (one for one in page.targets if one.act is Act.EASE):
        bottom = screen.bottom_mm + (screen.height - target.rect.bottom) * screen.pitch_mm
        assert LIMITS.reach_low_mm <= bottom <= LIMITS.reach_high_mm - LIMITS.target_mm
        (word,) = [mark for mark in page.page.marks if isinstance(mark, TextLine) and written(mark, target)]
        assert word.size == Measures(screen, Comfort()).body
        assert advance(word.text, word.face, word.size) < target.rect.width


@pytest.mark.parametrize("language", LANGUAGES)
def test_large_text_makes_the_bar_as_large(language: str) -> None:
    screen = touch_screen()
    for comfort in (Comfort(large=True), Comfort(large=True, contrast=True, reach=True, speech=True)):
        page = page_of(session_at(Place(Kind.SEARCH), language, comfort))
        bar = Measures(screen, comfort).bar.y
        sizes = [mark.size for mark in page.page.marks if isinstance(mark, TextLine) and mark.baseline > bar]
        assert min(sizes) >= 1.8 * Measures(screen, Comfort()).body


def written(mark: TextLine, target: Target) -> bool:
    return holds(target.rect, mark.x, mark.baseline)


def test_what_nothing_reads_aloud_has_no_switch() -> None:
    page = compose(here(), index(), session_at(Place()), palette(), at_ms=AT_MS, at_s=0.0, speaks=False)
    assert [one.value for one in page.targets if one.act is Act.EASE] == [*SWITCHES[:3]]


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
