"""Reads a table's panels aloud, one at a time: a table has one loudspeaker, and who asked last is read to.

One finger on that panel hears what it is on, and chooses by a second touch, as on a kiosk. The others go on
in silence. Whoever is about to lose a panel hears that too, whether or not they are read to.
"""

from __future__ import annotations

from collections.abc import Mapping

from device_profiles.profile import Screen
from player.touch import session as sessions
from player.touch.aloud.reader import Reader, Speaks
from player.touch.session import Phase, phase
from player.touch.table import board as boards
from player.touch.table.board import Board, Panel
from player.touch.table.contacts import Spot
from player.touch.table.geometry import Point
from player.touch.table.sides import inward
from player.touch.target import TouchPage

Pages = Mapping[str, TouchPage]
"""What can be seen and touched now, by the ids of panels and cards."""


class Aloud:
    """Of one table. Without a voice it is silent, and no panel offers to be read."""

    def __init__(self, voice: Speaks | None, screen: Screen) -> None:
        self._reader = Reader(voice if screen.speech else None)
        self._ring = voice.ring if voice and (screen.sound or screen.speech) else None
        self._panel = ""
        self._finger: int | None = None
        self._warned: frozenset[str] = frozenset()

    def speaks(self, language: str) -> bool:
        """Whether panels in a language can be read aloud."""
        return self._reader.speaks(language)

    def settle(self, board: Board, at_s: float) -> Board:
        """The board with no more than one panel that is read to, in a language that is spoken.

        Sounds for each panel that has begun to ask whether somebody is still there.
        """
        self._warn(board, at_s)
        listening = [panel for panel in board.panels if panel.session.comfort.speech]
        newest = next((panel.id for panel in listening if panel.id != self._panel), self._panel)
        for panel in listening:
            session = self._reader.suits(panel.session)
            if panel.id != newest:
                session = sessions.ease(panel.session, "speech")
            board = boards.with_session(board, panel.id, session)
        reads = _reads(board.panel(newest))
        if not reads or newest != self._panel:
            self._reader.end()
        self._panel = newest if reads else ""
        return board

    def shown(self, board: Board, name: str, page: TouchPage) -> None:
        """A panel has a page: it is read, if that is the panel that is read to."""
        panel = board.panel(name)
        if panel is not None and name == self._panel:
            self._reader.shown(panel.session, page)

    def down(self, board: Board, pages: Pages, contact: int) -> None:
        """A finger comes: what is under it is said."""
        came = board.contacts.get(contact)
        if came is not None and came.thing == self._panel and (found := self._at(board, pages, came.at)):
            self._finger = contact
            panel, page, (x, y) = found
            self._reader.down(panel.session, page, x, y)

    def moved(self, board: Board, pages: Pages, spots: Mapping[int, Spot]) -> None:
        """Fingers move: what the one on that panel is on now is said."""
        spot = spots.get(self._finger) if self._finger is not None else None
        if spot is not None and (found := self._at(board, pages, spot.at)):
            panel, page, (x, y) = found
            self._reader.moved(panel.session, page, x, y)

    def lets(self, board: Board, pages: Pages, thing: str, at: Point) -> bool:
        """Whether a finger lifted there does what it pressed: on a panel that is read, the second time."""
        if not self._panel or thing != self._panel:
            return True
        self._finger = None
        found = self._at(board, pages, at)
        return found is not None and self._reader.chooses(found[1].at(*found[2]))

    def end(self) -> None:
        """Nobody is there any more."""
        self._reader.end()
        self._panel, self._finger, self._warned = "", None, frozenset()

    def _warn(self, board: Board, at_s: float) -> None:
        asking = frozenset(one.id for one in board.panels if phase(one.session, at_s) is Phase.WARNED)
        if asking - self._warned and self._ring is not None:
            self._ring()
        self._warned = asking

    def _at(self, board: Board, pages: Pages, at: Point) -> tuple[Panel, TouchPage, Point] | None:
        """The panel that is read, its page, and a point of the table on it."""
        panel, page = board.panel(self._panel), pages.get(self._panel)
        if panel is None or page is None:
            return None
        return panel, page, inward(panel.rect, panel.side, at)


def _reads(panel: Panel | None) -> bool:
    return panel is not None and panel.session.comfort.speech
