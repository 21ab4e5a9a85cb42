"""What lies on a table: cards, panels, and the contacts that hold them; a frozen value. Pure.

Positions are pixels of the table, instants seconds by the monotonic clock. Cards and panels stand back to
front. A contact belongs to one thing from when it comes until it goes; NOTHING is the ground, and PALM what
is not a finger.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import msgspec

from layouts.layout import Rect
from player.touch.session import Comfort, Phase, Session, phase
from player.touch.table.geometry import Bounds, Point, Pose
from player.touch.table.limits import LIMITS
from player.touch.table.sides import Side, nearest_side, room_at
from player.touch.target import holds

NOTHING, PALM = "", "palm"
_ASIDE_MM, _BEFORE_MM, _PLACES = 40.0, 12.0, 17
"""Cards come out of a panel so far before it, at one of so many places side by side."""


class Surface(msgspec.Struct, frozen=True):
    """The glass: its pixels, and the millimetres of one."""

    width: int
    height: int
    pitch_mm: float

    def px(self, millimetres: float) -> float:
        """Millimetres in whole pixels, rounded up."""
        return float(-(-millimetres // self.pitch_mm))

    @property
    def bounds(self) -> Bounds:
        """Where cards may lie."""
        inset = self.px(LIMITS.inset_mm)
        return Bounds(inset, inset, self.width - inset, self.height - inset, LIMITS.scale)


class Plate(msgspec.Struct, frozen=True):
    """What a card shows: a project, or one of its pictures, counted from 0; for whom."""

    project: str
    picture: int | None = None
    language: str = ""
    comfort: Comfort = Comfort()


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is dragged, turned and enlarged. `size` is its pixels at its own size.

    `by` is the panel that it came out of; "" where it was laid from the map.
    """

    id: str
    plate: Plate
    size: tuple[float, float]
    pose: Pose
    touched_s: float
    by: str = ""

    def holds(self, at: Point) -> bool:
        """Whether a point of the table lies on it."""
        x, y = self.pose.inward(at)
        return abs(x) <= self.size[0] / 2 and abs(y) <= self.size[1] / 2

    def inner(self, at: Point) -> Point:
        """A point of the table in its own pixels, from its upper left corner."""
        x, y = self.pose.inward(at)
        return x + self.size[0] / 2, y + self.size[1] / 2


class Panel(msgspec.Struct, frozen=True, kw_only=True):
    """One person's session, at a side of the table."""

    id: str
    side: Side
    rect: Rect
    session: Session

    @property
    def size(self) -> tuple[float, float]:
        """Its own width and height, as its person sees it."""
        wide, high = self.rect.width, self.rect.height
        return (wide, high) if self.side.is_long else (high, wide)


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """Something that touches the glass: what it holds, where it is and where it came down, and when.

    `seen` is where it was when it last went anywhere: what only trembles goes nowhere.
    """

    thing: str
    at: Point
    start: Point
    seen: Point
    down_s: float
    slid: bool = False


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """A table. `count` numbers what is laid on it; `touched_s`, `touched` tell of the last touch."""

    surface: Surface
    cards: tuple[Card, ...] = ()
    panels: tuple[Panel, ...] = ()
    contacts: Mapping[int, Contact] = {}
    count: int = 0
    touched_s: float = 0.0
    touched: Point = (0.0, 0.0)

    def card(self, name: str) -> Card | None:
        """The card of that id."""
        return _named(self.cards, name)

    def panel(self, name: str) -> Panel | None:
        """The panel of that id."""
        return _named(self.panels, name)

    def thing_at(self, at: Point, at_s: float) -> str:
        """What is uppermost at a point: a panel that is about to go, a card, a panel, nothing."""
        asking = [panel for panel in self.panels if phase(panel.session, at_s) is not Phase.ACTIVE]
        for panel in reversed(asking):
            if holds(panel.rect, *at):
                return panel.id
        for card in reversed(self.cards):
            if card.holds(at):
                return card.id
        return next((panel.id for panel in self.panels if holds(panel.rect, *at)), NOTHING)


_Thing = TypeVar("_Thing", Card, Panel)


def _named(things: tuple[_Thing, ...], name: str) -> _Thing | None:
    return next((thing for thing in things if thing.id == name), None)


def with_card(board: Board, card: Card, *, on_top: bool = False) -> Board:
    """The board with a card as it is now."""
    if on_top:
        others = tuple(one for one in board.cards if one.id != card.id)
        return msgspec.structs.replace(board, cards=(*others, card))
    return msgspec.structs.replace(
        board, cards=tuple(card if one.id == card.id else one for one in board.cards)
    )


def lay(
    board: Board, plate: Plate, size: tuple[float, float], pose: Pose, at_s: float, *, by: str = ""
) -> Board:
    """Lay a card on the table; over the most, the one goes that was left alone for the longest."""
    name = f"card {board.count}"
    pose = board.surface.bounds.keep(pose)
    card = Card(id=name, plate=plate, size=size, pose=pose, touched_s=at_s, by=by)
    board = msgspec.structs.replace(board, cards=(*board.cards, card), count=board.count + 1)
    if len(board.cards) <= LIMITS.cards:
        return board
    return without(board, min(board.cards[:-1], key=lambda one: one.touched_s).id)


def without(board: Board, name: str) -> Board:
    """The board without a card or panel; what held it holds nothing."""
    contacts = {
        key: msgspec.structs.replace(one, thing=NOTHING) if one.thing == name else one
        for key, one in board.contacts.items()
    }
    return msgspec.structs.replace(
        board,
        cards=tuple(card for card in board.cards if card.id != name),
        panels=tuple(panel for panel in board.panels if panel.id != name),
        contacts=contacts,
    )


def opened(board: Board, at: Point, session: Session) -> Board:
    """The board with a panel at the side nearest to a point; unchanged where there is no room for one."""
    surface = board.surface
    side, _ = nearest_side(surface.width, surface.height, at)
    rect = _room(board, side, at, session, ())
    if rect is None or len(board.panels) >= LIMITS.panels:
        return board
    panel = Panel(id=f"panel {board.count}", side=side, rect=rect, session=session)
    board = msgspec.structs.replace(board, panels=(*board.panels, panel), count=board.count + 1)
    return _make_way(board, panel)


def with_session(board: Board, name: str, session: Session) -> Board:
    """The board with the session of a panel as it is now; the panel grows with the text, where it can."""
    panel = board.panel(name)
    if panel is None:
        return board
    rect = panel.rect
    if session.comfort.large != panel.session.comfort.large:
        middle = rect.x + rect.width / 2, rect.y + rect.height / 2
        rect = _room(board, panel.side, middle, session, (panel,)) or rect
    changed = msgspec.structs.replace(panel, session=session, rect=rect)
    panels = tuple(changed if one.id == name else one for one in board.panels)
    board = msgspec.structs.replace(board, panels=panels)
    return board if rect == panel.rect else _make_way(board, changed)


def in_front_of(board: Board, panel: Panel, size: tuple[float, float]) -> Pose:
    """Where a card that comes out of a panel lies: before it, turned as it is, where it hides the least."""
    rect, step = panel.rect, board.surface.px(_ASIDE_MM)
    reach = board.surface.px(_BEFORE_MM) + size[1] / 2
    middle = rect.x + rect.width / 2, rect.y + rect.height / 2
    others = [one.rect for one in board.panels]
    others += [_rect(card.pose, card.size, card.pose.turn) for card in board.cards]
    found: list[tuple[float, Pose]] = []
    for nth in range(_PLACES):
        aside = ((nth + 1) // 2 * (1 if nth % 2 else -1)) * step
        match panel.side:
            case Side.BOTTOM:
                x, y = middle[0] + aside, rect.y - reach
            case Side.TOP:
                x, y = middle[0] - aside, rect.bottom + reach
            case Side.LEFT:
                x, y = rect.right + reach, middle[1] + aside
            case Side.RIGHT:
                x, y = rect.x - reach, middle[1] - aside
        pose = board.surface.bounds.keep(Pose(x, y, float(panel.side)))
        lies = _rect(pose, size, pose.turn)
        found.append((sum(_common(lies, other) for other in others), pose))
    return min(found, key=lambda one: one[0])[1]


def _rect(pose: Pose, size: tuple[float, float], turn: float) -> Rect:
    """The table that a card covers, as if it lay along the edges."""
    upright = round(turn / 90.0) % 2 == 0
    wide, high = (side * pose.scale for side in (size if upright else size[::-1]))
    return Rect(pose.x - wide / 2, pose.y - high / 2, wide, high)


def _common(one: Rect, other: Rect) -> float:
    """The area that two rectangles have in common."""
    wide = min(one.right, other.right) - max(one.x, other.x)
    high = min(one.bottom, other.bottom) - max(one.y, other.y)
    return max(0.0, wide) * max(0.0, high)


def _room(board: Board, side: Side, at: Point, session: Session, apart: tuple[Panel, ...]) -> Rect | None:
    """Room for a session's panel: large where its text is, else at least the plain size."""
    surface = board.surface
    taken = [panel.rect for panel in board.panels if panel not in apart]
    wanted = (LIMITS.large_mm, LIMITS.panel_mm) if session.comfort.large else (LIMITS.panel_mm,)
    for long, deep in wanted:
        size = surface.px(long), surface.px(deep)
        for corner in (surface.px(LIMITS.panel_mm[1]), 0.0):
            table = surface.width, surface.height
            found = room_at(table, side, at, size, taken=taken, corner=corner)
            if found is not None:
                return found
    return None


def _make_way(board: Board, panel: Panel) -> Board:
    """Cards whose middle a panel would hide give way, inwards."""
    rect, inset = panel.rect, board.surface.px(LIMITS.inset_mm)
    cards = []
    for card in board.cards:
        pose = card.pose
        if holds(rect, pose.x, pose.y):
            match panel.side:
                case Side.BOTTOM:
                    x, y = pose.x, rect.y - inset
                case Side.TOP:
                    x, y = pose.x, rect.bottom + inset
                case Side.LEFT:
                    x, y = rect.right + inset, pose.y
                case Side.RIGHT:
                    x, y = rect.x - inset, pose.y
            pose = board.surface.bounds.keep(msgspec.structs.replace(pose, x=x, y=y))
        cards.append(msgspec.structs.replace(card, pose=pose))
    return msgspec.structs.replace(board, cards=tuple(cards))
