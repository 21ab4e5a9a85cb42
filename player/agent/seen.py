"""What a report rests on, read at one instant: what each process said of itself, the disk, the machine."""

from __future__ import annotations

from datetime import datetime

import msgspec

from player.agent.machine import Facts, Machine, is_running
from player.agent.refresh import version_in
from player.agent.report import AgentStatus
from player.agent.report import read_status as read_agent
from player.state import State
from player.status import STAGE, SUPERVISOR, StageStatus
from player.status import read_status as read_stage
from player.supervisor import ChildStatus, read_children
from playlists.feed.tree import SNAPSHOT


class Outbox(msgspec.Struct, frozen=True, kw_only=True):
    """The outbox: records that wait, that were dropped for want of room, that central refuses; trouble."""

    waiting: int = 0
    lost: int = 0
    aside: int = 0
    trouble: str = ""


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """The line to central: this device's address, the last answer's time, how far our clock is ahead."""

    address: str = ""
    rtt_ms: float | None = None
    offset_ms: int | None = None


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What was found `at` an instant by this device's clock, and `steady_s` by the monotonic one.

    `runs` tells whether the process of the stage's status lives. `wanted` is the version of the newest feed
    that was heard of, `playing` that of the generation on the glass.
    """

    at: datetime
    steady_s: float
    stage: StageStatus | None
    runs: bool
    agent: AgentStatus | None
    children: dict[str, ChildStatus]
    facts: Facts
    wanted: int | None
    playing: int | None
    outbox: Outbox
    link: Link
    orders: dict[str, str] = {}


class Eyes:
    """Looks at one device."""

    def __init__(self, state: State, machine: Machine) -> None:
        self._state, self._machine = state, machine

    def look(
        self, at: datetime, steady_s: float, *, outbox: Outbox, link: Link, orders: dict[str, str]
    ) -> Seen:
        """What there is to see at an instant."""
        state = self._state
        stage, agent = read_stage(state.status / STAGE), read_agent(state)
        return Seen(
            at=at,
            steady_s=steady_s,
            stage=stage,
            runs=stage is not None and is_running(stage.process),
            agent=agent,
            children=read_children(state.status / SUPERVISOR),
            facts=self._machine.facts(),
            wanted=version_in(state.trusted / f"{SNAPSHOT}.json"),
            playing=self._playing(stage, agent),
            outbox=outbox,
            link=link,
            orders=orders,
        )

    def _playing(self, stage: StageStatus | None, agent: AgentStatus | None) -> int | None:
        """The version on the glass: the newest that says the same, where it is the generation in place."""
        if stage is None or stage.generation is None:
            return None
        if agent and stage.generation == str(agent.generation):
            return agent.complete
        return version_in(self._state.generation(stage.generation).folder / "metadata" / f"{SNAPSHOT}.json")
