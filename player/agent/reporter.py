"""Tells central, in a thread of its own, how the device is and what it showed, until central has it all."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import msgspec

from device_profiles.heartbeat import Heartbeat
from device_profiles.profile import Line
from device_profiles.report import REPORT_BYTES, Entry, Fingernail, Report
from player.agent.central import Answer, Central, Refused, Taken, Unanswered
from player.agent.course import Course, Sent, is_of_content, said
from player.agent.fingernail import Album
from player.agent.heartbeat import heartbeat, is_current
from player.agent.limits import ReportLimits
from player.agent.report import CentralStatus
from player.agent.seen import Eyes, Link, Outbox, Seen
from player.agent.suspicion import Suspicion
from player.spool import Spool
from player.state import State

_log = logging.getLogger(__name__)
_MIXED = "wrong_device"
"""What central says of records of another device: of before this was given another id."""
_ROOM = REPORT_BYTES // 2
"""Bytes of a report that records may take; the heartbeat and pictures take less than the rest."""


class Reporter:
    """One device's reports. `orders` tells what became of orders.

    `told` hears after each report how it goes, `heard` what central answered to it: it tells in how many
    seconds the next is due at the latest, where somebody waits for that.
    """

    def __init__(
        self,
        state: State,
        device: str,
        central: Central,
        limits: ReportLimits,
        *,
        eyes: Eyes,
        versions: dict[str, str],
        orders: Callable[[], dict[str, str]],
        told: Callable[[CentralStatus], None],
        heard: Callable[[Taken | Refused], float | None] = lambda _: None,
    ) -> None:
        self._state, self._device, self._central, self._limits = state, device, central, limits
        self._eyes, self._versions, self._orders, self._told = eyes, versions, orders, told
        self._heard = heard
        self._stop, self._wake = threading.Event(), threading.Event()
        self._course = Course(device, limits)
        self._album = Album(state, limits, self._stop)
        self._spool: Spool | None = None
        self._makeshift: Spool | None = None
        self._spool_trouble = ""
        self._again_s = 0.0
        self._soon = 0
        self._is_mixed = True
        self._suspicion = Suspicion(limits.apart)
        self._link = Link()
        self._before: Seen | None = None
        self._picture_asked = threading.Event()
        self._shots: tuple[Fingernail, ...] = ()
        self._status = CentralStatus(url=central.url)

    @property
    def offset(self) -> timedelta | None:
        """How far this clock is ahead of central’s, as far as is known."""
        return self._course.offset

    def wake(self) -> None:
        """Report now, unless central asked to be left alone. To be called from another thread."""
        self._wake.set()

    def ask_picture(self) -> None:
        """Send pictures of the glass with the next report, now."""
        self._picture_asked.set()
        self.wake()

    def end(self) -> None:
        """Let `run` return soon. To be called from another thread."""
        self._stop.set()
        self._wake.set()

    def run(self, now: Callable[[], datetime]) -> None:
        """Report until `end`."""
        step = self._begin
        while not self._stop.is_set():
            try:
                wait_s = step(now)
            except Exception:  # noqa: BLE001 - a reporter that is no more would look like a dead device
                _log.exception("no report can be made, all else goes on")
                wait_s = self._limits.back_off_s
            self._wait(wait_s)
            step = self.report
        for spool in (self._spool, self._makeshift):
            self._close(spool)

    def _begin(self, now: Callable[[], datetime]) -> float:
        """Look around, for the first report to tell what changed since; seconds until it is due."""
        self._before = self._look(now(), Outbox())
        self._soon = self._limits.soon
        return self._course.first_s()

    def report(self, now: Callable[[], datetime]) -> float:
        """Make one report and hand it in; seconds until the next."""
        spool, sequence, entries = self._ready(now())
        outbox = Outbox(waiting=len(spool), lost=spool.lost, aside=spool.aside, trouble=self._spool_trouble)
        seen = self._look(now(), outbox)
        beat = heartbeat(seen, self._before or seen, self._versions)
        report = Report(
            device=self._device,
            spool=spool.id,
            sequence=sequence,
            heartbeat=beat,
            entries=entries,
            fingernails=self._shots,
        )
        at = now()
        offset = self._course.offset or timedelta()
        answer = _fitting(self._central.send(msgspec.json.encode(report), at - offset), report)
        gone = 0
        if isinstance(answer, Taken):
            self._before = seen
            gone = self._acknowledge(spool, answer.receipt.upto, entries)
        guilty = self._suspicion.after(answer, entries, with_pictures=bool(self._shots), apart=outbox.aside)
        gone += self._set_aside(spool, guilty)
        sent = Sent(records=len(entries), gone=gone, waiting=len(spool))
        wait_s = self._course.after(answer, sent, interval_s=self._interval_s(seen), at=at)
        if isinstance(answer, Taken) or is_of_content(answer) or not self._course.most:
            self._shots = ()
        wait_s = self._hear(answer, wait_s)
        self._tell(answer, at, sent)
        if isinstance(answer, Taken) and is_current(seen):
            wanted = answer.receipt.wants_picture and not report.fingernails
            self._shots = self._photograph(beat, seen, wanted=wanted)
            wait_s = min(wait_s, self._limits.pause_s) if self._shots else wait_s
        return wait_s

    def _interval_s(self, seen: Seen) -> float:
        """What the profile wants; less after a start, until something plays: somebody may wait for it."""
        interval_s = float(seen.agent.report_s if seen.agent else Line().report_s)
        self._soon = max(0, self._soon - 1) if seen.playing is None else 0
        return min(interval_s, self._limits.soon_s) if self._soon else interval_s

    def _hear(self, answer: Answer, wait_s: float) -> float:
        """Seconds until the next report, for whoever heard the answer."""
        self._is_mixed |= isinstance(answer, Refused) and answer.code == _MIXED
        soon_s = None if isinstance(answer, Unanswered) else self._heard(answer)
        return wait_s if soon_s is None else min(wait_s, soon_s)

    def _photograph(self, beat: Heartbeat, seen: Seen, *, wanted: bool) -> tuple[Fingernail, ...]:
        """Pictures for the next report, which then follows at once: no heartbeat waits for them.

        Only what was asked before is answered so: who asks in this instant is left to the next report.
        """
        asked = self._picture_asked.is_set()
        if asked:
            self._picture_asked.clear()
        return self._album.take(beat, seen.steady_s, asked=asked or wanted)

    def _ready(self, at: datetime) -> tuple[Spool, int, tuple[Entry, ...]]:
        """An outbox, the next report's number, and the records to go with it.

        Where the disk refuses, an outbox of this process: a device that can write nothing still says so.
        """
        course = self._course
        try:
            if self._spool is None:
                self._spool = Spool(self._state.spool)
            if self._is_mixed:
                self._spool.part_with_others(self._device, at)
                self._is_mixed = False
            if time.monotonic() >= self._again_s:
                self._spool.take_back()
                self._again_s = time.monotonic() + self._limits.again_s
            entries = self._spool.batch(course.most, _ROOM) if course.most else ()
            ready = self._spool, self._spool.next_sequence(course.step), entries
        except (OSError, sqlite3.Error) as error:
            self._spool_trouble = str(error)
            self._close(self._spool)
            self._spool = None
            if self._makeshift is None:
                self._makeshift = Spool(None)
            return self._makeshift, self._makeshift.next_sequence(course.step), ()
        self._spool_trouble = ""
        return ready

    def _set_aside(self, spool: Spool, guilty: int | None) -> int:
        """Keep a record from holding up those after it; how many went aside."""
        if guilty is None:
            return 0
        try:
            spool.set_aside(guilty)
        except (OSError, sqlite3.Error) as error:
            self._spool_trouble = str(error)
            return 0
        return 1

    def _acknowledge(self, spool: Spool, upto: int, entries: tuple[Entry, ...]) -> int:
        """Let go of what central has; how many of these that are.

        What the disk does not let go of is sent again, and counts once.
        """
        try:
            spool.acknowledge(upto)
        except (OSError, sqlite3.Error) as error:
            self._spool_trouble = str(error)
            return 0
        return sum(entry.number <= upto for entry in entries)

    def _look(self, at: datetime, outbox: Outbox) -> Seen:
        return self._eyes.look(at, time.monotonic(), outbox=outbox, link=self._link, orders=self._orders())

    def _tell(self, answer: Answer, at: datetime, sent: Sent) -> None:
        before, trouble = self._status, said(answer, sent)
        offset = self._course.offset
        offset_ms = None if offset is None else round(offset / timedelta(milliseconds=1))
        if isinstance(answer, Taken):
            self._link = Link(
                address=answer.address, rtt_ms=round(answer.rtt_s * 1000, 1), offset_ms=offset_ms
            )
        self._status = CentralStatus(
            url=before.url,
            good=at if isinstance(answer, Taken) else before.good,
            trouble=trouble,
            since=(before.since or at) if trouble else None,
            offset_ms=offset_ms,
            waiting=sent.waiting,
        )
        self._told(self._status)

    def _wait(self, seconds: float) -> None:
        """Until the next report is due, or somebody wants it sooner and central has nothing against it."""
        pause_s = min(seconds, self._limits.pause_s)
        self._stop.wait(pause_s)
        (self._wake if self._course.hurries else self._stop).wait(seconds - pause_s)
        self._wake.clear()

    def _close(self, spool: Spool | None) -> None:
        if spool is not None:
            with suppress(sqlite3.Error):
                spool.close()


def _fitting(answer: Answer, report: Report) -> Answer:
    """The answer, unless it is a receipt for another report."""
    if not isinstance(answer, Taken):
        return answer
    receipt = answer.receipt
    if (receipt.spool, receipt.sequence) == (report.spool, report.sequence):
        return answer
    return Unanswered(why="a receipt for another report")
