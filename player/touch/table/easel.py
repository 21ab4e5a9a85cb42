"""Pictures of a table's things, painted beside the drawing thread; only the newest of each counts."""

from __future__ import annotations

import logging
from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QTransform

from layouts.theme import Palette
from player.stage.errors import StageError
from player.stage.paint import paint
from player.stage.worker import Worker
from player.touch.atlas import Atlas
from player.touch.counted import Counted
from player.touch.here import Here
from player.touch.pages import compose
from player.touch.search import Index
from player.touch.session import Phase, left_s, phase, still
from player.touch.table.board import Panel
from player.touch.table.cards import CardFace
from player.touch.table.ground import Ground, district_page
from player.touch.table.seat import seated
from player.touch.target import TouchPage
from playlists.rendition import Rendition

_log = logging.getLogger(__name__)
Painted = tuple[TouchPage | None, QImage]


class Easel(QObject):
    """Paints things by name. `painted` tells a name, its page, and the address under which QML finds it.

    `failed` names what could not be painted; the log says why.
    """

    painted = Signal(str, object, str)
    failed = Signal(str)
    _finished = Signal(str, int, object, QImage)
    _stopped = Signal(str, int, object)

    def __init__(
        self,
        offer: Callable[[QImage], str],
        withdraw: Callable[[str], None],
        picture: Callable[[Rendition], QImage],
    ) -> None:
        super().__init__()
        self._offer, self._withdraw, self._picture = offer, withdraw, picture
        self._worker = Worker("table")
        self._asked: dict[str, int] = {}
        self._addresses: dict[str, str] = {}
        self._waiting: set[str] = set()
        self._count = 0
        self._finished.connect(self._take)
        self._stopped.connect(self._give_up)

    @property
    def is_idle(self) -> bool:
        """Whether all that was asked for has been painted."""
        return not self._waiting

    def ask(self, name: str, work: Callable[[], Painted]) -> None:
        """Have a thing painted, in the place of what it was."""
        self._count += 1
        self._asked[name] = asked = self._count
        self._waiting.add(name)

        def run() -> None:
            if self._asked.get(name) != asked:
                return
            try:
                made = work()
            except Exception as error:  # noqa: BLE001 - one thing that cannot be painted is no other's fault
                self._stopped.emit(name, asked, error)
            else:
                self._finished.emit(name, asked, *made)

        self._worker.submit(run)

    def foresee(self, work: Callable[[], None] | None) -> None:
        """Have something got ready, after what was asked for before."""
        if work is not None:
            self._worker.submit(work)

    def drop(self, name: str) -> None:
        """Let go of a thing and its picture."""
        self._asked.pop(name, None)
        self._waiting.discard(name)
        address = self._addresses.pop(name, "")
        if address:
            self._withdraw(address)

    def close(self) -> None:
        """Let go of everything, and paint no more; nobody waits for what is in hand."""
        for name in list(self._asked):
            self.drop(name)
        self._worker.shutdown(wait=False, cancel_futures=True)

    def join(self, patience_s: float) -> bool:
        """After `close`: whether nothing is being painted any more, within so many seconds."""
        return self._worker.join(patience_s)

    def card(self, face: CardFace, scale: float) -> Painted:
        """A card so much enlarged; without its picture where that cannot be had."""
        picture = None
        if face.picture is not None:
            try:
                picture = self._picture(face.picture)
            except (StageError, OSError):
                picture = None
        return face.page, paint(face.page.page, picture, scale)

    def _give_up(self, name: str, asked: int, error: Exception) -> None:
        _log.error("%s cannot be painted", name, exc_info=error)
        if self._asked.get(name) == asked:
            self._waiting.discard(name)
            self.failed.emit(name)

    def _take(self, name: str, asked: int, page: TouchPage | None, image: QImage) -> None:
        if self._asked.get(name) != asked:
            return
        self._waiting.discard(name)
        before = self._addresses.get(name, "")
        self._addresses[name] = address = self._offer(image)
        self.painted.emit(name, page, address)
        if before:
            self._withdraw(before)


def looks(panel: Panel, at_ms: int, at_s: float) -> object:
    """All that a panel's picture depends on."""
    session = panel.session
    warned = phase(session, at_s) is Phase.WARNED
    left = int(left_s(session, at_s)) if warned else None
    return still(session), panel.rect, left, at_ms // 60_000


def panel_work(
    here: Here,
    index: Index,
    panel: Panel,
    palette: Palette,
    at: tuple[int, float, Counted],
    *,
    speaks: bool,
) -> Callable[[], Painted]:
    """Composes and paints a panel, at an instant by the wall clock (ms) and by the steady one (s).

    With the instants comes what is known of what was said by buttons; `speaks`: it can be read aloud.

    It is turned towards its person, by exact quarters: so it is drawn without being resampled.
    """
    own = seated(here, panel.size)

    def work() -> Painted:
        session, (at_ms, at_s, counted) = panel.session, at
        page = compose(own, index, session, palette, at_ms=at_ms, at_s=at_s, counted=counted, speaks=speaks)
        index.prepare()
        return page, _turned(paint(page.page, None), panel.side)

    return work


def ground_picture(ground: Ground, here: Here, palette: Palette, atlas: Atlas) -> Painted:
    """The whole ground: the map of the district where there is one, and what is on it."""
    screen, offered = here.screen, here.offered
    image = QImage(screen.width, screen.height, QImage.Format.Format_RGB32)
    image.fill(QColor(ground.colour))
    where = msgspec.structs.replace(here, district=atlas.of(offered.map))
    chart = district_page(where, offered.table, palette) if offered.table else None
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    try:
        if chart is not None:
            painter.drawImage(0, 0, paint(chart, None))
        for decal in ground.decals:
            rect = decal.rect
            target = QRectF(rect.x, rect.y, rect.width, rect.height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(_turned(paint(decal.page, None), decal.side)))
            painter.setBrushOrigin(target.topLeft())
            painter.drawRoundedRect(target, decal.radius, decal.radius)
    finally:
        painter.end()
    return None, image


def _turned(image: QImage, turn: int) -> QImage:
    return image.transformed(QTransform().rotate(turn)) if turn else image
