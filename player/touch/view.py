"""What a page is composed for and of: where, whose, when, in which language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from layouts.theme import Palette
from layouts.typography import capitalised, finish
from player.stage.instants import from_ms
from player.touch.counted import Counted, Heard
from player.touch.here import Here
from player.touch.session import Session
from player.touch.sheet import Sheet
from player.touch.target import Act
from playlists import living_words
from playlists.distance import Position, metres
from playlists.documents import Place
from playlists.living_words import Setting
from playlists.services import said


@dataclass(frozen=True, slots=True)
class View:
    """One page while it is composed."""

    here: Here
    session: Session
    sheet: Sheet
    at_ms: int
    palette: Palette
    counted: Counted
    speaks: bool

    @property
    def language(self) -> str:
        """The language of the session."""
        return self.session.language

    @property
    def at(self) -> datetime:
        """The instant."""
        return from_ms(self.at_ms)

    @property
    def setting(self) -> Setting:
        """What words about the city depend on."""
        here = self.here
        return Setting(
            at=self.at,
            language=self.language,
            zone=here.time_zone,
            country=here.country,
            position=here.position,
            spelt=True,
            own=here.offered.languages[0],
        )

    def say(self, texts: dict[str, str]) -> str:
        """A text in that language, or the nearest there is."""
        return said(texts, self.language, self.here.offered.languages[0])

    def heard(self, act: Act, about: str) -> Heard | None:
        """What became of what they said about something; None where they said nothing."""
        spoken = dict(self.session.said)
        key = f"{act}:{about}"
        return self.counted.heard(spoken[key]) if key in spoken else None

    def far(self, position: Position | None) -> float:
        """How far away something is, in metres; infinitely, where that is not known."""
        if position is None or self.here.position is None:
            return float("inf")
        return metres(self.here.position, position)

    def on_map(self, position: Position | None) -> tuple[float, float] | None:
        """Where a position lies on the map, in decimetres; None where it does not."""
        district = self.here.district
        if district is None or position is None:
            return None
        x, y = district.place(position)
        return (x, y) if district.holds(x, y) else None

    def away(self, position: Position | None) -> str:
        """How far away something is, in words; "" where that is not known."""
        return finish(self.setting.away(position), self.language)

    def hours(self, place: Place) -> str:
        """Whether a place is open, in words; "" where that is not known."""
        return capitalised(finish(living_words.hours(place, self.setting), self.language))
