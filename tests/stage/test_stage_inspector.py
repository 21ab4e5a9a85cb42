"""Looking at the glass: what is seen there, when it is looked at, and what is said of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtGui import QImage
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickItem
from stage_shown import MakeStage, Stage, stages_of
from stage_world import LED, LaterExecutor, Shelf, full, led_screen, program, screen, screen_program

from device_profiles.sight import Sight
from layouts.card import Card, Words
from layouts.layout import Layout, Zone, ZoneKind
from player.stage.depict import Depictor
from player.stage.glass import Glass
from player.stage.inspector import Inspector, Sighting
from player.stage.limits import Limits
from player.stage.pages import Painter
from player.stage.props import PageKey, SceneProps
from player.stage.witness import Witness
from playlists.feed.pictures import Picture
from playlists.program import CardContent, Item, Program, TickerText

RED, BLUE = "#ff0000", "#0000ff"
AT_ONCE = Limits(look_after_ms=0, look_every_ms=0)
PATIENCE_S = 30.0


class Inspected(Witness):
    """Has a screen inspected, and keeps what was seen; pages should look as a depictor draws them."""

    def __init__(self, shelf: Shelf, limits: Limits = AT_ONCE) -> None:
        self.seen: list[Sighting] = []
        self.worker = LaterExecutor()
        self._depict = Depictor(shelf.folder)
        self.inspector = Inspector(
            expected=self._expected,
            tell=self.seen.append,
            worker=lambda: self.worker,
            clock=self._now,
            steady_ms=lambda: time.monotonic_ns() / 1e6,
            limits=limits,
        )
        self.stage: Stage

    def opens(self, glass: Glass) -> None:
        self.inspector.watch(glass)

    def scene(self, props: SceneProps, program: Program, _: int) -> None:
        self.inspector.scene(props, program)

    def frame(self, _: int) -> None:
        self.inspector.frame()

    def look(self) -> Sighting:
        """Wait for the next look."""
        before, ends = len(self.seen), time.monotonic() + PATIENCE_S
        while len(self.seen) == before:
            assert time.monotonic() < ends, "never looked at"
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
            self.worker.work()
        return self.seen[-1]

    def settle(self) -> None:
        """Let everything happen that is to happen now."""
        for _ in range(20):
            QCoreApplication.processEvents()
        self.worker.work()

    def _now(self) -> int:
        return self.stage.clock()

    def _expected(self, program: Program, key: PageKey) -> Picture | None:
        (part,) = program.screens
        item = Item(id=key.item, content=key.content, pages_ms=(1,))
        drawn = self._depict(program, part.screen, key.zone, item, key.page, night=key.night)
        known = (drawn[0] if drawn else None) or Sight("", "")
        return Picture(known.hash, known.colour, "", 0)


Inspect = Callable[..., Inspected]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "objects")


@pytest.fixture
def make(shelf: Shelf) -> Iterator[MakeStage]:
    yield from stages_of(shelf)


@pytest.fixture
def inspect(make: MakeStage, shelf: Shelf) -> Iterator[Inspect]:
    made: list[Inspected] = []

    def inspected(shown: Program, limits: Limits = AT_ONCE, turn: int = 0) -> Inspected:
        found = Inspected(shelf, limits)
        made.append(found)
        found.stage = make(shown, turn=turn, limits=limits, witness=found)
        found.stage.work()
        return found

    yield inspected
    for found in made:
        found.inspector.close()


def card(item: str, *headlines: str, seconds: float = 10) -> Item:
    words = tuple(Words(language="fr", headline=headline) for headline in headlines)
    return Item(
        id=item, content=CardContent(card=Card(kind="notice", words=words)), pages_ms=(int(seconds * 1000),)
    )


def cover(stage: Stage, colour: str) -> QQuickItem:
    """Lay something over the whole window."""
    window = stage.window.window
    component = QQmlComponent(QQmlEngine(window))
    component.setData(f'import QtQuick\nRectangle {{ color: "{colour}" }}'.encode(), "")
    item = component.create()
    assert isinstance(item, QQuickItem)
    item.setParent(window)
    item.setParentItem(window.contentItem())
    item.setSize(window.size())
    return item


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_what_is_on_the_glass_is_what_was_published(inspect: Inspect, turn: int) -> None:
    layout = Layout(
        name="two",
        title={},
        zones=(
            Zone(name="left", x=0, y=0, width=0.6, height=1),
            Zone(name="right", x=0.6, y=0.2, width=0.4, height=0.8),
        ),
    )
    shown = screen_program(
        layout,
        screen(width=640, height=360),
        left=(card("a", "Piscine fermée"),),
        right=(card("b", "Marché"),),
    )
    inspected = inspect(program(shown), turn=turn)
    inspected.look()
    assert {seen.zone for seen in inspected.seen} == {"left", "right"}
    for seen in inspected.seen:
        assert seen.distance is not None
        assert seen.distance.is_none, (seen.zone, seen.distance)


def test_a_picture_that_is_covered_is_told_as_wrong(inspect: Inspect, shelf: Shelf) -> None:
    inspected = inspect(full(shelf.picture("red", RED), shelf.picture("blue", BLUE)))
    assert inspected.look().distance is not None
    cover(inspected.stage, "black")
    inspected.stage.go(10_600)
    seen = inspected.look()
    assert seen.layer.key.item == "blue"
    assert seen.distance is not None
    assert not seen.distance.is_none
    assert seen.sight.luma == 0


def test_a_painter_that_lies_is_found_out(inspect: Inspect, monkeypatch: pytest.MonkeyPatch) -> None:
    inspected = inspect(full(card("a", "Piscine fermée", seconds=10), card("b", "Marché de Noël")))
    seen = inspected.look()
    assert seen.distance is not None
    assert seen.distance.is_none
    honest = Painter.__call__

    def lie(self: Painter, key: PageKey) -> QImage:
        picture = honest(self, key)
        if key.item == "b":
            picture = picture.mirrored(horizontal=True, vertical=False)
        return picture

    monkeypatch.setattr(Painter, "__call__", lie)
    inspected.stage.go(10_600)
    inspected.stage.work()
    monkeypatch.undo()
    inspected.stage.go(10)
    seen = inspected.look()
    assert seen.layer.key.item == "b"
    assert seen.distance is not None
    assert not seen.distance.is_none


def test_each_play_is_looked_at_once(inspect: Inspect, shelf: Shelf) -> None:
    inspected = inspect(full(shelf.picture("red", RED), shelf.picture("blue", BLUE)))
    inspected.look()
    inspected.stage.go(2000)
    inspected.settle()
    assert len(inspected.seen) == 1
    inspected.stage.go(8600)
    assert inspected.look().layer.key.item == "blue"


def test_no_look_is_taken_in_a_transition(inspect: Inspect, shelf: Shelf) -> None:
    inspected = inspect(full(shelf.picture("red", RED), shelf.picture("blue", BLUE)))
    inspected.look()
    inspected.stage.go(10_250)
    inspected.settle()
    assert len(inspected.seen) == 1
    inspected.stage.go(350)
    seen = inspected.look()
    assert seen.layer.key.item == "blue"
    assert seen.distance is not None
    assert seen.distance.is_none


def test_two_looks_lie_apart(inspect: Inspect, shelf: Shelf) -> None:
    rarely = Limits(look_after_ms=0, look_every_ms=3_600_000)
    inspected = inspect(full(shelf.picture("red", RED), shelf.picture("blue", BLUE)), rarely)
    inspected.look()
    inspected.stage.go(10_600)
    inspected.settle()
    assert len(inspected.seen) == 1
    assert inspected.inspector._timer.remainingTime() > 3_000_000


def ticker() -> Item:
    text = TickerText(text="Travaux quai de la Fosse jusqu’au 3 décembre", width=600.0, scrolls=True)
    return Item(id="line", content=text, pages_ms=(10_000,))


NEWS = Layout(
    name="news",
    title={},
    zones=(
        Zone(name="main", x=0, y=0, width=1, height=0.8),
        Zone(name="ticker", x=0, y=0.8, width=1, height=0.2, kind=ZoneKind.TICKER),
    ),
)


@pytest.mark.parametrize(("cost_ms", "looks"), [(None, 0), (3.0, 1), (50.0, 0)])
def test_while_a_line_runs_only_a_look_known_to_be_cheap_is_taken(
    inspect: Inspect, shelf: Shelf, cost_ms: float | None, looks: int
) -> None:
    still = shelf.picture("red", RED)
    shown = program(screen_program(NEWS, screen(), main=(card("a", "Marché"), still), ticker=(ticker(),)))
    inspected = inspect(shown)
    inspected.inspector._cost_ms = cost_ms
    inspected.settle()
    inspected.inspector._look()
    inspected.worker.work()
    assert len(inspected.seen) == looks


def test_a_film_is_seen_but_not_judged(inspect: Inspect, shelf: Shelf) -> None:
    inspected = inspect(full(shelf.film("film", frames=50, seconds=10)))
    inspected.inspector._cost_ms = 1.0
    seen = inspected.look()
    assert seen.layer.key.item == "film"
    assert seen.distance is None
    assert 0 <= seen.sight.luma <= 255


def test_a_matrix_is_right_to_the_dot(inspect: Inspect) -> None:
    shown = program(screen_program(LED, led_screen(), main=(card("a", "Piscine fermée"),)))
    inspected = inspect(shown)
    inspected.stage.go(400)
    seen = inspected.look()
    assert seen.distance is not None
    assert (seen.distance.bits, seen.distance.levels) == (0, 0)
    dot = cover(inspected.stage, "black")
    dot.setSize(dot.size() / 1000)
    dot.setWidth(1)
    dot.setHeight(32)
    inspected.inspector._seen.clear()
    inspected.inspector._wake()
    seen = inspected.look()
    assert seen.distance is not None
    assert not seen.distance.is_none
