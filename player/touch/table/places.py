"""Which place of the scene each card and panel has; what is on the board is put there."""

from __future__ import annotations

from layouts.layout import Rect
from player.touch.session import Phase, phase
from player.touch.table.board import Board, Card, Panel
from player.touch.table.deeds import Scene
from player.touch.table.model import TableModel, TablePlace
from player.touch.table.sides import outward

_CARDS, _ASKING = 10, 900
"""Layers: panels lie on the ground, cards on panels, and a panel that is about to go on everything."""


class Places:
    """Gives out the places of a scene."""

    def __init__(self, model: TableModel) -> None:
        self._model = model
        self._taken: dict[str, TablePlace] = {}

    def clear(self) -> None:
        """Empty them all."""
        for name in list(self._taken):
            self.free(name)

    def free(self, name: str) -> None:
        """Empty a thing's place."""
        place = self._taken.pop(name, None)
        if place is not None:
            place.show("")
            place.press(None)

    def show(self, name: str, address: str) -> None:
        """A thing has a picture."""
        if name in self._taken:
            self._taken[name].show(address)

    def follow(self, board: Board, scene: Scene, at_s: float) -> None:
        """Put every thing where it is, and show what of it is pressed."""
        pressed = dict(scene.armed.values())
        for number, card in enumerate(board.cards):
            place = self._place(card.id, self._model.card_places)
            place.put(_card_rect(card), _CARDS + number, card.pose.turn, card.pose.scale)
            place.press(pressed[card.id].rect if card.id in pressed else None)
        for panel in board.panels:
            place = self._place(panel.id, self._model.panel_places)
            asks = phase(panel.session, at_s) is not Phase.ACTIVE
            place.put(panel.rect, _ASKING if asks else 0)
            place.press(_within(panel, pressed[panel.id].rect) if panel.id in pressed else None)

    def _place(self, name: str, places: list[TablePlace]) -> TablePlace:
        if name not in self._taken:
            taken = self._taken.values()
            self._taken[name] = next(place for place in places if place not in taken)
        return self._taken[name]


def _card_rect(card: Card) -> Rect:
    wide, high = card.size
    return Rect(card.pose.x - wide / 2, card.pose.y - high / 2, wide, high)


def _within(panel: Panel, inner: Rect) -> Rect:
    """A rectangle of a panel as its person sees it, in the panel as it lies on the table."""
    bare = Rect(0, 0, panel.rect.width, panel.rect.height)
    return outward(bare, panel.side, inner)
