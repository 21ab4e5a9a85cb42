"""What is on the air around an instant: the timeline of one screen, as the stage reads it."""

from __future__ import annotations

from datetime import timedelta
from itertools import takewhile

from device_profiles.profile import Screen
from layouts.card import Card, Words
from layouts.layout import Layout, Zone, ZoneKind
from layouts.sun import DUSK_CHECK, is_night
from player.stage.airing import Airing
from player.stage.instants import from_ms, to_ms
from player.stage.matrix import matrix_pages
from player.stage.scene import View
from playlists.program import CardContent, Program, ScreenProgram
from playlists.timeline import (
    BUILT_IN,
    Play,
    ScreenShowing,
    is_prepared,
    next_change,
    prepare,
    screen_plays,
    showing,
)

LOOK_BACK_MS = 120_000
"""How far back a good picture is looked for, and texts that are still on a running line (some 700 words)."""

_FAR_MS = 86_400_000
_DUSK_CHECK_MS = DUSK_CHECK // timedelta(milliseconds=1)
_ONE_PAGE_MS = 10_000


class Air:
    """The timeline of one screen of a program."""

    def __init__(self, program: Program, screen_name: str, edition: int = 0) -> None:
        """`edition` goes into the keys of its pages. Raises KeyError if the program has no such screen."""
        screens = {screen.screen.name: screen for screen in program.screens}
        self.program = program
        self.edition = edition
        self.screen: ScreenProgram = screens[screen_name]
        self._full = _full_layout(self.screen.screen)
        self._built_in = built_in_card(program)
        self._built_in_pages = _built_in_pages(self._built_in, self.screen.screen)

    def view(self, at_ms: int, back_ms: int = LOOK_BACK_MS) -> View:
        """What plays around `at_ms`, from `back_ms` before it."""
        at = from_ms(at_ms)
        shown = showing(self.program, at).screen(self.screen.screen.name)
        if shown is None:
            raise KeyError(self.screen.screen.name)
        change = next_change(self.program, at)
        until = to_ms(change) if change else at_ms + _FAR_MS
        outdoors = self.screen.screen.outdoors and self.program.position is not None
        return View(
            program=self.program,
            screen=self.screen,
            layout=self._layout(shown.layout),
            airings={} if shown.dark else self._airings(shown, at_ms, back_ms),
            built_in=self._built_in,
            edition=self.edition,
            until_ms=min(until, (at_ms // _DUSK_CHECK_MS + 1) * _DUSK_CHECK_MS) if outdoors else until,
            dark=shown.dark,
            night=outdoors and is_night(from_ms(at_ms), self.program.position),
        )

    def is_planned(self, at_ms: int, ahead_ms: int = 0) -> bool:
        """Whether a look at any instant from `at_ms` to `ahead_ms` later is quick, looking back included."""
        return all(is_prepared(self.program, from_ms(ms)) for ms in (at_ms - LOOK_BACK_MS, at_ms + ahead_ms))

    def plan(self, at_ms: int, ahead_ms: int = 0) -> None:
        """Make it so, in any thread. `ahead_ms` is less than a day."""
        for ms in (at_ms - LOOK_BACK_MS, at_ms + ahead_ms):
            prepare(self.program, from_ms(ms))

    def _layout(self, name: str | None) -> Layout:
        return self._full if name is None else self.screen.layouts[name]

    def _airings(self, shown: ScreenShowing, at_ms: int, back_ms: int) -> dict[str, tuple[Airing, ...]]:
        """The plays of each zone up to `at_ms`, as far back as they follow on each other in this layout."""
        events = {event.id: event.layout for event in self.screen.events}
        plays: dict[str, list[Play]] = {}
        start, end = from_ms(at_ms - back_ms), from_ms(at_ms + 1)
        for play in screen_plays(self.program, self.screen.screen.name, start, end):
            layout = events[play.event] if play.event is not None else None
            if layout != shown.layout:
                plays.clear()
            else:
                plays.setdefault(play.zone, []).append(play)
        return {zone: _unbroken([self._airing(play) for play in found]) for zone, found in plays.items()}

    def _airing(self, play: Play) -> Airing:
        item = play.item
        return Airing(
            item=play.item_id,
            content=item.content if item else self._built_in,
            pages_ms=item.pages_ms if item else self._built_in_pages,
            began_ms=to_ms(play.began),
            start_ms=to_ms(play.start),
            end_ms=to_ms(play.end),
            loops=item is None,
        )


def _unbroken(airings: list[Airing]) -> tuple[Airing, ...]:
    """The newest plays, back to where nothing was on the glass."""
    newest = list(reversed(airings))
    follows = takewhile(
        lambda pair: pair[0].end_ms >= pair[1].start_ms, zip(newest[1:], newest, strict=False)
    )
    kept = [*newest[:1], *(earlier for earlier, _ in follows)]
    return tuple(reversed(kept))


def built_in_card(program: Program) -> CardContent:
    """The profile's built-in slide, in the languages of the program that it has, else in all its own."""
    slide = program.built_in
    languages = [language for language in program.languages if language in slide.headline]
    words = tuple(
        Words(language=language, headline=slide.headline[language], body=slide.body.get(language, ""))
        for language in languages or slide.headline
    )
    return CardContent(card=Card(kind="notice", words=words))


def _built_in_pages(content: CardContent, screen: Screen) -> tuple[int, ...]:
    if screen.is_matrix:
        return tuple(page.dwell_ms for page in matrix_pages(content.card, screen)) or (_ONE_PAGE_MS,)
    return (_ONE_PAGE_MS,)


def _full_layout(screen: Screen) -> Layout:
    kind = ZoneKind.MATRIX if screen.is_matrix else ZoneKind.CONTENT
    zone = Zone(name="", x=0.0, y=0.0, width=1.0, height=1.0, kind=kind)
    return Layout(name=BUILT_IN, title={}, zones=(zone,))
