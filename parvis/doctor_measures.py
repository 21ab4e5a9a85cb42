"""What the doctor measures, with the machine's own clocks, files and lines; the judging is provisioning's."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import ssl
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import httpx
import msgspec

from device_profiles.acceptance import Check
from device_profiles.identity import DeviceKey
from device_profiles.profile import DeviceProfile, Screen
from parvis.doctor_who import Who
from parvis.orders import DoctorOrder
from player.acceptance import Desk
from player.agent.acceptance import Courier
from player.agent.machine import Machine, is_running
from player.agent.report import read_status as read_agent
from player.choice import choose
from player.spool import Spool
from player.state import State
from player.status import GLASS, STAGE, StageStatus, read_glass, read_status
from playlists.feed.tree import OBJECTS
from playlists.program import Program
from provisioning.acceptance import judge
from provisioning.acceptance import state as judge_state
from provisioning.acceptance.disk import measure_disk
from provisioning.acceptance.film import measure_films
from provisioning.acceptance.limits import Limits
from provisioning.acceptance.line import Target, measure_line
from provisioning.acceptance.measures import ClockFacts, MachineFacts

_GLANCE_S = 0.1
_TOLD_S = 15.0
"""A stage that has not told of itself for longer does not run."""


class Shot(msgspec.Struct, frozen=True, kw_only=True):
    """A picture of a screen's glass."""

    screen: Screen
    at: datetime
    png: bytes
    edition: str | None

    @property
    def sha256(self) -> str:
        """What names its bytes."""
        return hashlib.sha256(self.png).hexdigest()


class Patient:
    """The device that is looked at."""

    def __init__(
        self,
        state: State,
        who: Who,
        profile: DeviceProfile,
        order: DoctorOrder,
        limits: Limits | None = None,
    ) -> None:
        self.state, self.who, self.profile, self.order = state, who, profile, order
        self.limits = limits or Limits()
        self.program = _program(state, who)
        self.zone = ZoneInfo(self.program.time_zone) if self.program else ZoneInfo("Europe/Paris")

    @property
    def stage(self) -> StageStatus | None:
        """What the stage says of itself, if it runs."""
        status = read_status(self.state.status / STAGE)
        return status if status is not None and is_running(status.process) else None

    def central_now(self, at: datetime) -> datetime:
        """The time by central's clock, as far as the agent knows it."""
        agent = read_agent(self.state)
        offset = agent.central.offset_ms if agent and agent.central else None
        return at - timedelta(milliseconds=offset or 0)

    def courier(self, key: DeviceKey) -> Courier | None:
        """Who brings the report to central; None where there is no central, or nobody to sign as."""
        if not self.who.device or not self.who.central:
            return None
        order = self.order
        trust = ssl.create_default_context(cafile=order.authority) if order.authority else True
        client = httpx.Client(verify=trust, proxy=order.proxy, trust_env=False)
        return Courier(Desk(self.state), self.who.device, key, self.who.central, client)


def measured(patient: Patient, pictures: int, now: Callable[[], datetime]) -> Iterator[Check]:
    """All checks that need nobody, one after the other."""
    limits, state = patient.limits, patient.state
    yield from judge_state.device(_state_facts(patient))
    yield from judge_state.glass(_glass_facts(patient.stage, pictures))
    for name, target in _targets(patient):
        yield from judge.line(name, measure_line(target, limits, time.monotonic, now()), limits)
    yield from judge.clock(_clock(patient), limits)
    yield from judge.disk(measure_disk(state.root, limits, time.monotonic, Path("/sys")), limits)
    facts = Machine(state.root).facts().machine
    free = None
    if facts.memory_total is not None and facts.memory_used is not None:
        free = facts.memory_total - facts.memory_used
    stage = patient.stage
    machine = MachineFacts(
        temperature_c=facts.temperature_c,
        throttled=facts.throttled,
        memory_free=free,
        renderer=stage.renderer if stage else "",
    )
    yield from judge.machine(machine, limits)
    yield from measure_films(patient.profile, limits)


def photographed(patient: Patient) -> tuple[Shot, ...]:
    """A picture of every screen that nobody uses just now; none where no stage answers in time."""
    stage, state = patient.stage, patient.state
    if stage is None:
        return ()
    try:
        state.picture_asked.touch()
        asked = state.picture_asked.stat().st_mtime_ns
    except OSError:
        return ()
    ends = time.monotonic() + patient.limits.picture_s
    while (glass := read_glass(state.status / GLASS)) is None or glass.asked < asked:
        if time.monotonic() > ends:
            return ()
        time.sleep(_GLANCE_S)
    free = {screen.screen for screen in stage.screens if not screen.in_use}
    shots = []
    for picture in glass.pictures:
        screen = patient.profile.screen(picture.screen)
        if screen is None or picture.screen not in free or Path(picture.file).name != picture.file:
            continue
        try:
            png = (state.status / picture.file).read_bytes()
        except OSError:
            continue
        shots.append(Shot(screen=screen, at=picture.at, png=png, edition=glass.edition))
    return tuple(shots)


def _program(state: State, who: Who) -> Program | None:
    if who.root is None or not who.device:
        return None
    try:
        found, _ = choose(state, who.root.read_bytes(), who.device)
    except OSError:
        return None
    return found.parts[0].program if found and found.parts else None


def _targets(patient: Patient) -> Iterator[tuple[str, Target]]:
    order, who = patient.order, patient.who
    large = _large(patient.state, patient.limits)
    if who.central:
        yield (
            "central",
            Target(url=who.central.rstrip("/") + "/", proxy=order.proxy, authority=order.authority),
        )
    if who.feed:
        feed = who.feed.rstrip("/")
        file = f"{feed}/{OBJECTS}/{large[:2]}/{large}" if large else None
        yield (
            "feed",
            Target(
                url=f"{feed}/metadata/timestamp.json",
                large=file,
                proxy=order.proxy,
                authority=order.authority,
            ),
        )


def _large(state: State, limits: Limits) -> str:
    """The object to try the line with: the largest that is fetched whole; "" without any."""
    sizes = {}
    for folder in state.objects.glob("??"):
        for file in folder.iterdir():
            sizes[file.name] = file.stat().st_size
    fitting = {name: size for name, size in sizes.items() if size <= limits.rate_bytes}
    return max(fitting, key=lambda name: fitting[name], default="")


def _state_facts(patient: Patient) -> judge_state.StateFacts:
    state, stage = patient.state, patient.stage
    waiting, why = None, ""
    try:
        spool = Spool(state.spool)
        try:
            waiting = len(spool)
        finally:
            spool.close()
    except (OSError, sqlite3.Error) as error:
        why = str(error)
    agent = read_agent(state)
    central = agent.central if agent else None
    return judge_state.StateFacts(
        device=patient.who.device,
        key_file=str(state.device_key),
        key_mode=state.device_key.stat().st_mode & 0o777,
        outbox=waiting,
        why=why,
        faults=None
        if stage is None
        else tuple(f"{item}: {fault.why}" for item, fault in stage.faults.items()),
        code=central.code if central else "",
        until=f"{central.until.astimezone(patient.zone):%H:%M}" if central and central.until else "",
    )


def _glass_facts(stage: StageStatus | None, pictures: int) -> judge_state.GlassFacts:
    if stage is None:
        return judge_state.GlassFacts(runs=False, pictures=pictures)
    looks = [(screen.screen, look) for screen in stage.screens for look in screen.looked]
    return judge_state.GlassFacts(
        runs=True,
        edition=stage.edition,
        differing=tuple(f"{screen}/{look.zone}" for screen, look in looks if look.alike is False),
        alike=sum(look.alike is True for _, look in looks),
        pictures=pictures,
    )


def _clock(patient: Patient) -> ClockFacts:
    agent, stage = read_agent(patient.state), patient.stage
    return ClockFacts(
        trust=stage.clock if stage else "unknown",
        offset_ms=agent.central.offset_ms if agent and agent.central else None,
        zone=_machine_zone(),
        program_zone=patient.program.time_zone if patient.program else "",
    )


def _machine_zone() -> str:
    """The machine's IANA zone, as `/etc/localtime` names it; "" where it does not."""
    named = os.environ.get("TZ", "").removeprefix(":")
    if not named:
        target = os.path.realpath("/etc/localtime")
        named = target.partition("zoneinfo/")[2]
    try:
        return ZoneInfo(named).key if named else ""
    except (ZoneInfoNotFoundError, ValueError):
        return ""
