"""What the benchmarks of the agent need: a feed whose one program shows a film, hosted by nginx."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bench_feed import LAYOUT, SCREEN

from device_profiles.profile import BuiltInSlide
from layouts.theme import derive
from player.agent.agent import Agent
from player.agent.limits import Limits
from player.agent.web import WebSource
from player.state import State
from playlists.feed.publishing.authority import Plan, create
from playlists.feed.publishing.keyring import Keyring
from playlists.feed.publishing.publish import publish, think
from playlists.feed.publishing.repository import ANCHOR, Repository
from playlists.media.store import Store
from playlists.program import Event, Item, Playlist, Program, Rendition, ScreenProgram, Stills

DEVICE = "totem-1"
MB = 2**20
FILM = 500 * MB
NGINX = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  log_format short '$bytes_sent $request_uri'; access_log {folder}/access.log short;
  client_body_temp_path {folder}/t; proxy_temp_path {folder}/t; fastcgi_temp_path {folder}/t;
  uwsgi_temp_path {folder}/t; scgi_temp_path {folder}/t; etag off; sendfile on;
  server {{ listen 127.0.0.1:{port} sndbuf=128k; root {folder}/feed; }}
}}
"""


class World:
    """A feed whose one program shows a film, hosted by nginx."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.url = folder, f"http://127.0.0.1:{port}"
        self.now = datetime.now(UTC).replace(microsecond=0)
        keyring = Keyring(folder / "keys", lambda _: b"")
        create(folder / "feed", keyring, Plan(editors=["marie"]), self.now)
        self.root = folder / "keys" / ANCHOR
        film = folder / "film"
        with film.open("wb") as file:
            for number in range(FILM // MB):
                file.write(hashlib.shake_128(str(number).encode()).digest(MB))
        source = Store(folder / "cache")
        self.film = source.put_file(film)
        film.unlink()
        repository = Repository(folder / "feed", self.anchor)
        wanted = {DEVICE: _program(self.film)}
        edit = think(repository, wanted, source, "marie", effective_from=self.now, now=self.now)
        publish(repository, edit, source, keyring, now=self.now)
        shutil.rmtree(folder / "cache")

    @property
    def anchor(self) -> bytes:
        """The root that a device is given."""
        return self.root.read_bytes()

    def agent(self, name: str, web: WebSource) -> Agent:
        """A device's agent, with a state of its own."""
        return Agent(State(self.folder / name), self.anchor, DEVICE, Limits(), web=web)

    def command(self, name: str, *flags: str) -> list[str]:
        """The same as a command."""
        state = str(self.folder / name)
        common = ("--state", state, "--device", DEVICE, "--root", str(self.root), "--feed", self.url)
        return [sys.executable, "-m", "parvis", "agent", *common, *flags]

    def log(self) -> list[tuple[int, str]]:
        """Bytes and path of each answer since the last look."""
        file = self.folder / "access.log"
        lines = file.read_text("utf-8").splitlines()
        os.truncate(file, 0)
        return [(int(size), path) for size, path in (line.split(" ", 1) for line in lines)]


def _program(film: str) -> Program:
    item = Item(
        id="film",
        content=Stills(pages=(Rendition(object=film, bytes=FILM, width=4, height=4),)),
        pages_ms=(8000,),
    )
    screen = ScreenProgram(
        screen=SCREEN,
        layouts={"full": LAYOUT},
        playlists={"full/main/une": Playlist(id="une", items=(item,))},
        events=(Event(id="schedule#1", layout="full", zones={"main": "full/main/une"}),),
    )
    return Program(
        device=DEVICE,
        profile="plasma-16x9",
        place="Gare",
        position=(47.2, -1.55),
        time_zone="Europe/Paris",
        country="FR",
        languages=("fr",),
        built_in=BuiltInSlide(headline={"fr": "Nantes"}),
        theme=derive(background="#10222b", accent="#00a79d", categories={}),
        logo="Nantes",
        screens=(screen,),
    )


def await_port(port: int) -> None:
    """Wait until somebody answers there."""
    for _ in range(200):
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def hosted(folder: Path, port: int) -> Iterator[None]:
    """nginx, hosting the feed in a folder."""
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port), "utf-8")
    process = subprocess.Popen(["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)])
    try:
        await_port(port)
        yield
    finally:
        process.terminate()
        process.wait()
