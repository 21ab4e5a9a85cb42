"""A feed for tests: keys without passphrases, a few devices, publishing, and reading it as a device does."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from device_profiles.profile import BuiltInSlide, Legibility, Screen
from layouts.card import Card, Words
from layouts.layout import Layout, Zone
from layouts.theme import derive
from playlists.feed import dispatch
from playlists.feed.alerts import Alert, Area, Level, Wording
from playlists.feed.generation import Part, parts
from playlists.feed.publishing.album import Album
from playlists.feed.publishing.alerts import put_up, take_down
from playlists.feed.publishing.authority import Plan, create
from playlists.feed.publishing.keyring import Keyring
from playlists.feed.publishing.publish import Edit, publish, think
from playlists.feed.publishing.repository import ANCHOR, Repository
from playlists.feed.tree import ALERTS, APPROVALS, METADATA, PROGRAMS, metadata_name
from playlists.feed.trust import Chain, Trusted, verify
from playlists.media.store import Store
from playlists.program import CardContent, Event, Item, Playlist, Program, Rendition, ScreenProgram, Stills

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
CRUE = Wording(
    language="fr", headline="Crue de la Loire", instruction="Quittez les quais. Ne prenez pas votre voiture."
)


SCREEN = Screen(
    width=1920,
    height=1080,
    width_mm=1200,
    height_mm=675,
    bottom_mm=1500,
    distance_m=5,
    legibility=Legibility.D155,
    layout="full",
)


def notice(name: str, headline: str) -> Item:
    """A card that says something."""
    card = Card(kind="notice", words=(Words(language="fr", headline=headline),))
    return Item(id=name, content=CardContent(card=card), pages_ms=(8000,))


def picture(name: str, store: Store, data: bytes) -> Item:
    """A still with an object of its own."""
    rendition = Rendition(object=store.put(data), bytes=len(data), width=4, height=4)
    return Item(id=name, content=Stills(pages=(rendition,)), pages_ms=(8000,))


def program(
    device: str, items: Sequence[Item], *, place: str = "Place du Commerce", campaign: str = "une"
) -> Program:
    """A program of one screen with one zone."""
    layout = Layout(name="full", title={}, zones=(Zone(name="main", x=0, y=0, width=1, height=1),))
    screen = ScreenProgram(
        screen=SCREEN,
        layouts={"full": layout},
        playlists={f"full/main/{campaign}": Playlist(id=campaign, items=tuple(items))},
        events=(Event(id="schedule#1", layout="full", zones={"main": f"full/main/{campaign}"}),),
    )
    return Program(
        device=device,
        profile="plasma-16x9",
        place=place,
        position=(47.2, -1.55),
        time_zone="Europe/Paris",
        country="FR",
        languages=("fr",),
        built_in=BuiltInSlide(headline={"fr": "Nantes"}),
        theme=derive(background="#10222b", accent="#00a79d", categories={}),
        logo="Nantes",
        screens=(screen,),
    )


def alert(at: datetime, name: str = "crue", **changes: Any) -> Alert:
    """An alert for all devices, issued at an instant, in force for six hours."""
    said = {"id": name, "level": Level.SEVERE, "words": (CRUE,), "area": Area(everywhere=True)}
    times = {"issued": at, "opens": at, "closes": at + 6 * HOUR}
    return Alert(**{**said, **times, **changes})


@dataclass
class World:
    """A feed in a folder, its keys, and the editor's store of prepared objects."""

    folder: Path
    now: datetime = NOW

    @property
    def feed(self) -> Path:
        return self.folder / "feed"

    @property
    def keyring(self) -> Keyring:
        return Keyring(self.folder / "keys", lambda _: b"")

    @property
    def source(self) -> Store:
        return Store(self.folder / "cache")

    @property
    def anchor(self) -> bytes:
        return (self.folder / "keys" / ANCHOR).read_bytes()

    @property
    def repository(self) -> Repository:
        return Repository(self.feed, self.anchor)

    def begin(self, *editors: str, needed: int = 1) -> World:
        made = _made(editors or ("marie",), needed)
        shutil.copytree(made, self.folder, dirs_exist_ok=True)
        return self

    def think(self, *programs: Program, editor: str = "marie", at: datetime | None = None) -> Edit:
        wanted = {one.device: one for one in programs}
        return think(
            self.repository, wanted, self.source, editor, effective_from=at or self.now, now=self.now
        )

    def publish(
        self,
        *programs: Program,
        editor: str = "marie",
        at: datetime | None = None,
        album: Album | None = None,
    ) -> bool:
        repository = self.repository
        wanted = {one.device: one for one in programs}
        begins = at or self.now
        edit = think(
            repository, wanted, self.source, editor, effective_from=begins, now=self.now, album=album
        )
        return publish(repository, edit, self.source, self.keyring, now=self.now)

    def warn(self, name: str = "crue", **changes: Any) -> Alert:
        """Raise an alert on all devices, for six hours, as an officer with the alerts key does."""
        repository, raised = self.repository, alert(self.now, name, **changes)
        put_up(repository, raised)
        repository.save(self.keyring, self.now, {"what": f"raised {name}", "by": "alerts"})
        return raised

    def lift(self, *names: str) -> None:
        """Lift alerts."""
        repository = self.repository
        take_down(repository, names, self.now)
        repository.save(self.keyring, self.now, {"what": f"lifted {names}", "by": "alerts"})

    def dispatch(self, service: str = ALERTS) -> bytes:
        """What a service says, as an agent puts it in place."""
        trusted = Chain(self.read, self.anchor)
        trusted.delegated(service, trusted.targets)
        files = {}
        for role, version in trusted.versions.items():
            for each in range(1, version + 1) if role == "root" else (version,):
                data = self.read(role, 0 if role == "timestamp" else each)
                assert data is not None
                files[dispatch.file_name(role, each)] = data
        return dispatch.pack(files)

    def read(self, role: str, version: int) -> bytes | None:
        file = self.feed / METADATA / metadata_name(role, version)
        return file.read_bytes() if file.exists() else None

    def document(self, sha256: str) -> bytes | None:
        files = (self.feed / folder / sha256 for folder in (PROGRAMS, APPROVALS))
        return next((file.read_bytes() for file in files if file.exists()), None)

    def trusted(self, device: str = "totem-1") -> Trusted:
        return verify(self.read, self.anchor, device)

    def parts(self, device: str = "totem-1") -> tuple[Part, ...]:
        return parts(self.trusted(device), device, self.document)

    def texts(self, device: str = "totem-1") -> list[list[str]]:
        """The headlines of each edition, as the device may show them."""
        return [headlines(part.program) for part in self.parts(device)]


@cache
def _made(editors: tuple[str, ...], needed: int) -> Path:
    """A new feed with its keys, made once."""
    folder = Path(tempfile.mkdtemp(prefix="parvis-feed-"))
    atexit.register(shutil.rmtree, folder)
    plan = Plan(editors=editors, approvals_needed=needed)
    create(folder / "feed", Keyring(folder / "keys", lambda _: b""), plan, NOW)
    return folder


def headlines(program: Program) -> list[str]:
    """What a program's cards say."""
    return [
        item.content.card.words[0].headline
        for playlist in program.screens[0].playlists.values()
        for item in playlist.items
        if isinstance(item.content, CardContent)
    ]
