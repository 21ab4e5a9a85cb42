"""Reads a table's panels aloud, one at a time: a table has one loudspeaker, and who asked last is read to.

One finger on that panel, and on the cards that came out of it, hears what it is on, and chooses by a second
touch, as on a kiosk. The others go on in silence. Whoever is about to lose a panel hears that too, whether or
not they are read to.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from device_profiles.profile import Screen
from player.touch import session as sessions
from player.touch.aloud.reader import Reader, Speaks
from player.touch.session import Phase, Session, phase
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
        self._told: frozenset[str] = frozenset()
        self._thing = ""
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

    def shown(self, board: Board, name: str, page: TouchPage) -> Board:
        """A panel or card has a page: it is read, if it is one that is read; a card once.

        Whose panel that is, is asked later whether they are still there.
        """
        session, seconds = self._session(board, name), 0.0
        if session is not None and name == self._panel:
            seconds = self._reader.shown(session, page)
        elif session is not None and name not in self._told:
            self._told |= {name}
            seconds = self._reader.again(session, page)
        panel = board.panel(self._panel)
        if panel is None:
            return board
        return boards.with_session(board, panel.id, sessions.read_to(panel.session, seconds))

    def down(self, board: Board, pages: Pages, contact: int) -> None:
        """A finger comes: what is under it is said."""
        came = board.contacts.get(contact)
        if came is None or (found := self._at(board, pages, came.thing, came.at)) is None:
            return
        if came.thing != self._thing:
            self._reader.leave()
        self._finger, self._thing = contact, came.thing
        session, page, (x, y) = found
        self._reader.down(session, page, x, y)

    def moved(self, board: Board, pages: Pages, spots: Mapping[int, Spot]) -> None:
        """Fingers move: what the one on that panel is on now is said."""
        spot = spots.get(self._finger) if self._finger is not None else None
        if spot is not None and (found := self._at(board, pages, self._thing, spot.at)):
            session, page, (x, y) = found
            self._reader.moved(session, page, x, y)

    def lets(self, board: Board, pages: Pages, thing: str, at: Point) -> bool:
        """Whether a finger lifted there does what it pressed: on what is read, the second time."""
        found = self._at(board, pages, thing, at)
        if found is None:
            return True
        self._finger = None
        return self._reader.chooses(found[1].at(*found[2]))

    def end(self) -> None:
        """Nobody is there any more."""
        self._reader.end()
        self._panel, self._thing, self._finger = "", "", None
        self._warned, self._told = frozenset(), frozenset()

    def _warn(self, board: Board, at_s: float) -> None:
        asking = frozenset(one.id for one in board.panels if phase(one.session, at_s) is Phase.WARNED)
        if asking - self._warned and self._ring is not None:
            self._ring()
        self._warned = asking

    def _session(self, board: Board, thing: str) -> Session | None:
        """Who is read what is on a panel or card, in the language of that; None where nobody is."""
        panel, card = board.panel(self._panel), board.card(thing)
        if panel is None or thing == panel.id:
            return panel.session if panel else None
        if card is None or card.by != panel.id or not self.speaks(card.plate.language):
            return None
        return msgspec.structs.replace(panel.session, language=card.plate.language)

    def _at(
        self, board: Board, pages: Pages, thing: str, at: Point
    ) -> tuple[Session, TouchPage, Point] | None:
        """Who is read a panel or card, its page, and a point of the table on it."""
        session, page = self._session(board, thing), pages.get(thing)
        if session is None or page is None:
            return None
        panel, card = board.panel(thing), board.card(thing)
        inner = inward(panel.rect, panel.side, at) if panel else card.inner(at) if card else at
        return session, page, inner


def _reads(panel: Panel | None) -> bool:
    return panel is not None and panel.session.comfort.speech
