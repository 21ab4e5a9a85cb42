"""What the demo breaks on purpose, and whether central names each of it as what it is."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import msgspec

from central.answers import Device
from parvis.city import City, Site, wait_for
from parvis.story import Newsroom, Story
from player.supervisor import STAGE_NAME
from playlists.program import Film, Item, Playlist, Program, ScreenProgram

_FOLLOWS_S, _FILM_S, _NAMED_S, _GLANCE_S = 60.0, 180.0, 45.0, 0.25
FROZEN, SILENT, SPOILT = "frozen", "silent", "quarantine"


class Trouble:
    """Three devices, with trouble of three kinds."""

    def __init__(self, city: City, newsroom: Newsroom, story: Story) -> None:
        self._city, self._newsroom, self._story = city, newsroom, story

    def spoil_film(self, programs: Mapping[str, Program]) -> str | None:
        """A film lets its player die again and again; returns the device, None where none plays a film."""
        lit = (site for site in self._city.sites.values() if site.is_lit)
        films = ((site, film_of(programs[site.device])) for site in lit)
        site, film = next(((site, film) for site, film in films if film), (None, None))
        if site is None or film is None:
            return None
        mostly = {**programs, site.device: with_film(programs[site.device], film)}
        edition = self._newsroom.publish(mostly)[site.device]

        def follows(one: Site) -> bool:
            return one.is_on_air and one.stage is not None and one.stage.edition == edition

        self._story.expect(wait_for([site], follows, _FOLLOWS_S), "demo.not-following")
        self._let_die(site, film.id)
        self._story.tell("demo.film-kills", device=site.device, film=film.id)
        return site.device

    @contextmanager
    def frozen_and_unplugged(self, spoilt: str | None) -> Iterator[dict[str, str]]:
        """One player stands still, one device loses its cable; gives which device must be named what."""
        others = [site for site in self._city.sites.values() if site.device != spoilt]
        frozen, lost = sorted(others, key=lambda site: not site.is_lit)[:2]
        frozen.kill(STAGE_NAME, signal.SIGSTOP)
        self._story.tell("demo.frozen", device=frozen.device)
        lost.cable.pull()
        self._story.tell("demo.unplugged", device=lost.device)
        try:
            named = {FROZEN: frozen.device, SILENT: lost.device}
            yield named | ({SPOILT: spoilt} if spoilt else {})
        finally:
            frozen.kill(STAGE_NAME, signal.SIGCONT)
            lost.cable.put_back()

    def await_names(self, wanted: Mapping[str, str]) -> None:
        """Central names each of them."""
        ends, missing = time.monotonic() + _NAMED_S, dict(wanted)
        while missing and time.monotonic() < ends:
            for kind, device in list(missing.items()):
                found = self._city.centre.ask(f"/v1/devices/{device}", Device)
                if found is not None and any(reason.code == kind for reason in found.reasons):
                    del missing[kind]
                    self._story.tell(f"demo.named-{kind}", device=device)
            time.sleep(_GLANCE_S)
        self._story.expect([f"{device} ({kind})" for kind, device in missing.items()], "demo.unnamed")

    def _let_die(self, site: Site, film: str) -> None:
        """Kill the player whenever it shows the film, until its supervisor has had enough.

        That is after five deaths in a minute; on a machine with much else to do one minute may hold fewer.
        """
        ends = time.monotonic() + _FILM_S
        while not site.has_looped and time.monotonic() < ends:
            if site.is_on_air and site.shows(film) and site.kill(STAGE_NAME) is not None:
                wait_for([site], lambda one: not one.is_on_air, _FOLLOWS_S)
            time.sleep(_GLANCE_S / 10)
        self._story.expect([] if site.has_looped else [site.device], "demo.unnamed")


def film_of(program: Program) -> Item | None:
    """The first film of a program."""
    playlists = (playlist for screen in program.screens for playlist in screen.playlists.values())
    items = (item for playlist in playlists for item in playlist.items)
    return next((item for item in items if isinstance(item.content, Film)), None)


def with_film(program: Program, film: Item) -> Program:
    """A program that plays little beside its film, whatever the hour."""
    screens = tuple(_mostly(screen, film) for screen in program.screens)
    return msgspec.structs.replace(program, screens=screens, display_hours=None)


def _mostly(screen: ScreenProgram, film: Item) -> ScreenProgram:
    """A screen on which the first event with the film is always on."""
    holds = {key for key, playlist in screen.playlists.items() if film in playlist.items}
    events = [event for event in screen.events if holds.intersection(event.zones.values())]
    if not events:
        return screen
    always = msgspec.structs.replace(events[0], when=None, opens=None, closes=None)
    return msgspec.structs.replace(
        screen,
        playlists={key: _beside(one, film) if key in holds else one for key, one in screen.playlists.items()},
        events=(always,),
    )


def _beside(playlist: Playlist, film: Item) -> Playlist:
    """The film most of the time, and one thing beside it."""
    mostly = msgspec.structs.replace(film, when=None, opens=None, closes=None, share=0.75)
    others = [item for item in playlist.items if item != film and item.when is None][:1]
    rest = [msgspec.structs.replace(item, share=None) for item in others]
    return Playlist(id=playlist.id, items=(mostly, *rest))
