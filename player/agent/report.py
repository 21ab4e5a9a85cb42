"""What the agent says of itself in `status/agent.json`: computed from the disk, whatever it believes."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

import msgspec

from device_profiles.decoding import from_json
from device_profiles.profile import Line
from player.agent.outcome import GOOD, DiskFault, Outcome, Unchanged, tell
from player.agent.sync import Syncer
from player.state import State
from playlists.durable import put

AGENT = "agent.json"
STAGE = "stage.json"
_BAD_NAMED = 100


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong, since when, and how many cycles in a row."""

    kind: str
    why: str
    since: datetime
    times: int


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """What changes quickly: the version in place, and why a newer one is not; empty where all is well."""

    version: int | None
    trouble: str


class CentralStatus(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of the reports: when one was last taken, and what has been in the way since (or is empty).

    `offset_ms` is how far this clock is ahead of central’s, `waiting` counts the records in the outbox.
    `code` is by what this device is to be claimed, `until` so long, where central takes neither it nor its
    stick's ticket; `parvis doctor` tells it.
    """

    url: str
    good: datetime | None = None
    trouble: str = ""
    since: datetime | None = None
    offset_ms: int | None = None
    waiting: int = 0
    code: str = ""
    until: datetime | None = None


class AgentStatus(msgspec.Struct, frozen=True, kw_only=True):
    """The agent at an instant. `kind` names how the last cycle ended, `outcome` tells it.

    `generation` is the complete one in place; of its `objects` those that are `missing` are named. `bytes` is
    what those take that are there. `bad` counts how often an object was found wrong and dropped. `expires`
    tells by role until when the feed may be accepted. `good` is the last cycle that found all well. `quick`
    goes by role. `complete` is the version of the feed (TUF’s snapshot) that is in place, `rate` what the
    line gave for the last objects in bytes a second, `profile` and `report_s` are the program’s. `central`
    is None where no reports are sent.
    """

    at: datetime
    process: int
    feed: str
    kind: str
    outcome: str
    generation: int | None
    objects: int
    bytes: int
    missing: tuple[str, ...]
    bad: dict[str, int]
    expires: dict[str, datetime]
    good: datetime | None
    fault: Fault | None
    quick: dict[str, Brought] = {}
    complete: int | None = None
    rate: int | None = None
    profile: str = ""
    report_s: int = Line().report_s
    central: CentralStatus | None = None


class _StageSays(msgspec.Struct, frozen=True):
    missing: tuple[str, ...] = ()


def told_by_stage(state: State) -> tuple[str, ...]:
    """The objects that the stage could not use."""
    try:
        return from_json((state.status / STAGE).read_bytes(), _StageSays).missing
    except (OSError, msgspec.DecodeError):
        return ()


def read_status(state: State) -> AgentStatus | None:
    """What an agent said last, if it did."""
    try:
        return from_json((state.status / AGENT).read_bytes(), AgentStatus)
    except (OSError, msgspec.DecodeError):
        return None


class AgentFile:
    """`status/agent.json`. Two threads write it: the one that fetches, and the one that reports."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._lock = threading.Lock()

    def tell(
        self, syncer: Syncer, outcome: Outcome, bad: Mapping[str, int], *, feed: str, at: datetime
    ) -> AgentStatus:
        """Write the status after a cycle. What has been wrong for long is known over restarts.

        A disk that does not take it is what is told, where nothing else was wrong.
        """
        with self._lock:
            status = _status(self._state, syncer, outcome, bad, feed=feed, at=at)
            try:
                self._put(status)
            except OSError as error:
                if isinstance(outcome, GOOD):
                    fault = DiskFault(why=f"the disk refuses: {error}")
                    return _status(self._state, syncer, fault, bad, feed=feed, at=at)
        return status

    def tell_central(self, status: CentralStatus) -> None:
        """Write what became of a report beside what the last cycle said."""
        with self._lock, suppress(OSError):
            before = read_status(self._state)
            if before:
                self._put(msgspec.structs.replace(before, central=status))

    def _put(self, status: AgentStatus) -> None:
        put(self._state.status / AGENT, msgspec.json.encode(status), durable=False)


def _status(
    state: State, syncer: Syncer, outcome: Outcome, bad: Mapping[str, int], *, feed: str, at: datetime
) -> AgentStatus:
    before = read_status(state)
    latest = syncer.latest
    wanted = latest.wanted if latest else {}
    missing = {one.name for one in syncer.store.missing(wanted)}
    return AgentStatus(
        at=at,
        process=os.getpid(),
        feed=feed,
        kind=_kind(outcome),
        outcome=tell(outcome),
        generation=latest.number if latest else None,
        objects=len(wanted),
        bytes=sum(one.size for one in wanted.values() if one.name not in missing),
        missing=tuple(sorted(missing)),
        bad=dict(sorted(bad.items())[:_BAD_NAMED]),
        expires=syncer.expires,
        good=at if isinstance(outcome, GOOD) else before.good if before else None,
        fault=_fault(before.fault if before else None, outcome, at),
        complete=latest.version if latest else None,
        rate=syncer.rate,
        profile=latest.profile if latest else "",
        report_s=latest.pace.report_s if latest else Line().report_s,
        central=before.central if before else None,
        quick={one.role: Brought(version=one.version, trouble=one.trouble) for one in syncer.couriers},
    )


def _kind(outcome: Outcome) -> str:
    if isinstance(outcome, Unchanged) and outcome.repaired:
        return "repaired"
    return type(outcome).__name__.lower()


def _fault(before: Fault | None, outcome: Outcome, at: datetime) -> Fault | None:
    if isinstance(outcome, GOOD):
        return None
    kind = _kind(outcome)
    if before and before.kind == kind:
        return Fault(kind=kind, why=tell(outcome), since=before.since, times=before.times + 1)
    return Fault(kind=kind, why=tell(outcome), since=at, times=1)
