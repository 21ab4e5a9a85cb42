"""Reads pages to those who asked for it, and says what their finger is on; a second touch chooses.

One finger is enough: it moves over the page, and what is under it is said; where it was lifted, a second
touch does what that does. Whatever is touched interrupts what is being said.
"""

from __future__ import annotations

from typing import Protocol

from player.touch.aloud.pronounced import pronounced
from player.touch.aloud.utterances import Utterance, spoken, under
from player.touch.limits import LIMITS
from player.touch.session import Kind, Session, ease, still
from player.touch.target import Act, Target, TouchPage
from player.touch.words import say


class Speaks(Protocol):
    """What reads aloud."""

    @property
    def languages(self) -> frozenset[str]:
        """Those that it speaks."""

    def say(self, text: str, language: str) -> None:
        """Say this at once, in the place of what is being said."""

    def hush(self) -> None:
        """Be silent at once."""

    def ring(self) -> None:
        """Sound what warns that a session ends."""


class Reader:
    """Of one screen. Without a voice it is silent, and nobody is offered it."""

    def __init__(self, voice: Speaks | None) -> None:
        self._voice = voice
        self._read = ""
        self._where: object = None
        self._on: Utterance | None = None
        self._chosen: Target | None = None
        self._second = False

    def speaks(self, language: str) -> bool:
        """Whether pages in a language can be read aloud."""
        return self._voice is not None and language in self._voice.languages

    def suits(self, session: Session) -> Session:
        """A session as it can be: read aloud only in a language that is spoken."""
        if session.comfort.speech and not self.speaks(session.language):
            return ease(session, "speech")
        return session

    def shown(self, session: Session, page: TouchPage) -> float:
        """A page came: read what is new of it to those who asked for it. For how many seconds.

        What time or other data change of the page where they are interrupts nobody, nor what they chose.
        """
        if not session.comfort.speech:
            self.end()
            return 0.0
        text, where, seconds = _read(session, page), _where(session, page), 0.0
        if text != self._read and where != self._where:
            first = "" if self._read else f"{say('aloud_hint', session.language)} "
            self._on, self._chosen = None, None
            seconds = self._say(first + text, session.language)
        self._read, self._where = text, where
        return 0.0 if _is_warning(page) else seconds

    def again(self, session: Session, page: TouchPage) -> float:
        """Read the page once more from its beginning. For how many seconds."""
        return self._say(spoken(page), session.language)

    def down(self, session: Session, page: TouchPage, x: float, y: float) -> None:
        """A finger goes down: what is under it is said; the target that was heard last may be chosen now."""
        target = page.at(x, y)
        self._second = target is not None and target == self._chosen
        self._on = None
        self.moved(session, page, x, y)

    def moved(self, session: Session, page: TouchPage, x: float, y: float) -> None:
        """A finger is somewhere else: what is under it is said, if it is something else."""
        found = under(page, x, y)
        if found is None or found == self._on:
            return
        self._on = found
        self._second = self._second and found.target is not None and found.target == self._chosen
        if not self._second:
            self._say(found.text, session.language)

    def chooses(self, target: Target | None) -> bool:
        """A finger is lifted on a target: whether that was its second touch of it."""
        chosen, self._chosen = self._second and target == self._chosen, target
        return chosen

    def leave(self) -> None:
        """The finger goes to something else: a second touch chooses nothing there."""
        self._on, self._chosen = None, None

    @property
    def chosen(self) -> Target | None:
        """What a second touch would do."""
        return self._chosen

    def end(self) -> None:
        """Nobody listens any more."""
        if self._read and self._voice is not None:
            self._voice.hush()
        self._read, self._where, self._on, self._chosen, self._second = "", None, None, None, False

    def _say(self, text: str, language: str) -> float:
        if self._voice is not None:
            self._voice.say(pronounced(text, language), language)
        return min(len(text) / LIMITS.spoken_letters_s, LIMITS.longest_spoken_s)


def _is_warning(page: TouchPage) -> bool:
    return any(one.act is Act.STAY for one in page.targets)


def _where(session: Session, page: TouchPage) -> object:
    """Where somebody is by their own doing; where they say something, also what is answered."""
    answers = spoken(page) if session.place.kind in {Kind.POLL, Kind.SIGNAL} else ""
    return still(session), _is_warning(page), answers


def _read(session: Session, page: TouchPage) -> str:
    """What is to be read of a page: once of a warning, whose figure changes; of a search what was typed."""
    if _is_warning(page):
        return f"{say('still_there', session.language)} {say('more_time', session.language)}"
    if session.place.kind is Kind.SEARCH and session.query:
        return session.query
    return spoken(page)
