"""Central with 5,000 devices on one process: ten minutes, a push to all, two hours of outbox at once.

The devices are those of `parvis simulate`: true signatures, true programs (20 kinds, ten items of 10 s each),
a report every 30 s, each with a stream that it listens to. Central is `parvis central` as a process of its
own, on the same machine: what both need is in the figures. Then an order is signed into the feed, and what
counts goes from its timestamp in the folder to the last device that hears of it. Then central starts anew
with a fleet that had no line for two hours, and all deliver while they go on reporting. Records are counted
where they are acknowledged and where they lie in the store. `--minutes` shortens the first part.

A negative number of lost records are those that were kept and not yet acknowledged at the end. On a machine
half as fast, on 26 November 2026, ten minutes gave 535 ms at the 99th percentile and the storm 1,617 ms in
245 s.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import psutil
from bench_feed import LAYOUT, SCREEN
from figures import Row, scratch, tell

from device_profiles.profile import BuiltInSlide
from layouts.theme import derive
from parvis.simulation.own_central import enrol_in_store, own_central
from parvis.simulation.publishing import multiplied
from parvis.simulation.running import Settings, Simulation
from parvis.simulation.sender import Manner
from parvis.simulation.tally import Count
from parvis.simulation.weather import Kind, Spell, Weather
from player.agent.limits import ReportLimits
from playlists.feed.orders import Care
from playlists.feed.publishing.authority import Plan, create
from playlists.feed.publishing.keyring import Keyring
from playlists.feed.publishing.orders import OrderDesk
from playlists.feed.publishing.publish import publish, think
from playlists.feed.publishing.repository import ANCHOR, Repository
from playlists.media.store import Store
from playlists.program import Event, Item, Playlist, Program, Rendition, ScreenProgram, Stills

DEVICES, KINDS, ITEMS, ITEM_MS = 5_000, 20, 10, 10_000
ANSWER_MS, RSS_MB, PUSH_S, STORM_S, LIVE_MS = 500, 400, 1.0, 300, 2_000
STORM_HOURS = 2
_SETTLE_S, _LONGEST_STORM_S = 45.0, 900.0
_POLL_S, _LONGEST_PUSH_S = 0.01, 15.0


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--devices", type=int, default=DEVICES)
    asked = parser.parse_args()
    with scratch("bench-fleet") as folder:
        print(f"  publishing for {asked.devices} devices", file=sys.stderr)
        world = World(folder, asked.devices)
        tell(world.calm(asked.minutes * 60))
        tell(world.storm())


class World:
    """A feed, and centrals that serve it one after the other."""

    def __init__(self, folder: Path, devices: int) -> None:
        self._folder, self._devices = folder, devices
        self._feed, self._keyring = folder / "feed", Keyring(folder / "keys", lambda _: b"")
        self._anchor = folder / "keys" / ANCHOR
        now = datetime.now(UTC)
        create(self._feed, self._keyring, Plan(editors=["marie"]), now)
        source = Store(folder / "cache")
        programs = multiplied({f"totem-{kind:02}": _program(kind, source) for kind in range(KINDS)}, devices)
        repository = Repository(self._feed, self._anchor.read_bytes())
        edit = think(repository, programs, source, "marie", effective_from=now, now=now)
        publish(repository, edit, source, self._keyring, now=now)

    def calm(self, seconds: float) -> Iterator[Row]:
        """Reports and streams for so long, then a push to all."""
        simulation = self._simulation(Weather([]), push=True)
        with self._central("calm", simulation) as (url, data):
            print(f"  {seconds:.0f} s of reports", file=sys.stderr)
            count, heard_s, rss = asyncio.run(self._reports(simulation, url, seconds))
            lost = count.records - _kept(data)
        subject = f"{self._devices:,} devices + {count.listening:,} streams, {seconds / 60:g} min"
        told = f"{count.p99_ms:.0f} ms ({count.accepted:,} reports, {sum(count.refused.values())} refused)"
        yield Row(f"{subject}: p99 answer", f"≤ {ANSWER_MS} ms", told, count.p99_ms <= ANSWER_MS)
        yield Row(f"{subject}: RSS of central", f"≤ {RSS_MB} MB", f"{rss:.0f} MB", rss <= RSS_MB)
        told = f"{lost} of {count.records:,}"
        yield Row(f"{subject}: acknowledged records lost", "0", told, lost <= 0)
        yield Row(
            f"push to {count.listening:,} devices, the last one",
            f"≤ {PUSH_S:g} s",
            f"{heard_s:.2f} s",
            heard_s <= PUSH_S and count.listening >= self._devices,
        )

    async def _reports(self, simulation: Simulation, url: str, seconds: float) -> tuple[Count, float, float]:
        rss = [0.0]

        def look(_: Count) -> None:
            rss[0] = max(rss[0], _rss_mb())
            if time.monotonic() < settled:
                simulation.tally.restart_times()

        settled = time.monotonic() + _SETTLE_S
        running = asyncio.create_task(
            simulation.run(url, look, lasts_s=seconds + _SETTLE_S + 20, every_s=1.0)
        )
        await asyncio.sleep(seconds + _SETTLE_S)
        count, heard_s = simulation.count(), await self._push(simulation)
        last = await running
        return msgspec.structs.replace(count, records=last.records), heard_s, rss[0]

    async def _push(self, simulation: Simulation) -> float:
        """Seconds from a new timestamp to the last device that hears of it."""
        desk = OrderDesk(self._feed, self._anchor.read_bytes(), self._keyring)
        heard = simulation.tally.pushes + simulation.tally.listening
        await asyncio.to_thread(desk.give, Care.FETCH_AGAIN, simulation.devices, datetime.now(UTC))
        began = time.monotonic()
        for _ in range(round(_LONGEST_PUSH_S / _POLL_S)):
            if simulation.tally.pushes >= heard:
                break
            await asyncio.sleep(_POLL_S)
        return time.monotonic() - began

    def storm(self) -> Iterator[Row]:
        """All deliver what they played without a line."""
        outage = Spell(kind=Kind.OUTAGE, begins=f"-{STORM_HOURS}h", lasts=f"{STORM_HOURS}h")
        simulation = self._simulation(Weather([outage]), push=False)
        with self._central("storm", simulation) as (url, data):
            count, seconds = asyncio.run(self._deliver(simulation, url))
            lost = count.records - _kept(data)
        subject = f"storm: {self._devices:,} devices deliver {STORM_HOURS} h"
        told = f"{seconds:.0f} s ({count.records:,} records, {count.records / seconds:,.0f}/s)"
        yield Row(f"{subject}: done", f"≤ {STORM_S} s", told, seconds <= STORM_S)
        told = f"{count.p99_ms:.0f} ms"
        yield Row(f"{subject}: p99 answer meanwhile", f"≤ {LIVE_MS} ms", told, count.p99_ms <= LIVE_MS)
        yield Row(f"{subject}: acknowledged records lost", "0", str(lost), lost <= 0)

    async def _deliver(self, simulation: Simulation, url: str) -> tuple[Count, float]:
        began = time.monotonic()
        done: list[tuple[Count, float]] = []
        delivered = asyncio.Event()

        def look(count: Count) -> None:
            gone = time.monotonic() - began
            so_far = f"{count.records:,} delivered, {count.waiting:,} wait, p99 {count.p99_ms:.0f} ms"
            print(f"  {gone:.0f} s: {so_far}", file=sys.stderr)
            if count.waiting <= 10 * self._devices and not done:
                done.append((count, gone))
                delivered.set()

        running = asyncio.create_task(simulation.run(url, look, lasts_s=_LONGEST_STORM_S, every_s=5.0))
        over = asyncio.create_task(delivered.wait())
        await asyncio.wait([running, over], return_when=asyncio.FIRST_COMPLETED)
        running.cancel()
        over.cancel()
        await asyncio.gather(running, over, return_exceptions=True)
        final = simulation.count()
        count, seconds = done[0] if done else (final, _LONGEST_STORM_S)
        return msgspec.structs.replace(count, records=final.records), seconds

    def _simulation(self, weather: Weather, *, push: bool) -> Simulation:
        settings = Settings(
            feed=self._feed,
            anchor=self._anchor,
            weather=weather,
            push=push,
            manner=Manner(limits=ReportLimits(answer_s=60.0)),
        )
        return Simulation(settings, lambda: datetime.now(UTC))

    @contextmanager
    def _central(self, name: str, simulation: Simulation) -> Iterator[tuple[str, Path]]:
        data = self._folder / name
        enrol_in_store(data, None, simulation.keys(), datetime.now(UTC))
        with own_central(data, self._feed, self._anchor, self._folder / f"{name}.log") as url:
            yield url, data


def _program(kind: int, source: Store) -> Program:
    """A screen that is never dark, with items of its own."""
    pictures = [source.put(f"{kind}/{number}".encode() * 16) for number in range(ITEMS)]
    items = tuple(
        Item(
            id=f"list-{kind}#{number}",
            content=Stills(pages=(Rendition(object=name, bytes=80, width=1920, height=1080),)),
            pages_ms=(ITEM_MS,),
        )
        for number, name in enumerate(pictures)
    )
    screen = ScreenProgram(
        screen=SCREEN,
        layouts={"full": LAYOUT},
        playlists={"full/main/list": Playlist(id=f"list-{kind}", items=items)},
        events=(Event(id="schedule#1", layout="full", zones={"main": "full/main/list"}),),
    )
    return Program(
        device=f"totem-{kind:02}",
        profile="plasma-16x9",
        place=f"Place {kind}",
        position=(47.2, -1.55),
        time_zone="Europe/Paris",
        country="FR",
        languages=("fr",),
        built_in=BuiltInSlide(headline={"fr": "Nantes"}),
        theme=derive(background="#10222b", accent="#00a79d", categories={}),
        logo="Nantes",
        screens=(screen,),
    )


def _rss_mb() -> float:
    """What central holds: it is the process that this one started."""
    return float(sum(child.memory_info().rss for child in psutil.Process().children())) / 2**20


def _kept(data: Path) -> int:
    """The plays in a store."""
    with closing(sqlite3.connect(f"file:{data / 'central.db'}?mode=ro", uri=True)) as base:
        names = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        days = [name for name in names if name.startswith("plays_") and name[6:].isdigit()]
        counts = (f"SELECT count(*) FROM {name}" for name in days)  # noqa: S608 - names of tables
        return sum(base.execute(count).fetchone()[0] for count in counts)


if __name__ == "__main__":
    main()
