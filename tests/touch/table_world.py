"""A table on a real stage: projects with pictures, clocks set by hand, and as many fingers as one likes."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QGuiApplication, QTouchEvent
from PySide6.QtTest import QTest
from stage_world import Shelf, screen
from touched_stage import TouchedStage

from device_profiles.profile import Legibility, Screen
from player.touch.aloud.reader import Speaks
from player.touch.table.board import Board, Card, Panel
from player.touch.table.layer import TableLayer
from player.touch.table.sides import outward
from player.touch.target import Act, Target
from playlists.polls import Answer, Poll
from playlists.services import Entry, Service, Services
from playlists.table import Picture, Project, Table

WIDTH, HEIGHT = 1920, 1080
Point = tuple[float, float]


def flat_screen(width: int = WIDTH, height: int = HEIGHT) -> Screen:
    """The table of the catalog, at so many pixels."""
    return screen(
        width=width,
        height=height,
        width_mm=1210.0,
        height_mm=681.0,
        bottom_mm=750.0,
        distance_m=0.6,
        legibility=Legibility.EN_301_549,
        touch_points=40,
        flat=True,
        speech=True,
    )


def projects(shelf: Shelf) -> tuple[Project, ...]:
    """Four projects; each has a photo and a plan."""
    made = []
    for number, name in enumerate(("park", "bridge", "square", "school")):
        pictures = (
            Picture(rendition=shelf.still("#2f8f5b", 300, 170), caption={"fr": f"Photo {name}"}),
            Picture(rendition=shelf.still("#8a5a3c", 300, 170), caption={"fr": f"Plan {name}"}),
        )
        position = 47.2111 + 0.0011 * (number // 2), -1.5600 + 0.008 * (number % 2)
        words = {"fr": f"Projet {name}", "en": f"Project {name}"}
        made.append(
            Project(id=name, title=words, lead=words, position=position, pictogram="tree", pictures=pictures)
        )
    return tuple(made)


def laid(shelf: Shelf) -> Services:
    """What the table offers: its projects, and a service."""
    table = Table(
        title={"fr": "Le quartier demain", "en": "The district tomorrow"},
        centre=(47.2115, -1.5560),
        across_m=2000.0,
        projects=projects(shelf),
    )
    answers = tuple(Answer(id=name, text={"fr": name}) for name in ("oui", "non"))
    poll = Poll(id="ombre", question={"fr": "Plus d’ombre ?"}, answers=answers, results=True)
    entry = Entry(id="mairie", title={"fr": "Mairie", "en": "Town hall"})
    service = Service(
        id="places",
        title={"fr": "Lieux", "en": "Places"},
        pictogram="map-pin",
        entries=(entry,),
        polls=(poll,),
    )
    return Services(languages=("fr", "en"), services=(service,), table=table)


class TableStage(TouchedStage):
    """A stage with one table, clocks set by hand, and fingers."""

    def __init__(
        self,
        shelf: Shelf,
        flat: Screen | None = None,
        offered: Services | None = None,
        voice: Speaks | None = None,
    ) -> None:
        super().__init__(shelf, flat or flat_screen(), offered or laid(shelf), voice)
        self._device = QTest.createTouchDevice()
        self.until(lambda: self.layer.is_ready)

    @property
    def layer(self) -> TableLayer:
        """What lies over the stage."""
        assert isinstance(self.window.layer, TableLayer)
        return self.window.layer

    @property
    def board(self) -> Board:
        """The table, in use."""
        assert self.layer.board is not None
        return self.layer.board

    def fingers(
        self,
        *,
        down: Mapping[int, Point] | None = None,
        move: Mapping[int, Point] | None = None,
        up: Mapping[int, Point] | None = None,
    ) -> None:
        """One event with all its contacts. Qt tells of moves alone with the next frame."""
        event = QTest.touchEvent(self.window.window, self._device)
        for points, act in ((down, event.press), (move, event.move), (up, event.release)):
            for contact, at in (points or {}).items():
                act(contact, QPoint(round(at[0]), round(at[1])), self.window.window)
        event.commit()

    def lose_all(self) -> None:
        """The system takes all contacts away."""
        QGuiApplication.sendEvent(self.window.window, QTouchEvent(QEvent.Type.TouchCancel, self._device))

    def tap(self, at: Point) -> None:
        """Down and up."""
        self.fingers(down={0: at})
        self.fingers(up={0: at})

    def open_panel(self, at: Point) -> Panel:
        """Touch an edge, and see the panel that opens there."""
        before = {panel.id for panel in self.layer.board.panels} if self.layer.board else set()
        self.tap(at)
        self.settle()
        (panel,) = [panel for panel in self.board.panels if panel.id not in before]
        return panel

    def settle(self) -> None:
        """Until all that is on the table has been painted."""
        self.until(lambda: self.layer.is_settled)

    def target(self, thing: str, act: Act, value: str | None = None) -> Target:
        """A target of a panel or card."""
        page = self.layer.scene.pages[thing]
        return next(one for one in page.targets if one.act is act and (value is None or one.value == value))

    def spot(self, thing: str, act: Act, value: str | None = None) -> Point:
        """Where on the table a target is."""
        rect = self.target(thing, act, value).rect
        panel, card = self.board.panel(thing), self.board.card(thing)
        if panel is not None:
            found = outward(panel.rect, panel.side, rect)
            return found.x + found.width / 2, found.y + found.height / 2
        assert card is not None
        middle = rect.x + rect.width / 2, rect.y + rect.height / 2
        return card.pose.outward((middle[0] - card.size[0] / 2, middle[1] - card.size[1] / 2))

    def touch(self, thing: str, act: Act, value: str | None = None) -> None:
        """Touch a target, and see what follows."""
        self.tap(self.spot(thing, act, value))
        self.settle()

    def lay(self, project: str) -> Card:
        """Touch a project's pin, and see its card."""
        ground = self.layer.scene.ground
        assert ground is not None
        rect = dict(ground.pins)[project]
        self.tap((rect.x + rect.width / 2, rect.y + rect.height / 2))
        self.settle()
        return self.board.cards[-1]
