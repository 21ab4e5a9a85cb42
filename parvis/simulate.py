"""`parvis simulate`: a fleet of reporting devices that are not there, under scripted weather."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import nullcontext, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from parvis.console import GOOD, Voice, complain, say_json
from parvis.files import allow_many_files
from parvis.one_block import OpeningError, in_one_block, now
from parvis.simulation.enrolling import enrol
from parvis.simulation.line import Address
from parvis.simulation.own_central import enrol_in_store, make_token, own_central
from parvis.simulation.publishing import prepare_feed
from parvis.simulation.running import Settings, Simulation
from parvis.simulation.sender import Manner
from parvis.simulation.tally import Count
from parvis.simulation.weather import Weather, read, span
from parvis.words import SaidError, words
from playlists.feed.tree import METADATA, ROOT, metadata_name

_QUIET_S = 10.0


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Whose devices: those of a `feed` that begins with `root`, or of a `workspace` published into `out`."""

    feed: Path | None
    root: Path | None
    workspace: Path | None
    out: Path | None


class SimulateOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for."""

    source: Source
    central: str | None
    data: Path | None
    token: str | None
    devices: int | None
    weather: str
    interval_s: int | None
    speed: float
    lasts: str | None
    seed: int
    push: bool
    lit: bool
    as_json: bool


def simulate(order: SimulateOrder, voice: Voice) -> int:
    """Let the fleet report until it is over, and tell what became of the reports."""

    def command() -> int:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        allow_many_files()
        with TemporaryDirectory(prefix="parvis-simulate-") as folder:
            try:
                return _simulate(order, order.source.out or Path(folder), voice)
            except SaidError as error:
                raise error if isinstance(error, OpeningError) else OpeningError(error.said) from error

    return in_one_block(voice, command)


def _simulate(order: SimulateOrder, folder: Path, voice: Voice) -> int:
    weather = read(order.weather)
    lasts_s = None if order.lasts is None else span(order.lasts)
    if order.central:
        _require_address(order.central)
    feed, root = _feed(order, folder, voice)
    data, log = order.data or folder / "central", folder / "central.log"
    simulation = Simulation(_settings(order, feed, root, weather), now)
    if order.data or not order.central:
        enrol_in_store(data, None, simulation.keys(), now())
    keys = root.parent if order.source.workspace else None
    with suppress(KeyboardInterrupt):
        beside = nullcontext(order.central) if order.central else own_central(data, feed, root, log, keys)
        with beside as central:
            if not order.central:
                token, file = make_token(data, now()), folder / "token"
                file.touch(mode=0o600)
                file.write_text(token, encoding="ascii")
                complain(voice.words("simulate.look", url=central, token=token, file=str(file)))
            asyncio.run(_run(order, simulation, central, lasts_s, voice))
    return GOOD


def _settings(order: SimulateOrder, feed: Path, root: Path, weather: Weather) -> Settings:
    return Settings(
        feed=feed,
        anchor=root,
        weather=weather,
        devices=order.devices,
        seed=order.seed,
        speed=order.speed,
        push=order.push,
        manner=Manner(interval_s=order.interval_s),
    )


async def _run(
    order: SimulateOrder, simulation: Simulation, central: str, lasts_s: float | None, voice: Voice
) -> None:
    count = len(simulation.devices)
    if order.token:
        with voice.progress("simulate.enrolling", count) as done:
            await enrol(central, order.token, simulation.keys(), done)
    facts = {"url": central, "weather": order.weather}
    complain(voice.words("simulate.begins", count=count, **facts))
    teller = _Teller(voice, as_json=order.as_json)
    try:
        await simulation.run(central, teller.tell, lasts_s=lasts_s, every_s=teller.every_s)
    finally:
        teller.end(simulation.count())


class _Teller:
    """Tells the sums: in one line that goes on where somebody watches, else a line now and then."""

    def __init__(self, voice: Voice, *, as_json: bool) -> None:
        self._voice, self._as_json = voice, as_json
        self._watched = sys.stderr.isatty() and not as_json
        self.every_s = 1.0 if self._watched or as_json else _QUIET_S

    def tell(self, count: Count) -> None:
        """The sums so far."""
        if self._as_json:
            say_json(count)
            sys.stdout.flush()
        elif self._watched:
            sys.stderr.write(f"\r\x1b[K{self._line(count)}")
            sys.stderr.flush()
        else:
            complain(self._line(count))

    def end(self, count: Count) -> None:
        """The last sums."""
        if self._watched:
            sys.stderr.write("\r\x1b[K")
        if not self._as_json:
            complain(self._line(count))

    def _line(self, count: Count) -> str:
        codes = ", ".join(f"{code} {number}" for code, number in sorted(count.refused.items()))
        total = sum(count.refused.values())
        return self._voice.words(
            "simulate.sums",
            sent=count.sent,
            accepted=count.accepted,
            records=count.records,
            refused=f"{total} ({codes})" if codes else total,
            unreached=count.unreached,
            late=count.late,
            waiting=count.waiting,
            p50=count.p50_ms,
            p99=count.p99_ms,
        )


def _feed(order: SimulateOrder, folder: Path, voice: Voice) -> tuple[Path, Path]:
    source = order.source
    if source.workspace is not None:
        feed, root = prepare_feed(
            source.workspace, folder, order.devices, voice, lit=order.lit, report_s=order.interval_s
        )
        complain(voice.words("simulate.published", feed=str(feed), root=str(root)))
        return feed, root
    if source.feed is None:
        raise OpeningError(words("simulate.no-fleet"))
    return source.feed, source.root or source.feed / METADATA / metadata_name(ROOT, 1)


def _require_address(url: str) -> None:
    try:
        Address.of(url)
    except ValueError as error:
        raise OpeningError(words("simulate.bad-central", url=url)) from error
