"""What the doctor measures, with the machine's own clocks, files and lines; the judging is provisioning's."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from device_profiles.acceptance import Check
from device_profiles.profile import Screen
from parvis.doctor_patient import Patient
from parvis.doctor_state import agent_facts, device_facts, displays, stage_facts
from player.agent.machine import Machine
from player.state import State
from player.status import GLASS, read_glass
from playlists.feed.tree import OBJECTS
from provisioning.acceptance import judge
from provisioning.acceptance import state as judge_state
from provisioning.acceptance.disk import measure_disk
from provisioning.acceptance.film import measure_films
from provisioning.acceptance.limits import Limits
from provisioning.acceptance.line import Target, measure_line
from provisioning.acceptance.measures import ClockFacts, MachineFacts
from provisioning.acceptance.starts import UNITS, asleep

_GLANCE_S = 0.1
_ASKED = "/v1/pairings"
"""Of central, which refuses whoever has no token, with a code of its own."""


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


def measured(patient: Patient, pictures: int, now: Callable[[], datetime]) -> Iterator[Check]:
    """All checks that need nobody, one after the other."""
    limits, state = patient.limits, patient.state
    machine_facts = Machine(state.root).facts()
    yield from judge_state.device(device_facts(patient))
    yield from judge_state.agent(agent_facts(patient))
    yield from judge_state.stage(stage_facts(patient, pictures))
    yield from judge_state.displays(displays(patient, machine_facts.power))
    for name, target in _targets(patient):
        yield from judge.line(name, measure_line(target, limits, time.monotonic, now()), limits)
    yield from judge.clock(_clock(patient), limits)
    yield from judge.disk(measure_disk(state.root, limits, time.monotonic, Path("/sys")), limits)
    facts = machine_facts.machine
    free = None
    if facts.memory_total is not None and facts.memory_used is not None:
        free = facts.memory_total - facts.memory_used
    stage = patient.stage
    machine = MachineFacts(
        temperature_c=facts.temperature_c,
        throttled=facts.throttled,
        memory_free=free,
        renderer=stage.renderer if stage else "",
        asleep=asleep(UNITS),
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


def _targets(patient: Patient) -> Iterator[tuple[str, Target]]:
    order, who = patient.order, patient.who
    large = _large(patient.state, patient.limits)
    if who.central:
        yield (
            "central",
            Target(
                url=f"{who.central.rstrip('/')}{_ASKED}",
                holds="code",
                proxy=order.proxy,
                authority=order.authority,
            ),
        )
    if who.feed:
        feed = who.feed.rstrip("/")
        file = f"{feed}/{OBJECTS}/{large[:2]}/{large}" if large else None
        yield (
            "feed",
            Target(
                url=f"{feed}/metadata/timestamp.json",
                holds="signed",
                large=file,
                proxy=order.proxy,
                authority=order.authority,
            ),
        )


def _large(state: State, limits: Limits) -> str:
    """The object to try the line with: the largest that is fetched whole; "" without any."""
    sizes = {}
    for file in state.objects.glob("??/*"):
        with suppress(OSError):  # the agent lets go of what nobody needs
            sizes[file.name] = file.stat().st_size
    fitting = {name: size for name, size in sizes.items() if size <= limits.rate_bytes}
    return max(fitting, key=lambda name: fitting[name], default="")


def _clock(patient: Patient) -> ClockFacts:
    agent, stage = patient.agent, patient.stage
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
