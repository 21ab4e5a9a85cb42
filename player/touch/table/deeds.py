"""What a lifted finger does to a table: it opens a panel, lays out a card, or works what it touched. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Self

import msgspec

from layouts.theme import Palette
from player.touch.here import Here
from player.touch.projects import find, plate_of
from player.touch.session import Phase, Session, phase
from player.touch.table import board as boards
from player.touch.table.board import NOTHING, Board, Card, Panel, Plate
from player.touch.table.cards import card_comfort, photos_of
from player.touch.table.contacts import Touch, turned
from player.touch.table.faces import Faces
from player.touch.table.geometry import Point, Pose
from player.touch.table.ground import Ground
from player.touch.table.limits import LIMITS
from player.touch.table.sides import inward, nearest_side
from player.touch.target import Act, Target, TouchPage

Take = Callable[[Session, Target], Session]
"""What touching a target makes of a session."""


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """What can be touched now: the pages of panels and cards by their ids, and what each contact pressed."""

    here: Here | None = None
    palette: Palette | None = None
    faces: Faces | None = None
    ground: Ground | None = None
    pages: Mapping[str, TouchPage] = {}
    armed: Mapping[int, tuple[str, Target]] = {}

    def with_page(self, name: str, page: TouchPage) -> Self:
        """With a panel or card as it looks now."""
        return msgspec.structs.replace(self, pages={**self.pages, name: page})

    def without(self, name: str) -> Self:
        """Without a panel or card."""
        pages = {key: page for key, page in self.pages.items() if key != name}
        return msgspec.structs.replace(self, pages=pages)

    def disarmed(self, contact: int) -> Self:
        """A contact presses nothing any more."""
        armed = {key: one for key, one in self.armed.items() if key != contact}
        return msgspec.structs.replace(self, armed=armed)


def new_session(here: Here, at_s: float) -> Session:
    """The session of a panel that opens."""
    return Session(here.offered.languages[0], at_s, idle_s=LIMITS.idle_s)


def age(board: Board, here: Here, at_s: float) -> Board | None:
    """The board without those who left; None once nobody is there any more.

    Cards without a panel go no sooner than somebody was asked whether they are still wanted.
    """
    for panel in board.panels:
        if phase(panel.session, at_s) is Phase.OVER:
            board = boards.without(board, panel.id)
    alone_s = at_s - board.touched_s
    if board.panels or alone_s < LIMITS.idle_s:
        return board
    if alone_s >= LIMITS.leave_s:
        return None
    return boards.opened(board, board.touched, new_session(here, board.touched_s)) if board.cards else board


def arm(scene: Scene, board: Board, contact: int) -> Scene:
    """What a contact that came down presses."""
    came = board.contacts.get(contact)
    target = _target_at(scene, board, came.thing, came.at) if came else None
    if came is None or target is None:
        return scene.disarmed(contact)
    return msgspec.structs.replace(scene, armed={**scene.armed, contact: (came.thing, target)})


def perform(
    board: Board,
    scene: Scene,
    touch: Touch,
    armed: tuple[str, Target] | None,
    at_s: float,
    *,
    take: Take,
) -> Board:
    """The board after a finger was lifted. One that slid off what it pressed does nothing."""
    if scene.here is None:
        return board
    if touch.thing == NOTHING:
        return board if touch.slid else _on_ground(board, scene, scene.here, touch.at, at_s)
    target = _target_at(scene, board, touch.thing, touch.at)
    if target is None or armed != (touch.thing, target):
        return board
    panel, card = board.panel(touch.thing), board.card(touch.thing)
    if panel is not None:
        return _on_panel(board, scene, panel, target, take)
    if card is not None and not touch.slid:
        return _on_card(board, scene, card, target, at_s)
    return board


def _target_at(scene: Scene, board: Board, thing: str, at: Point) -> Target | None:
    page = scene.pages.get(thing)
    panel, card = board.panel(thing), board.card(thing)
    if page is None or (panel is None and card is None):
        return None
    inner = inward(panel.rect, panel.side, at) if panel else card.inner(at) if card else at
    return page.at(*inner)


def _on_ground(board: Board, scene: Scene, here: Here, at: Point, at_s: float) -> Board:
    surface = board.surface
    side, far = nearest_side(surface.width, surface.height, at)
    project = scene.ground.project_at(at) if scene.ground else ""
    if project:
        plate = Plate(project, language=here.offered.languages[0])
        return _lay(board, scene, plate, Pose(*at, float(side)), at_s)
    if far <= surface.px(LIMITS.edge_mm):
        return boards.opened(board, at, new_session(here, at_s))
    return board


def _on_panel(board: Board, scene: Scene, panel: Panel, target: Target, take: Take) -> Board:
    session = panel.session
    match target.act:
        case Act.END:
            return boards.without(board, panel.id)
        case Act.LAY:
            project, picture = plate_of(target.value)
            plate = Plate(project, picture, session.language, card_comfort(session.comfort))
            size = _size(scene, plate)
            if size is None:
                return board
            pose = boards.in_front_of(board, panel, size)
            return boards.lay(board, plate, size, pose, session.touched_s, by=panel.id)
        case _:
            return boards.with_session(board, panel.id, take(session, target))


def _on_card(board: Board, scene: Scene, card: Card, target: Target, at_s: float) -> Board:
    match target.act:
        case Act.END:
            return boards.without(board, card.id)
        case Act.SWIVEL:
            return turned(board, card.id, float(target.value), 1.0)
        case Act.ZOOM:
            return turned(board, card.id, 0.0, float(target.value))
        case _:
            return _fan_out(board, scene, card, at_s)


def _fan_out(board: Board, scene: Scene, card: Card, at_s: float) -> Board:
    """The pictures of a project's card, side by side and turned as it is."""
    table = scene.here.offered.table if scene.here else None
    project = find(table, card.plate.project)
    numbers = photos_of(project) if project else ()
    for nth, number in enumerate(numbers, start=1):
        plate = msgspec.structs.replace(card.plate, picture=number)
        x, y = card.pose.outward((card.size[0] * 0.3 * nth, card.size[1] * 0.12 * nth))
        board = _lay(board, scene, plate, Pose(x, y, card.pose.turn), at_s, by=card.by)
    return board


def _lay(board: Board, scene: Scene, plate: Plate, pose: Pose, at_s: float, *, by: str = "") -> Board:
    size = _size(scene, plate)
    return board if size is None else boards.lay(board, plate, size, pose, at_s, by=by)


def _size(scene: Scene, plate: Plate) -> tuple[float, float] | None:
    face = scene.faces.of(plate) if scene.faces else None
    return None if face is None else (float(face.page.page.width), float(face.page.page.height))
