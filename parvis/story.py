"""What the demo does to a city: it goes on the air, loses processes and network, and comes through."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import mkdtemp

import msgspec

from central.answers import Plays
from parvis.city import City, Site, wait_for
from parvis.city_services import answering, sign
from parvis.console import Voice, complain, say
from parvis.one_block import now
from parvis.photographs import Shot, Verdict
from parvis.pictures import drawn
from parvis.touched import SHEET as TOUCHED
from parvis.touched import Touched
from player.status import GlassStatus
from player.supervisor import AGENT_NAME, STAGE_NAME
from playlists.documents import Batch
from playlists.feed.publishing.authority import Plan, create
from playlists.feed.publishing.keyring import Keyring
from playlists.feed.publishing.live import standing
from playlists.feed.publishing.publish import publish, think
from playlists.feed.publishing.repository import ANCHOR, Repository
from playlists.feed.tree import OBJECTS
from playlists.media.store import Store
from playlists.program import Playlist, Program, ScreenProgram
from playlists.workspace.model import SOURCES_FILE, Workspace

_EDITOR = "marie"
REPORT_S = 3
"""Seconds between two reports of a device: ten times as often as in a city, so that nobody waits."""
_HEADS = ("command.frames", "command.starts", "command.worst-start", "command.dropped")
_REST_S = 1.0
"""The longest transition, and a little more."""
_RETURNS_S, _FOLLOWS_S, _PICTURE_S = 60.0, 120.0, 60.0
"""The most that is waited: for a killed stage, for a new edition, for a picture."""


class Newsroom:
    """A feed with keys for this demo alone, and the editor who publishes into it."""

    def __init__(self, folder: Path, objects: Path, voice: Voice) -> None:
        self.folder = folder
        self.feed, self.keys, self._log = folder / "feed", folder / "keys", folder / "sources.log"
        self._voice = voice
        self._keyring = Keyring(self.keys, lambda _: b"")
        self._source = Store(objects)
        create(self.feed, self._keyring, Plan(editors=[_EDITOR]), now())
        self._root = (self.keys / ANCHOR).read_bytes()

    def publish(self, programs: Mapping[str, Program]) -> dict[str, str]:
        """Sign and write; returns the edition of each device."""
        repository = Repository(self.feed, self._root)
        at = now()
        album = drawn(programs.values(), self._source, self._voice)
        edit = think(repository, programs, self._source, _EDITOR, effective_from=at, now=at, album=album)
        publish(repository, edit, self._source, self._keyring, now=at)
        return edit.packed.of_device

    def ask_services(self, workspace: Workspace) -> tuple[Batch, ...] | None:
        """Sign what the city's services say, and give that; None where they were asked in vain."""
        with answering(workspace) as asked:
            if not asked:
                return ()
            is_well = sign(workspace, self.feed, self.keys, self._log)
        return standing(Repository(self.feed, self._root)) if is_well else None

    @property
    def objects(self) -> Path:
        """Where the feed's pictures and films lie."""
        return self.feed / OBJECTS


def hasty(program: Program) -> Program:
    """A program by which a device reports every few seconds."""
    return msgspec.structs.replace(program, line=msgspec.structs.replace(program.line, report_s=REPORT_S))


def without_one(program: Program) -> Program:
    """A program from which an editor has taken the first item of each zone that has others to show."""
    return msgspec.structs.replace(program, screens=tuple(_shorter(screen) for screen in program.screens))


def _shorter(screen: ScreenProgram) -> ScreenProgram:
    playlists = {
        key: Playlist(id=playlist.id, items=playlist.items[1:] or playlist.items)
        for key, playlist in screen.playlists.items()
    }
    return msgspec.structs.replace(screen, playlists=playlists)


class Story:
    """Tells each step with the second at which it happened. `went_well` until one did not."""

    def __init__(self, city: City, newsroom: Newsroom, voice: Voice) -> None:
        self._city, self._newsroom, self._voice = city, newsroom, voice
        self._began = time.monotonic()
        self.went_well = True

    @property
    def sites(self) -> list[Site]:
        """The devices."""
        return list(self._city.sites.values())

    def tell(self, code: str, **facts: str | int) -> None:
        """Say a step."""
        say(f"  {time.monotonic() - self._began:5.1f} s  {self._voice.words(code, **facts)}")

    def tell_services(self, data: tuple[Batch, ...] | None) -> tuple[Batch, ...]:
        """Say what the city's services said, where there are any."""
        if data:
            documents = sum(len(batch.documents) for batch in data)
            self.tell("demo.services", count=len(data), documents=documents)
        self.expect([SOURCES_FILE] if data is None else [], "demo.no-services")
        return data or ()

    def loses_everything(self, programs: Mapping[str, Program]) -> dict[str, str]:
        """The server is cut off, a stage and an agent are killed, and an editor goes on publishing."""
        first, last = self.sites[0], self.sites[-1]
        self._city.centre.cut()
        self.tell("demo.cut")
        killed = first.kill(STAGE_NAME)
        self.tell("demo.stage-killed", device=first.device)
        last.kill(AGENT_NAME)
        self.tell("demo.agent-killed", device=last.device)
        editions = self._newsroom.publish(programs)
        self.tell("demo.published-meanwhile")

        def is_well(site: Site) -> bool:
            return site.is_on_air and site.process_of(STAGE_NAME) != killed

        if self.expect(wait_for(self.sites, is_well, _RETURNS_S), "demo.not-on-air"):
            self.tell("demo.goes-on", count=len(self.sites))
        return editions

    def comes_back(self, editions: Mapping[str, str]) -> None:
        """The server answers again, and every device fetches what was published meanwhile."""
        self._city.centre.start()
        centre = self._city.centre
        if self.expect([] if centre.await_answer() else [centre.url], "demo.not-back"):
            self.tell("demo.back")

        def has_it(site: Site) -> bool:
            return site.holds(editions[site.device])

        if self.expect(wait_for(self.sites, has_it, _FOLLOWS_S), "demo.not-following"):
            self.tell("demo.fetched", count=len(self.sites))

    def goes_over(self, editions: Mapping[str, str]) -> None:
        """Every device shows what it has fetched, as soon as what is on its glass has ended."""

        def follows(site: Site) -> bool:
            return site.is_on_air and site.stage is not None and site.stage.edition == editions[site.device]

        if self.expect(wait_for(self.sites, follows, _FOLLOWS_S), "demo.not-following"):
            self.tell("demo.followed", count=len(self.sites))

    def tell_touched(self, touched: Touched | None, out: Path) -> None:
        """Say what somebody who touches a screen finds, where there is one to touch."""
        if touched is not None:
            devices, file = ", ".join(touched.devices), str(out / TOUCHED)
            self.tell("demo.touched", devices=devices, count=touched.pages, file=file)
            self.expect(list(touched.trouble), "demo.untouched")

    def takes_pictures(self) -> tuple[Shot, ...]:
        """Every stage gives pictures of its glass, once all that was in motion has come to rest."""
        time.sleep(_REST_S)
        return self.photographed(self.sites)

    def photographed(self, sites: Sequence[Site]) -> tuple[Shot, ...]:
        """What is on the glass of these."""
        asked = {site.device: site.ask_for_picture() for site in sites}
        taken: dict[str, tuple[Shot, ...]] = {}

        def has_given(site: Site) -> bool:
            if found := site.picture(asked[site.device]):
                taken[site.device] = self._keep(site, found)
            return found is not None

        self.expect(wait_for(sites, has_given, _PICTURE_S), "demo.no-picture")
        return tuple(shot for site in sites for shot in taken.get(site.device, ()))

    def _keep(self, site: Site, found: GlassStatus) -> tuple[Shot, ...]:
        """Copies of a device's pictures, at once: its agent has others taken."""
        folder = Path(mkdtemp(dir=self._newsroom.folder))
        return tuple(
            Shot(
                site.device,
                picture.screen,
                str(shutil.copy(site.state.status / picture.file, folder)),
                picture.at,
            )
            for picture in found.pictures
        )

    def tell_verdict(self, verdict: Verdict) -> None:
        """Say how the glass compares with what should be on it."""
        count = len(verdict.pixel) + len(verdict.eye) + len(verdict.film) + len(verdict.none)
        say(self._voice.words("demo.compared", count=count, same=len(verdict.pixel)))
        kinds = (("demo.eye", verdict.eye), ("demo.films", verdict.film), ("demo.differ", verdict.none))
        for code, screens in kinds:
            if screens:
                say(self._voice.words(code, screens=", ".join(screens)))

    def tell_presented(self) -> None:
        """Say what reached the glass, screen by screen, since each stage began."""
        said = [(site.device, screen) for site in self.sites if site.stage for screen in site.stage.screens]
        wide = max((len(f"{device} {screen.screen}") for device, screen in said), default=0)
        heads = [self._voice.words(code) for code in _HEADS]
        say(f"  {'':<{wide}}  {heads[0]:>6}  {heads[1]:>6}  {heads[2]:>11}  {heads[3]:>7}")
        for device, screen in said:
            name, late = f"{device} {screen.screen}", f"{screen.worst_start_ms} ms"
            say(f"  {name:<{wide}}  {screen.frames:>6}  {screen.starts:>6}  {late:>11}  {screen.dropped:>7}")
        self._tell_proof()
        self.expect([device for device, screen in said if not screen.frames], "demo.dark")

    def _tell_proof(self) -> None:
        """Say what central has of it."""
        found = self._city.centre.ask("/v1/plays?by=item", Plays)
        lines = found.lines if found else ()
        plays, verified = sum(line.plays for line in lines), sum(line.verified for line in lines)
        say(self._voice.words("demo.proved", count=plays, verified=verified))

    def expect(self, missed: list[str], code: str) -> bool:
        """Whether none missed; else say which ones."""
        if missed:
            self.went_well = False
            complain(self._voice.words(code, devices=", ".join(missed)))
        return not missed
