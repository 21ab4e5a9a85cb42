"""What a page is composed for and of: where, whose, when, in which language."""

from __future__ import annotations

from dataclasses import dataclass

from player.stage.instants import from_ms
from player.touch.counted import Counted, Heard
from player.touch.here import Here
from player.touch.hours import say_hours
from player.touch.session import Session
from player.touch.sheet import Sheet
from player.touch.target import Act
from player.touch.words import say
from playlists.distance import metres, say_metres
from playlists.opening import open_spans, standing
from playlists.services import Entry, said


@dataclass(frozen=True, slots=True)
class View:
    """One page while it is composed."""

    here: Here
    session: Session
    sheet: Sheet
    at_ms: int
    counted: Counted
    speaks: bool

    @property
    def language(self) -> str:
        """The language of the session."""
        return self.session.language

    def say(self, texts: dict[str, str]) -> str:
        """A text in that language, or the nearest there is."""
        return said(texts, self.language, self.here.offered.languages[0])

    def heard(self, act: Act, about: str) -> Heard | None:
        """What became of what they said about something; None where they said nothing."""
        said = dict(self.session.said)
        key = f"{act}:{about}"
        return self.counted.heard(said[key]) if key in said else None

    def far(self, entry: Entry) -> float:
        """How far away an entry is, in metres; infinitely, where that is not known."""
        if entry.position is None or self.here.position is None:
            return float("inf")
        return metres(self.here.position, entry.position)

    def away(self, entry: Entry) -> str:
        """How far away an entry is, in words."""
        distance = self.far(entry)
        if distance == float("inf"):
            return ""
        return say("away", self.language, distance=say_metres(distance, self.language))

    def hours(self, entry: Entry) -> str:
        """Whether an entry is open, in words; nothing where its hours cannot be read."""
        here = self.here
        at = from_ms(self.at_ms)
        spans = open_spans(
            entry.hours or "", at, zone=here.time_zone, country=here.country, position=here.position
        )
        return "" if spans is None else say_hours(standing(spans, at), at, here.time_zone, self.language)
