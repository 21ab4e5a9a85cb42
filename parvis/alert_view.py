"""What an alert will be on the screens: told page by page, and drawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from device_profiles.profile import Screen
from layouts.card import Card
from layouts.compose import compose, frame_for
from layouts.compose.roadside import sentences
from layouts.layout import Rect
from layouts.led import led_pages
from layouts.page import TextLine
from layouts.theme import Palette
from parvis.console import Voice, complain, say, say_json
from parvis.one_block import OpeningError
from parvis.words import refusal, words
from playlists.alerting import alert_card, with_alerts
from playlists.feed.alerts import Alert
from playlists.feed.publishing.alerts import Reach
from playlists.program import Program, ScreenProgram
from playlists.timeline import showing

_NAMED = 8
"""So many devices are named; of the others there is the number."""


class ScreenView(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of screen: the text of each page, its seconds, and what is not shown on it.

    It is `dark` if the alert begins outside the screen's hours and does not light it.
    """

    profile: str
    devices: tuple[str, ...]
    screen: str
    pages: tuple[str, ...]
    seconds: tuple[float, ...]
    left_out: tuple[str, ...]
    dark: bool


def views(reach: Reach, alert: Alert) -> Iterator[ScreenView]:
    """What is on each screen of the devices that an alert reaches."""
    program = with_alerts(reach.program, (alert,))
    card = alert_card(alert, program.time_zone)
    for screen in program.screens:
        texts, missing = _texts(card, screen.screen, program.theme.day)
        yield ScreenView(
            profile=reach.profile,
            devices=reach.devices,
            screen=screen.screen.name,
            pages=texts,
            seconds=tuple(ms / 1000 for ms in _pages_ms(screen)),
            left_out=missing,
            dark=_is_dark(program, screen.screen.name, alert.opens),
        )


def _is_dark(program: Program, screen: str, at: datetime) -> bool:
    shown = showing(program, at).screen(screen)
    return shown is not None and shown.dark


def _texts(card: Card, screen: Screen, palette: Palette) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What each page says, and what no page does."""
    if screen.is_matrix:
        return tuple(page.text.replace("\n", " ") for page in led_pages(card, screen)), ()
    frame = frame_for(screen, Rect(0, 0, screen.width, screen.height), palette)
    lines = [[m.text for m in page.marks if isinstance(m, TextLine)] for page in compose(card, frame)]
    return tuple(" ".join(page) for page in lines), _left_out(
        card, " ".join(text for p in lines for text in p)
    )


def _left_out(card: Card, shown: str) -> tuple[str, ...]:
    """The sentences of what to do that no page says; a line may end at a hyphen."""
    said = (sentence for words in card.words for sentence in sentences(words.body))
    read = _bare(shown)
    return tuple(sentence for sentence in said if _bare(sentence.removesuffix(".")) not in read)


def _bare(text: str) -> str:
    return "".join(text.split())


def show(reach: Reach, alert: Alert, voice: Voice, *, as_json: bool) -> None:
    """Tell it, a line a page."""
    found = list(views(reach, alert))
    if as_json:
        for view in found:
            say_json(view)
        return
    more = "" if len(reach.devices) <= _NAMED else " …"
    devices = ", ".join(reach.devices[:_NAMED]) + more
    say(voice.words("alert.reach", profile=reach.profile, count=len(reach.devices), devices=devices))
    for view in found:
        if view.dark:
            say(f"  {voice.words('alert.dark', screen=view.screen)}")
        for number, (text, seconds) in enumerate(zip(view.pages, view.seconds, strict=True), start=1):
            page = voice.words("alert.page", screen=view.screen, number=number, seconds=seconds, text=text)
            say(f"  {page}")
        for text in view.left_out:
            say(f"  {voice.words('alert.left-out', screen=view.screen, text=text)}")


def draw(reached: tuple[Reach, ...], alert: Alert, folder: Path, voice: Voice) -> tuple[Path, ...]:
    """Write `PROFILE-SCREEN-PAGE.png` for each page, as `parvis snapshot` draws it; returns the files.

    Raises:
        OpeningError: the folder cannot be made.
    """
    from player.stage.render import Renderer
    from player.stage.theatre import application

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = refusal(error)
        raise OpeningError(words("command.no-folder-made", folder=str(folder), reason=reason)) from error
    application(offscreen=True)
    renderer = Renderer(folder)
    written = []
    for reach in reached:
        program: Program = with_alerts(reach.program, (alert,))
        for screen in program.screens:
            at = alert.opens
            for number, ms in enumerate(_pages_ms(screen), start=1):
                file = folder / f"{reach.profile}-{screen.screen.name}-{number}.png"
                shown = at + timedelta(milliseconds=ms // 2)
                if renderer.render(program, screen.screen.name, shown).save(str(file)):
                    written.append(file)
                else:
                    complain(voice.words("command.not-written", file=str(file)))
                at += timedelta(milliseconds=ms)
    return tuple(written)


def _pages_ms(screen: ScreenProgram) -> tuple[int, ...]:
    (playlist,) = (one for key, one in screen.playlists.items() if key.startswith("@"))
    return playlist.items[0].pages_ms
