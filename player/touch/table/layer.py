"""A table over its stage: from the first touch until nobody is there any more.

Fingers change the board at once, in the drawing thread; pictures are painted beside it. Who sat where and
what was laid out is forgotten when the table goes back to its programme.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage

from layouts.sun import is_night
from layouts.theme import Palette
from player.stage.instants import from_ms
from player.touch.here import Here
from player.touch.layer import Show
from player.touch.pages import compose
from player.touch.projects import with_projects
from player.touch.search import Index
from player.touch.session import Phase, left_s, phase
from player.touch.table import board as boards
from player.touch.table import contacts as fingers
from player.touch.table.board import Board, Panel, Surface
from player.touch.table.cards import card_face
from player.touch.table.contacts import Spot
from player.touch.table.deeds import Scene, arm, new_session, perform
from player.touch.table.easel import Easel, Painted, ground_picture, panel_picture
from player.touch.table.ground import Ground, ground
from player.touch.table.limits import LIMITS
from player.touch.table.model import TableModel
from player.touch.table.places import Places
from player.touch.target import TouchPage
from playlists.program import Program
from playlists.rendition import Rendition

_GLANCE_MS = 250
_GROUND = "ground"
TABLE_VIEW = Path(__file__).parents[1] / "qml" / "Parvis" / "Table" / "TableView.qml"


class TableLayer(QObject):
    """Waits for fingers. `clock` is the wall clock, `steady_ms` the monotonic one.

    `offer` gives an image an address for QML, `withdraw` takes it back; `picture` decodes a prepared one.
    """

    view = TABLE_VIEW

    def __init__(
        self,
        show: Show,
        *,
        offer: Callable[[QImage], str],
        withdraw: Callable[[str], None],
        picture: Callable[[Rendition], QImage],
        clock: Callable[[], int],
        steady_ms: Callable[[], float],
    ) -> None:
        super().__init__()
        self._show, self._screen = show, show.screen
        self._clock, self._steady_ms = clock, steady_ms
        self._easel = Easel(offer, withdraw, picture)
        self._program: Program | None = None
        self._here: Here | None = None
        self._index: Index | None = None
        self._ground: tuple[object, Ground] | None = None
        self._ground_address = ""
        self.board: Board | None = None
        self.scene = Scene()
        self._shown: dict[str, object] = {}
        self.model = TableModel(self._screen.width, self._screen.height, self)
        self._places = Places(self.model)
        self.model.came.connect(self._down)
        self.model.moved.connect(self._move)
        self.model.left.connect(self._up)
        self.model.lost.connect(self._lose)
        self._easel.painted.connect(self._take)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._glance)
        self._timer.start(_GLANCE_MS)

    @property
    def is_ready(self) -> bool:
        """Whether the ground has been painted."""
        return self._ground_address != ""

    @property
    def is_settled(self) -> bool:
        """Whether every thing on the table has been painted as it is now."""
        return self._easel.is_idle

    @property
    def paintings(self) -> int:
        """How many pictures were asked for so far."""
        return self._easel.asked

    def refresh(self) -> None:
        """Show the board as it is now."""
        self._follow()

    def close(self) -> None:
        """End what is going on."""
        self._timer.stop()
        self._end()
        self._easel.close()

    # Fingers.

    def _down(self, flat: list[float]) -> None:
        spots = _spots(flat)
        if self.board is None:
            self._begin(next(iter(spots.values())))
            return
        for contact, spot in spots.items():
            self.board = fingers.press(self.board, contact, spot, self._at_s())
            self.scene = arm(self.scene, self.board, contact)
        self._sync()

    def _move(self, flat: list[float]) -> None:
        if self.board is not None:
            self.board = fingers.move(self.board, _spots(flat), self._at_s())
            self._sync()

    def _up(self, flat: list[float]) -> None:
        if self.board is None:
            return
        for contact, spot in _spots(flat).items():
            self.board, touches = fingers.lift(self.board, {contact: spot}, self._at_s())
            armed = self.scene.armed.get(contact)
            self.scene = self.scene.disarmed(contact)
            for touch in touches:
                self.board = perform(self.board, self.scene, touch, armed, self._at_s())
        self._follow()

    def _lose(self, flat: list[float]) -> None:
        if self.board is None:
            return
        gone = list(_spots(flat)) or list(self.board.contacts)
        self.board = fingers.lost(self.board, gone)
        for contact in gone:
            self.scene = self.scene.disarmed(contact)
        self._sync()

    # From the first touch to the last.

    def _begin(self, spot: Spot) -> None:
        """Somebody touches the table at rest: a panel opens before them."""
        self._look()
        here = self._here
        if (
            here is None
            or not self._show.may_be_covered
            or spot.wide * self._screen.pitch_mm > LIMITS.palm_mm
        ):
            return
        surface = Surface(self._screen.width, self._screen.height, self._screen.pitch_mm)
        self.board = Board(surface=surface, touched_s=self._at_s(), touched=spot.at)
        self.board = boards.opened(self.board, spot.at, new_session(here, self._at_s()))
        self._show.cover(covered=True)
        self._follow()

    def _end(self) -> None:
        """Forget everything, and let the stage be seen."""
        for name in list(self._shown):
            self._easel.drop(name)
        self.board = None
        self.scene = msgspec.structs.replace(self.scene, armed={}, pages={})
        self._shown = {}
        self._places.clear()
        self._show_ground()
        self._show.cover(covered=False)

    def _glance(self) -> None:
        """See who is still there, and whether all that is shown is still right and may stay."""
        self._look()
        if self.board is None:
            return
        at_s, board = self._at_s(), self.board
        for panel in board.panels:
            if phase(panel.session, at_s) is Phase.OVER:
                board = boards.without(board, panel.id)
        alone_s = at_s - board.touched_s
        if self._here and board.cards and not board.panels and LIMITS.idle_s <= alone_s < LIMITS.leave_s:
            board = boards.opened(board, board.touched, new_session(self._here, board.touched_s))
        self.board = board
        left = not board.panels and alone_s >= LIMITS.leave_s
        if left or self._here is None or not self._show.may_be_covered:
            self._end()
        else:
            self._follow()

    def _look(self) -> None:
        """Take what is offered now, and have the ground painted before anybody asks for it."""
        program = self._show.program
        if program is not self._program:
            self._program = program
            own = next((one for one in program.screens if one.screen.name == self._screen.name), None)
            offered = own.services if own else None
            self._here = self._index = None
            if offered is not None and (offered.services or offered.table):
                offered = with_projects(offered)
                self._index = Index(offered)
                self._here = Here(
                    screen=self._screen,
                    offered=offered,
                    place=program.place,
                    position=program.position,
                    time_zone=program.time_zone,
                    country=program.country,
                    panel=True,
                )
        if self._here is None:
            return
        palette = self._palette(program)
        key = self._here.offered, palette
        if self._ground is None or self._ground[0] != key:
            made = ground(self._here, palette)
            self._ground = key, made
            self.scene = msgspec.structs.replace(self.scene, here=self._here, palette=palette, ground=made)
            screen = self._screen
            self._easel.ask(_GROUND, lambda: (None, ground_picture(made, screen)))

    # What is seen.

    def _follow(self) -> None:
        """Have painted what looks otherwise than before, and put everything where it is."""
        board, scene = self.board, self.scene
        here, index, palette = scene.here, self._index, scene.palette
        if board is None or here is None or index is None or palette is None:
            return
        at_ms, at_s = self._clock(), self._at_s()
        for panel in board.panels:
            looks = _looks(panel, at_ms, at_s)
            if self._shown.get(panel.id) != looks:
                self._shown[panel.id] = looks
                self._easel.ask(panel.id, _panel_work(here, index, panel, palette, (at_ms, at_s)))
        for card in board.cards:
            held = any(one.thing == card.id for one in board.contacts.values())
            wanted = card.plate, palette, here, card.pose.scale
            if self._shown.get(card.id) == wanted or (held and card.id in self._shown):
                continue
            self._shown[card.id] = wanted
            face = card_face(here, card.plate, palette)
            if face is None:
                board = boards.without(board, card.id)
            else:
                self.scene = self.scene.with_page(card.id, face.page)
                self._easel.ask(card.id, partial(self._easel.card, face, card.pose.scale))
        self.board = board
        self._forget()
        self._sync()

    def _forget(self) -> None:
        """Let go of what is no longer on the table."""
        board = self.board
        cards = {card.id for card in board.cards} if board else set()
        there = cards | {panel.id for panel in board.panels} if board else cards
        for name in [name for name in self._shown if name not in there]:
            del self._shown[name]
            self._easel.drop(name)
            self._places.free(name)
            self.scene = self.scene.without(name)

    def _sync(self) -> None:
        if self.board is not None:
            self._places.follow(self.board, self.scene, self._at_s())
            self._show_ground()

    def _take(self, name: str, page: TouchPage | None, address: str) -> None:
        """A picture is ready."""
        if name == _GROUND:
            self._ground_address = address
            self._show_ground()
            return
        if self.board is not None and page is not None:
            self.scene = self.scene.with_page(name, page)
            self._places.show(name, address)

    def _show_ground(self) -> None:
        colour = self._ground[1].colour if self._ground else "#000000"
        is_open = self.board is not None
        self.model.show(is_open=is_open, colour=colour, picture=self._ground_address if is_open else "")

    def _palette(self, program: Program) -> Palette:
        night = self._screen.outdoors and is_night(from_ms(self._clock()), program.position)
        return program.theme.night if night else program.theme.day

    def _at_s(self) -> float:
        return self._steady_ms() / 1000


def _spots(flat: list[float]) -> dict[int, Spot]:
    """Fingers as QML tells of them."""
    rows = zip(*[iter(flat)] * 4, strict=True)
    return {int(contact): Spot((float(x), float(y)), float(wide)) for contact, x, y, wide in rows}


def _looks(panel: Panel, at_ms: int, at_s: float) -> object:
    """All that a panel's picture depends on."""
    session = panel.session
    warned = phase(session, at_s) is Phase.WARNED
    left = int(left_s(session, at_s)) if warned else None
    return session.trail, session.language, session.comfort, session.query, panel.rect, left, at_ms // 60_000


def _panel_work(
    here: Here, index: Index, panel: Panel, palette: Palette, at: tuple[int, float]
) -> Callable[[], Painted]:
    """Composes and paints a panel, at an instant by the wall clock (ms) and by the steady one (s)."""
    wide, high = panel.size
    pitch = here.screen.pitch_mm
    screen = msgspec.structs.replace(
        here.screen, width=int(wide), height=int(high), width_mm=wide * pitch, height_mm=high * pitch
    )
    own = msgspec.structs.replace(here, screen=screen)

    def work() -> Painted:
        page = compose(own, index, panel.session, palette, at_ms=at[0], at_s=at[1])
        return panel_picture(page, panel.side)

    return work
