"""How the cards of a table look, each composed once: beside the drawing thread where there is time for it."""

from __future__ import annotations

from collections.abc import Callable

from layouts.theme import Palette
from player.touch.here import Here
from player.touch.session import Comfort
from player.touch.table.board import Plate
from player.touch.table.cards import CardFace, card_face


class Faces:
    """The cards of what a table offers, in one palette. Callable from several threads."""

    def __init__(self, here: Here, palette: Palette) -> None:
        self._here, self._palette = here, palette
        self._known: dict[Plate, CardFace | None] = {}
        self._foreseen: set[tuple[str, Comfort]] = set()

    def are_of(self, here: Here, palette: Palette) -> bool:
        """Whether cards look so with this offer, in this palette."""
        return here.offered == self._here.offered and palette == self._palette

    def of(self, plate: Plate) -> CardFace | None:
        """A card as it looks; None where there is no such project or picture any more."""
        if plate not in self._known:
            self._known[plate] = card_face(self._here, plate, self._palette)
        return self._known[plate]

    def foresee(self, language: str, comfort: Comfort) -> Callable[[], None] | None:
        """What composes all cards in a language and a comfort; None where that was given before."""
        table = self._here.offered.table
        if table is None or (language, comfort) in self._foreseen:
            return None
        self._foreseen.add((language, comfort))

        def work() -> None:
            for project in table.projects:
                for picture in (None, *range(len(project.pictures))):
                    self.of(Plate(project.id, picture, language, comfort))

        return work
