"""Delivery: who is told of which alarm, once, and again only when it grows louder or has ended.

What is due is pure (`due`); what is sent goes out in a thread for each target, with bounded retries, so that
a mail server that does not answer delays nobody else.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

import msgspec

from central.alarming.messages import Kind, Message, message
from central.errors import UnwantedError
from central.standing import Alarm, Severity
from central.telling.speech import Speech

_log = logging.getLogger(__name__)


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How long an alarm settles before it is told, what waits at most, and how often it is tried."""

    settles: timedelta = timedelta(seconds=20)
    waiting: int = 256
    remembered: int = 4_096
    retries_s: tuple[float, ...] = (5.0, 30.0, 120.0, 600.0)


LIMITS = Limits()
_LOUDNESS = {Severity.MINOR: 0, Severity.MAJOR: 1, Severity.SEVERE: 2}


class Told(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is remembered of an alarm: when it was first seen, and as what it was told, if it was."""

    seen: datetime
    told: bool = False
    escalated_at: datetime | None = None
    alarm: Alarm


class Memory(msgspec.Struct, frozen=True):
    """All that was told, by alarm. It is kept, so that a restart tells nothing twice."""

    told: dict[str, Told] = {}


def due(
    memory: Memory,
    alarms: Iterable[Alarm],
    at: datetime,
    *,
    quiet_until: datetime | None = None,
    least: Severity = Severity.MAJOR,
    limits: Limits = LIMITS,
) -> tuple[Memory, tuple[tuple[Kind, Alarm], ...]]:
    """What is to be told of these alarms at an instant, and what to remember of it.

    Told are those of a severity at least, that have settled, that nobody has taken or quieted. Until
    `quiet_until` nothing is told and nothing that was told is forgotten: central has just begun to listen. Of
    what only became part of a larger alarm no end is told.
    """
    lasting = {alarm.id: alarm for alarm in alarms if alarm.ended is None}
    ended = {alarm.id: alarm for alarm in alarms if alarm.ended is not None}
    told: dict[str, Told] = {}
    found: list[tuple[Kind, Alarm]] = []
    quiet = quiet_until is not None and at < quiet_until
    for name, alarm in lasting.items():
        before = memory.told.get(name) or Told(seen=at, alarm=alarm)
        kind = None if quiet else _kind(before, alarm, at, least, limits)
        if kind is not None:
            found.append((kind, alarm))
        told[name] = Told(
            seen=before.seen,
            told=before.told or kind is not None,
            escalated_at=alarm.escalated_at if kind or not before.told else before.escalated_at,
            alarm=alarm,
        )
    covered = {(alarm.code, screen) for alarm in lasting.values() for screen in alarm.screens}
    for name, before in memory.told.items():
        if name in lasting or not before.told:
            continue
        last = ended.get(name) or msgspec.structs.replace(before.alarm, ended=before.alarm.ended or at)
        if quiet:
            told[name] = msgspec.structs.replace(before, alarm=last)
        elif not last.screens or any((last.code, screen) not in covered for screen in last.screens):
            found.append((Kind.ENDED, last))
    return Memory(dict(list(told.items())[-limits.remembered :])), tuple(found)


def _kind(before: Told, alarm: Alarm, at: datetime, least: Severity, limits: Limits) -> Kind | None:
    """Why to tell of an alarm that lasts, if at all."""
    quieted = alarm.snoozed_until is not None and alarm.snoozed_until > at
    if quieted or alarm.acknowledged_by or _LOUDNESS[alarm.severity] < _LOUDNESS[least]:
        return None
    if not before.told:
        return Kind.NEW if at - before.seen >= limits.settles else None
    return Kind.LOUDER if alarm.escalated_at != before.escalated_at else None


Send = Callable[[Message], None]
"""Sends a message to one target. Raises where it did not arrive; `UnwantedError`: it never will."""


class Target:
    """One target: what waits for it, and the thread that sends it. Nothing that was not sent is silent."""

    def __init__(self, name: str, send: Send, limits: Limits = LIMITS) -> None:
        self.name, self._send, self._limits = name, send, limits
        self._waiting: queue.Queue[Message | None] = queue.Queue(limits.waiting)
        self._closing = threading.Event()
        self.sent = self.failed = 0
        self._thread = threading.Thread(target=self._work, name=f"deliver-{name}", daemon=True)
        self._thread.start()

    def put(self, told: Message) -> None:
        """Let a message wait; where too many do, the oldest is given up."""
        while True:
            try:
                self._waiting.put_nowait(told)
            except queue.Full:
                self._give_up(self._waiting.get_nowait(), "too much waits")
            else:
                return

    def settle(self) -> None:
        """Wait until nothing waits any more."""
        self._waiting.join()

    def close(self, patience_s: float = 5.0) -> None:
        """Send no more."""
        self._closing.set()
        with contextlib.suppress(queue.Full):
            self._waiting.put_nowait(None)
        self._thread.join(patience_s)

    def _work(self) -> None:
        while not self._closing.is_set():
            told = self._waiting.get()
            try:
                if told is not None:
                    self._try(told)
            finally:
                self._waiting.task_done()

    def _try(self, told: Message) -> None:
        reason = ""
        for wait_s in (0.0, *self._limits.retries_s):
            if self._closing.wait(wait_s):
                reason = reason or "central ends"
                break
            try:
                self._send(told)
            except UnwantedError as error:
                reason = str(error)
                break
            except Exception as error:  # noqa: BLE001 - whatever it is, the next message has its turn
                reason = str(error) or type(error).__name__
            else:
                self.sent += 1
                return
        self._give_up(told, reason)

    def _give_up(self, told: Message | None, reason: str) -> None:
        if told is not None:
            self.failed += 1
            _log.warning("%s was not told of %s: %s", self.name, told.title, reason)


class Delivery:
    """Tells all targets what is due. `speech` words it, `url` is where central's pages are."""

    def __init__(
        self,
        targets: Sequence[Target],
        speech: Speech,
        *,
        url: str = "",
        least: Severity = Severity.MAJOR,
        memory: Memory | None = None,
    ) -> None:
        self.targets, self._speech, self._url, self._least = tuple(targets), speech, url, least
        self.memory = memory or Memory()

    def tell(self, alarms: Iterable[Alarm], at: datetime, quiet_until: datetime | None = None) -> int:
        """Tell what is due at an instant; returns how many messages that were. Never waits."""
        self.memory, found = due(self.memory, tuple(alarms), at, quiet_until=quiet_until, least=self._least)
        for kind, alarm in found:
            told = message(kind, alarm, at, self._speech, url=self._url)
            for target in self.targets:
                target.put(told)
        return len(found)

    def counts(self) -> tuple[Counter[str], Counter[str]]:
        """The messages that arrived, and those that did not, by target; those of one name are added up."""
        sent, unsent = Counter[str](), Counter[str]()
        for target in self.targets:
            sent[target.name] += target.sent
            unsent[target.name] += target.failed
        return sent, unsent

    def close(self) -> None:
        """Tell no more."""
        for target in self.targets:
            target.close()
