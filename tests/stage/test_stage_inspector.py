"""Looking at the glass: what is seen there, when it is looked at, and what is said of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtQuick import QQuickPaintedItem
from stage_shown import MakeStage, Stage, stages_of
from stage_world import LED, LaterExecutor, Shelf, full, led_screen, program, screen, screen_program

from device_profiles.sight import Sight
from layouts.card import Card, Words
from layouts.layout import Layout, Zone, ZoneKind
from player.stage.depict import Depictor
from player.stage.glass import Glass
from player.stage.inspector import Inspector, Sighting
from player.stage.limits import Limits
from player.stage.painters import Painters
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
        before = len(self.seen)
        self.until(lambda: len(self.seen) > before)
        return self.seen[-1]

    def until(self, happened: Callable[[], bool]) -> None:
        """Go on until something has happened."""
        ends = time.monotonic() + PATIENCE_S
        while not happened():
            assert time.monotonic() < ends, "never happened"
            QCoreApplication.processEvents()
            self.worker.work()

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
        found.stage.go(600)
        return found

    yield inspected
    for found in made:
        found.inspector.close()


def card(item: str, *headlines: str, seconds: float = 10) -> Item:
    words = tuple(Words(language="fr", headline=headline) for headline in headlines)
    return Item(
        id=item, content=CardContent(card=Card(kind="notice", words=words)), pages_ms=(int(seconds * 1000),)
    )


class Cover(QQuickPaintedItem):
    """Something that lies over a window, whole unless it is made smaller."""

    def __init__(self, stage: Stage, colour: str) -> None:
        super().__init__(stage.window.window.contentItem())
        self._colour = QColor(colour)
        self.setSize(stage.window.window.size())

    def paint(self, painter: QPainter) -> None:
        painter.fillRect(self.boundingRect(), self._colour)


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
    _cover = Cover(inspected.stage, "black")
    inspected.stage.go(10_000)
    seen = inspected.look()
    assert seen.layer.key.item == "blue"
    assert seen.distance is not None
    assert not seen.distance.is_none
    assert seen.sight.luma == 0


def test_a_painter_that_lies_is_found_out(inspect: Inspect, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = Painters.paint

    def lie(self: Painters, key: PageKey) -> QImage:
        picture = honest(self, key)
        return picture.flipped(Qt.Orientation.Horizontal) if key.item == "b" else picture

    monkeypatch.setattr(Painters, "paint", lie)
    inspected = inspect(full(card("a", "Piscine fermée"), card("b", "Marché de Noël")))
    first = inspected.look()
    inspected.stage.go(10_000)
    second = inspected.look()
    assert (first.layer.key.item, second.layer.key.item) == ("a", "b")
    assert first.distance is not None
    assert first.distance.is_none
    assert second.distance is not None
    assert not second.distance.is_none


def test_each_play_is_looked_at_once(inspect: Inspect, shelf: Shelf) -> None:
    inspected = inspect(full(shelf.picture("red", RED), shelf.picture("blue", BLUE)))
    inspected.look()
    inspected.stage.go(2000)
    inspected.settle()
    assert len(inspected.seen) == 1
    inspected.stage.go(8_000)
    assert inspected.look().layer.key.item == "blue"


def test_no_look_is_taken_in_a_transition(inspect: Inspect, shelf: Shelf) -> None:
    inspected = inspect(full(shelf.picture("red", RED), shelf.picture("blue", BLUE)))
    inspected.look()
    inspected.stage.go(9_650)
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
    inspected.stage.go(10_000)
    inspected.until(inspected.inspector._timer.isActive)
    assert inspected.inspector._timer.remainingTime() > 3_000_000
    assert len(inspected.seen) == 1


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


def test_while_a_line_runs_only_a_look_known_to_be_cheap_is_taken(inspect: Inspect) -> None:
    shown = program(screen_program(NEWS, screen(), main=(card("a", "Marché"),), ticker=(ticker(),)))
    inspected = inspect(shown, Limits(look_after_ms=0, look_every_ms=0, look_cost_ms=0))
    inspected.until(lambda: inspected.inspector._cost_ms < 1000)
    assert inspected.inspector._cost_ms > 0, "it was rehearsed, beside the drawing"
    inspected.settle()
    assert inspected.seen == [], "it would have cost too much"
    inspected.inspector._limits = Limits(look_after_ms=0, look_every_ms=0, look_cost_ms=1000)
    seen = inspected.look()
    assert seen.zone == "main"
    assert seen.distance is not None
    assert seen.distance.is_none


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
    seen = inspected.look()
    assert seen.distance is not None
    assert (seen.distance.bits, seen.distance.levels) == (0, 0)
    dot = Cover(inspected.stage, "#ffb000")
    dot.setWidth(1)
    dot.setHeight(1)
    inspected.inspector._seen.clear()
    inspected.inspector._wake()
    seen = inspected.look()
    assert seen.distance is not None
    assert not seen.distance.is_none


def test_a_matrix_that_has_scrolled_is_not_looked_at(inspect: Inspect) -> None:
    long = card("a", "Donaudampfschifffahrtsgesellschaftskapitänswitwe")
    inspected = inspect(program(screen_program(LED, led_screen(), main=(long,))))
    first = inspected.look()
    assert first.distance is not None
    assert first.distance.is_none
    (zone,) = inspected.inspector._props.zones if inspected.inspector._props else ()
    inspected.stage.go(1500)
    assert zone.scrolled(inspected.stage.clock()) > 0
    inspected.inspector._seen.clear()
    inspected.inspector._look()
    inspected.worker.work()
    assert len(inspected.seen) == 1
