"""Visitors around a multitouch table: panels at two sides, a project laid out, turned and enlarged."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from layouts.layout import Rect
from player.preview.fingers import Fingers, Seen, UntouchedError
from player.stage.window import StageWindow
from player.touch.table.board import Board
from player.touch.table.layer import TableLayer
from playlists.services import said

_SEATS = ((0.72, 0.97), (0.28, 0.03))
"""Where people come to the table, in parts of it."""
_NEAR, _FAR, _TURN = 0.2, 0.3, 0.08
"""In heights of a card: how far from its middle two fingers come down and go up, and how far aside."""


class RoundTable:
    """People at a window that lies flat."""

    def __init__(self, window: StageWindow, layer: TableLayer) -> None:
        self._fingers, self._layer = Fingers(window), layer
        self._wide, self._high = window.window.width(), window.window.height()

    def visit(self) -> Iterator[Seen]:
        """What they open, one after the other.

        Raises:
            UntouchedError: a finger opened nothing.
        """
        self._fingers.wait(self._fingers.window.isVisible)
        self._fingers.wait(lambda: self._layer.is_ready)
        for across, down in _SEATS:
            before = len(self._layer.board.panels) if self._layer.board else 0
            self._fingers.tap((self._wide * across, self._high * down))
            self._settle(lambda board, before=before: len(board.panels) > before)  # type: ignore[misc]
        yield self._fingers.see("table", self._title())
        pin = self._free_pin()
        if pin is not None:
            yield self._laid_out(*pin)

    def _laid_out(self, project: str, rect: Rect) -> Seen:
        """A card of a project, drawn larger and turned by two fingers."""
        self._fingers.tap((rect.x + rect.width / 2, rect.y + rect.height / 2))
        self._settle(lambda board: len(board.cards) > 0)
        card = self._board.cards[-1]
        (x, y), high = (card.pose.x, card.pose.y), card.size[1] * card.pose.scale
        near, far, turn = high * _NEAR, high * _FAR, high * _TURN
        self._fingers.draw({0: ((x - near, y), (x - far, y - turn)), 1: ((x + near, y), (x + far, y + turn))})
        self._settle(lambda board: board.cards[-1].pose.scale > card.pose.scale)
        return self._fingers.see(f"table-{project}", self._title(project))

    def _free_pin(self) -> tuple[str, Rect] | None:
        """A project that no panel lies on."""
        ground, panels = self._layer.scene.ground, [panel.rect for panel in self._board.panels]
        pins = ground.pins if ground else ()
        return next((pin for pin in pins if not any(_meet(pin[1], panel) for panel in panels)), None)

    def _title(self, project: str = "") -> str:
        """What the table, or a project on it, is called."""
        here = self._layer.scene.here
        if here is None or here.offered.table is None:
            return ""
        table, language = here.offered.table, here.offered.languages[0]
        own = (one.title for one in table.projects if one.id == project)
        return said(next(own, table.title), language, language)

    @property
    def _board(self) -> Board:
        if self._layer.board is None:
            raise UntouchedError("nobody sits at the table")
        return self._layer.board

    def _settle(self, is_so: Callable[[Board], bool]) -> None:
        """Until something is so of the table, and all on it has been painted. Raises `UntouchedError`."""
        layer = self._layer
        self._fingers.wait(lambda: layer.board is not None and is_so(layer.board) and layer.is_settled)


def _meet(one: Rect, other: Rect) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom
