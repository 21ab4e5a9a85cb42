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

from device_profiles.report import What
from player.stage.instants import from_ms
from player.touch.aloud.reader import Speaks
from player.touch.desk import Desk
from player.touch.here import palette_of
from player.touch.offer import Offer
from player.touch.session import Comfort, Session
from player.touch.show import Show
from player.touch.table import board as boards
from player.touch.table import contacts as fingers
from player.touch.table.aloud import Aloud
from player.touch.table.board import Board, Surface
from player.touch.table.cards import card_comfort
from player.touch.table.contacts import Spot, spots_of
from player.touch.table.deeds import Scene, age, arm, new_session, perform
from player.touch.table.easel import Easel, looks, panel_work
from player.touch.table.faces import Faces
from player.touch.table.groundwork import GROUND, Groundwork
from player.touch.table.limits import LIMITS
from player.touch.table.model import TableModel
from player.touch.table.places import Places
from player.touch.table.seat import here_of
from player.touch.tally import Ledger
from player.touch.target import Target, TouchPage
from playlists.documents import Batch
from playlists.rendition import Rendition

_GLANCE_MS = 250
TABLE_VIEW = Path(__file__).parents[1] / "qml" / "Parvis" / "Table" / "TableView.qml"


class TableLayer(QObject):
    """Waits for fingers. `clock` is the wall clock, `steady_ms` the monotonic one.

    `ledger` keeps what is counted of those who touch it, `voice` reads to them and warns. `offer` gives an
    image an address for QML, `withdraw` takes it back; `picture` decodes a prepared one, `fetch` gives the
    bytes of an object.
    """

    view = TABLE_VIEW

    def __init__(
        self,
        show: Show,
        *,
        ledger: Ledger,
        voice: Speaks | None,
        offer: Callable[[QImage], str],
        withdraw: Callable[[str], None],
        picture: Callable[[Rendition], QImage],
        fetch: Callable[[str], bytes | None],
        clock: Callable[[], int],
        steady_ms: Callable[[], float],
    ) -> None:
        super().__init__()
        self._show, self._screen = show, show.screen
        self._clock, self._steady_ms = clock, steady_ms
        self.desk = Desk(ledger)
        self._aloud = Aloud(voice, self._screen)
        self._easel = Easel(offer, withdraw, picture)
        self._there = Offer(self._screen, here_of)
        self._ground = Groundwork(self._easel, fetch)
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
        self._easel.failed.connect(self._lack)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._glance)
        self._timer.start(_GLANCE_MS)

    @property
    def is_ready(self) -> bool:
        """Whether the ground has been painted."""
        return self._ground.picture != ""

    @property
    def is_settled(self) -> bool:
        """Whether every thing on the table has been painted as it is now."""
        return self._easel.is_idle

    def close(self) -> None:
        """End what is going on."""
        self._timer.stop()
        self._end()
        self.desk.tally.close()
        self._easel.close()

    def join(self, patience_s: float) -> bool:
        """After `close`: whether nothing is being painted any more, within so many seconds."""
        return self._easel.join(patience_s)

    def touches(self) -> int:
        """How often it was touched in the last whole hour."""
        self.desk.tally.turn(self._clock())
        return self.desk.tally.touches

    def know(self, data: tuple[Batch, ...]) -> None:
        """Take other city data; panels that are open show them."""
        if self._there.know(data):
            self._glance()

    def _down(self, flat: list[float]) -> None:
        spots = spots_of(flat)
        if self.board is None:
            self._begin(next(iter(spots.values())))
            return
        for contact, spot in spots.items():
            self.board = fingers.press(self.board, contact, spot, self._at_s())
            self.desk.tally.note(What.TOUCH, "", self._clock())
            self.scene = arm(self.scene, self.board, contact)
            self._aloud.down(self.board, self.scene.pages, contact)
        self._sync()

    def _move(self, flat: list[float]) -> None:
        if self.board is not None:
            spots = spots_of(flat)
            self.board = fingers.move(self.board, spots, self._at_s())
            self._aloud.moved(self.board, self.scene.pages, spots)
            self._sync()

    def _up(self, flat: list[float]) -> None:
        if self.board is None:
            return
        for contact, spot in spots_of(flat).items():
            self.board, touches = fingers.lift(self.board, {contact: spot}, self._at_s())
            armed = self.scene.armed.get(contact)
            self.scene = self.scene.disarmed(contact)
            for touch in touches:
                if not self._aloud.lets(self.board, self.scene.pages, touch.thing, touch.at):
                    continue
                self.board = perform(self.board, self.scene, touch, armed, self._at_s(), take=self._say)
        self.board = self._aloud.settle(self.board, self._at_s())
        self.follow()

    def _say(self, session: Session, target: Target) -> Session:
        return self.desk.take(session, target, self._clock(), self._at_s())

    def _lose(self, flat: list[float]) -> None:
        if self.board is None:
            return
        gone = list(spots_of(flat))
        self.board = fingers.lost(self.board, gone)
        for contact in gone:
            self.scene = self.scene.disarmed(contact)
        self._sync()

    def _begin(self, spot: Spot) -> None:
        """Somebody touches the table at rest: a panel opens before them."""
        self._look()
        here = self._there.here
        is_palm = spot.wide * self._screen.pitch_mm > LIMITS.palm_mm
        if here is None or not self._show.may_be_covered or is_palm:
            return
        surface = Surface(self._screen.width, self._screen.height, self._screen.pitch_mm)
        self.board = Board(surface=surface, touched_s=self._at_s(), touched=spot.at)
        self.board = boards.opened(self.board, spot.at, new_session(here, self._at_s()))
        self._show.cover(covered=True)
        self.follow()

    def _end(self) -> None:
        """Forget everything, and let the stage be seen."""
        for name in list(self._shown):
            self._easel.drop(name)
        self.board = None
        self.scene = msgspec.structs.replace(self.scene, armed={}, pages={})
        self._shown = {}
        self._places.clear()
        self._aloud.end()
        self._show_ground()
        self._show.cover(covered=False)

    def _glance(self) -> None:
        """See who is still there, and whether all that is shown is still right and may stay."""
        self._look()
        if self.board is None:
            return
        board = age(self.board, self._there.here, self._at_s()) if self._there.here else None
        if board is None or not self._show.may_be_covered:
            self._end()
        else:
            self.board = self._aloud.settle(board, self._at_s())
            self.follow()

    def _look(self) -> None:
        """Take what is offered now, and have the ground painted before anybody asks for it."""
        program = self._show.program
        self._there.look(program)
        here = self._there.here
        if here is None:
            return
        palette = palette_of(program, self._screen, from_ms(self._clock()))
        made = self._ground.look(here, palette, self._at_s())
        faces = self.scene.faces
        if faces is None or not faces.are_of(here, palette):
            faces = Faces(here, palette)
            self._easel.foresee(faces.foresee(here.offered.languages[0], Comfort()))
        self.scene = msgspec.structs.replace(self.scene, here=here, palette=palette, ground=made, faces=faces)

    def follow(self) -> None:
        """Show the board as it is: have painted what looks otherwise than before, and put all where it is."""
        board, scene = self.board, self.scene
        here, index, palette, faces = scene.here, self._there.index, scene.palette, scene.faces
        if board is None or here is None or index is None or palette is None or faces is None:
            return
        at_ms, at_s = self._clock(), self._at_s()
        for panel in board.panels:
            if panel.id not in self._shown:
                self.desk.begin(panel.session, at_ms)
            counted = self.desk.counted(panel.session)
            speaks = self._aloud.speaks(panel.session.language)
            wanted = here, palette, counted, speaks, looks(panel, at_ms, at_s)
            if self._shown.get(panel.id) != wanted:
                self._shown[panel.id] = wanted
                work = panel_work(here, index, panel, palette, (at_ms, at_s, counted), speaks=speaks)
                self._easel.ask(panel.id, work)
                self._easel.foresee(
                    faces.foresee(panel.session.language, card_comfort(panel.session.comfort))
                )
        for card in board.cards:
            held = any(one.thing == card.id for one in board.contacts.values())
            seen = card.plate, palette, here.offered, card.pose.scale
            if self._shown.get(card.id) == seen or (held and card.id in self._shown):
                continue
            self._shown[card.id] = seen
            face = faces.of(card.plate)
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

    def _lack(self, name: str) -> None:
        """Something cannot be painted: it goes from the table; the ground stays as it was."""
        if name == GROUND:
            self._ground.lack()
        elif self.board is not None:
            self.board = boards.without(self.board, name)
            self._forget()
            self._sync()

    def _take(self, name: str, page: TouchPage | None, address: str) -> None:
        """A picture is ready."""
        if name == GROUND:
            self._ground.take(address)
            self._show_ground()
            return
        if self.board is not None and page is not None:
            self.scene = self.scene.with_page(name, page)
            self._places.show(name, address)
            self.board = self._aloud.shown(self.board, name, page)

    def _show_ground(self) -> None:
        ground, is_open = self._ground, self.board is not None
        self.model.show(is_open=is_open, colour=ground.colour, picture=ground.picture if is_open else "")

    def _at_s(self) -> float:
        return self._steady_ms() / 1000
