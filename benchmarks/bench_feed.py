"""The feed: publishing one change for a metropolis and for 5,000 devices, and the example city unchanged.

Programs are made here: 40 playlists of 250 pictures, 10,000 objects in all, of which each device plays
five; 20 kinds of device in the metropolis, 400 among the 5,000, share program files. With a feed that
stands and keys that are open, one item of one playlist changes, which an eighth of the devices play; what
counts goes from the programs to the timestamp in the folder, all files durable; how each page looks is told
with a thumbnail of 4 KB, none of them new. Then all devices get an order. The example city is published by
the command, as a process of its own, again and again, unchanged: the median of five, with encrypted keys.
"""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from figures import Row, scratch, tell

from device_profiles.profile import BuiltInSlide, Legibility, Screen
from device_profiles.sight import Sight
from layouts.layout import Layout, Zone
from layouts.theme import derive
from playlists.feed.orders import Care
from playlists.feed.publishing.album import Album, Drawn
from playlists.feed.publishing.authority import Plan, create
from playlists.feed.publishing.keyring import Keyring
from playlists.feed.publishing.orders import OrderDesk
from playlists.feed.publishing.publish import publish, think
from playlists.feed.publishing.repository import ANCHOR, Repository
from playlists.media.store import Store
from playlists.program import Event, Item, Playlist, Program, Rendition, ScreenProgram, Stills

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
PLAYLISTS, ITEMS, PLAYED = 40, 250, 5
LARGE, CITY = 5_000, 224
LARGE_S, LARGE_BYTES, CITY_S, UNCHANGED_S, ORDER_S = 3.0, 1_000_000, 1.0, 2.0, 0.5
SECRET = b"correct horse battery staple"
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
LAYOUT = Layout(name="full", title={}, zones=(Zone(name="main", x=0, y=0, width=1, height=1),))


def main() -> None:
    """Measure and tell."""
    gc.disable()  # as `parvis publish` does
    with scratch("bench-feed") as folder:
        tell((*_large(folder), *_city(folder), _example(folder)))


def _large(folder: Path) -> Iterator[Row]:
    seconds, written, order_s = _one_change(folder / "large", LARGE, 400)
    subject = f"one change, {PLAYLISTS * ITEMS:,} objects, {LARGE:,} devices"
    yield Row(f"{subject}: to the timestamp", f"≤ {LARGE_S:g} s", f"{seconds:.2f} s", seconds <= LARGE_S)
    told = f"{written / 1e6:.2f} MB"
    yield Row(f"{subject}: metadata written", f"≤ {LARGE_BYTES / 1e6:g} MB", told, written <= LARGE_BYTES)
    subject = f"an order for all of {LARGE:,} devices, in the feed"
    yield Row(subject, f"≤ {ORDER_S:g} s", f"{order_s:.2f} s", order_s <= ORDER_S)


def _city(folder: Path) -> Iterator[Row]:
    seconds, *_ = _one_change(folder / "city", CITY, 20)
    subject = f"one playlist changed, {CITY} devices, media prepared"
    yield Row(subject, f"≤ {CITY_S:g} s", f"{seconds:.2f} s", seconds <= CITY_S)


def _one_change(folder: Path, devices: int, kinds: int) -> tuple[float, int, float]:
    """Seconds, and bytes of metadata, of publishing one changed item; then seconds of an order to all."""
    source = Store(folder / "cache")
    keyring = Keyring(folder / "keys", lambda _: SECRET)
    create(folder / "feed", keyring, Plan(editors=["marie"]), NOW)
    print(f"  {folder.name}: making {PLAYLISTS * ITEMS} objects", file=sys.stderr)
    playlists = [_playlist(number, source) for number in range(PLAYLISTS)]
    print(f"  {folder.name}: publishing for {devices} devices", file=sys.stderr)
    _publish(folder, keyring, _programs(playlists, devices, kinds), NOW)
    first, *rest = playlists
    changed = msgspec.structs.replace(first.items[0], pages_ms=(9000,))
    playlists = [msgspec.structs.replace(first, items=(changed, *first.items[1:])), *rest]
    programs = _programs(playlists, devices, kinds)
    before = _metadata(folder)
    began = time.perf_counter()
    _publish(folder, keyring, programs, NOW + timedelta(hours=1))
    seconds = time.perf_counter() - began
    written = sum(size for name, size in _metadata(folder).items() if before.get(name) != size)
    desk = OrderDesk(folder / "feed", (folder / "keys" / ANCHOR).read_bytes(), keyring)
    began = time.perf_counter()
    desk.give(Care.FETCH_AGAIN, tuple(programs), NOW + timedelta(hours=2))
    order_s = time.perf_counter() - began
    shutil.rmtree(folder)
    return seconds, written, order_s


def _publish(folder: Path, keyring: Keyring, programs: dict[str, Program], now: datetime) -> None:
    source = Store(folder / "cache")
    repository = Repository(folder / "feed", (folder / "keys" / ANCHOR).read_bytes())
    album = Album(folder / "pictures", "bench", source)
    for page in album.missing(programs.values()):
        seen = Sight(page.digest.hex() * 2, page.digest.hex()[:6])
        album.add(page, Drawn(sight=seen, thumbnail=page.digest * 256))
    album.save()
    edit = think(repository, programs, source, "marie", effective_from=now, now=now, album=album)
    publish(repository, edit, source, keyring, now=now)


def _metadata(folder: Path) -> dict[str, int]:
    return {file.name: file.stat().st_size for file in (folder / "feed" / "metadata").iterdir()}


def _playlist(number: int, source: Store) -> Playlist:
    def item(index: int) -> Item:
        data = f"{number}/{index}".encode() * 16
        picture = Rendition(object=source.put(data), bytes=len(data), width=1920, height=1080)
        return Item(id=f"{number}#{index}", content=Stills(pages=(picture,)), pages_ms=(8000,))

    return Playlist(id=f"list-{number}", items=tuple(item(index) for index in range(ITEMS)))


def _programs(playlists: list[Playlist], devices: int, kinds: int) -> dict[str, Program]:
    """Programs of devices of so many kinds."""
    theme = derive(background="#10222b", accent="#00a79d", categories={})
    screens = [
        _screen([playlists[(kind + step) % PLAYLISTS] for step in range(PLAYED)], kind)
        for kind in range(kinds)
    ]
    return {
        f"device-{number:04}": Program(
            device=f"device-{number:04}",
            profile="plasma-16x9",
            place=f"Place du Commerce {number}",
            position=(47.2, -1.5),
            time_zone="Europe/Paris",
            country="FR",
            languages=("fr",),
            built_in=BuiltInSlide(headline={"fr": "Nantes"}),
            theme=theme,
            logo="Nantes",
            screens=(screens[number % kinds],),
        )
        for number in range(devices)
    }


def _screen(played: list[Playlist], kind: int) -> ScreenProgram:
    names = [f"full/main/{playlist.id}" for playlist in played]
    return ScreenProgram(
        screen=SCREEN,
        layouts={"full": LAYOUT},
        playlists=dict(zip(names, played, strict=True)),
        events=tuple(
            Event(id=f"schedule#{kind}-{number}", layout="full", zones={"main": name})
            for number, name in enumerate(names)
        ),
    )


def _example(folder: Path) -> Row:
    """The example city published again, unchanged."""
    where = ["--feed", str(folder / "feed"), "--keys", str(folder / "keys")]
    environment = {**os.environ, "PARVIS_PASSPHRASE": SECRET.decode()}

    def parvis(*words: str) -> float:
        began = time.perf_counter()
        command = [sys.executable, "-m", "parvis", *words, *where]
        subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        return time.perf_counter() - began

    parvis("keys", "init", "--editor", "marie")
    print("  publishing the example city", file=sys.stderr)
    parvis("publish", "examples/nantes")
    seconds = sorted(parvis("publish", "examples/nantes") for _ in range(5))
    told = f"{seconds[2]:.2f} s ({seconds[0]:.2f} to {seconds[-1]:.2f} s)"
    return Row("the example city published unchanged", f"< {UNCHANGED_S:g} s", told, seconds[2] < UNCHANGED_S)


if __name__ == "__main__":
    main()
