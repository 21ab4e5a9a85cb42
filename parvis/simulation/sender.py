"""Sends what one simulated device reports: the bytes that a real one would send, and its patience."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from device_profiles.decoding import JsonDecoder
from device_profiles.identity import DeviceKey
from device_profiles.report import Fingernail, Receipt, Refusal, Report
from parvis.simulation.device import Simulated
from parvis.simulation.line import Address, Answer, Line, LostError
from parvis.simulation.outbox import Batch, Outbox
from parvis.simulation.tally import Tally
from parvis.simulation.weather import Kind
from player.agent.central import REPORTS, Refused, Taken, Unanswered
from player.agent.course import Course, Sent
from player.agent.limits import ReportLimits

_JSON = {"Content-Type": "application/json"}
_ACCEPTED = 200
_encoder = msgspec.json.Encoder()
_receipts = JsonDecoder(Receipt)
_refusals = JsonDecoder(Refusal)

Shoot = Callable[[Simulated, datetime], tuple[Fingernail, ...]]
"""Takes small pictures of what a device shows."""


class Manner(msgspec.Struct, frozen=True, kw_only=True):
    """How devices report: every `interval_s`, None: as their programs say; within the `limits` of a real one.

    `listen_s` is the pause between streams, `look_s` that between looks at the feed's folder.
    """

    interval_s: float | None = None
    limits: ReportLimits = ReportLimits()
    lateness_s: float = 1.0
    listen_s: float = 5.0
    look_s: float = 5.0


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """What all senders of a fleet share. `clock` is the true time, `dice` makes their moments differ."""

    address: Address
    manner: Manner
    tally: Tally
    clock: Callable[[], datetime]
    dice: random.Random
    shoot: Shoot


class Sender:
    """One device's reporter: it keeps the course of a real one, by the very same code."""

    def __init__(self, device: Simulated, key: DeviceKey, outbox: Outbox, office: Office) -> None:
        self.device, self._key, self.outbox, self._office = device, key, outbox, office
        self._line = Line(office.address, office.manner.limits.answer_s)
        self._before = office.clock()
        self._course = Course(device.device, office.manner.limits)
        self._wants_picture = False
        self._woken = asyncio.Event()

    @property
    def _usual_s(self) -> float:
        return self._office.manner.interval_s or self.device.interval_s

    def wake(self) -> None:
        """Report now."""
        self._woken.set()

    def ask_picture(self) -> None:
        """Report now, with pictures of every screen."""
        self._wants_picture = True
        self.wake()

    def waits(self, now: datetime) -> int:
        """How many records wait, about."""
        return self.outbox.beat(now).waiting

    async def run(self) -> None:
        """Report for ever."""
        wait_s = self._office.dice.random() * self._usual_s
        try:
            while True:
                due = time.monotonic() + wait_s
                await self._rest(wait_s)
                if time.monotonic() - due > self._office.manner.lateness_s:
                    self._office.tally.late += 1
                wait_s = await self._once()
        finally:
            self._line.close()

    async def _rest(self, wait_s: float) -> None:
        try:
            async with asyncio.timeout(wait_s):
                await self._woken.wait()
        except TimeoutError:
            return
        self._woken.clear()

    async def _once(self) -> float:
        """One report, if the weather and the feed let it; returns how long to wait for the next."""
        now = self._office.clock()
        if not self.device.is_known or self.device.suffers(Kind.BLACKOUT, now):
            self._line.close()
            self._course = Course(self.device.device, self._office.manner.limits)
            return self._usual_s * (0.9 + 0.2 * self._office.dice.random())
        if self.device.suffers(Kind.OUTAGE, now):
            self._line.close()
            return self._unanswered(now, "no line")
        batch = self.outbox.batch(now, self._course.most)
        body = _encoder.encode(self._report(now, batch))
        self._before = now
        began = time.monotonic()
        try:
            answer = await self._send(now, body)
        except LostError as error:
            return self._unanswered(now, str(error))
        took_s = time.monotonic() - began
        self._office.tally.answered(took_s)
        return self._heard(now, batch, answer, took_s)

    def _unanswered(self, now: datetime, why: str) -> float:
        self._office.tally.unreached += 1
        return self._after(Unanswered(why=why), now)

    def _after(self, answer: Taken | Refused | Unanswered, now: datetime, sent: Sent | None = None) -> float:
        """How long to wait for the next report."""
        at = self.device.clock(now)
        return self._course.after(answer, sent or Sent(), interval_s=self._usual_s, at=at)

    def _report(self, now: datetime, batch: Batch) -> Report:
        heartbeat = self.device.heartbeat(
            now, self._before, self.outbox.beat(now), knows_time=self._course.offset is not None
        )
        return Report(
            device=self.device.device,
            spool=self.outbox.spool,
            sequence=self.outbox.next_sequence(self._course.step),
            heartbeat=heartbeat,
            entries=batch.entries,
            fingernails=self._office.shoot(self.device, now) if self._wants_picture else (),
        )

    async def _send(self, now: datetime, body: bytes) -> Answer:
        """Sign by central's clock as far as it is known, and send; the weather may be in the way."""
        created = self.device.clock(now) - (self._course.offset or timedelta())
        headers = self._key.sign(self.device.device, "POST", REPORTS, body, created) | _JSON
        self._office.tally.sent += 1
        if self.device.suffers(Kind.FORGED, now):
            body = body.replace(b'"format":1', b'"format": 1', 1)
        answer = await self._line.send("POST", REPORTS, headers, body)
        if answer.status == _ACCEPTED and self.device.suffers(Kind.REPEATS, now):
            again = await self._line.send("POST", REPORTS, headers, body)
            self._office.tally.sent += 1
            self._refused(again, 0.0)
        return answer

    def _heard(self, now: datetime, batch: Batch, answer: Answer, took_s: float) -> float:
        tally, records = self._office.tally, len(batch.entries)
        if answer.status != _ACCEPTED:
            return self._after(self._refused(answer, took_s), now, Sent(records=records))
        try:
            receipt = _receipts.decode(answer.body)
        except msgspec.DecodeError as error:
            tally.refused["no receipt"] += 1
            return self._after(Unanswered(why=str(error)), now)
        if self.device.suffers(Kind.LOST_ANSWERS, now):
            tally.lost_answers += 1
            return self._after(Unanswered(why="the answer was lost"), now)
        tally.accepted += 1
        gone = records if self.outbox.acknowledge(batch, receipt.upto) else 0
        tally.records += gone
        sent = Sent(records=records, gone=gone, waiting=records - gone + (not batch.is_last))
        self._wants_picture = receipt.wants_picture
        wait_s = self._after(Taken(receipt=receipt, rtt_s=took_s), now, sent)
        return 0.0 if receipt.wants_picture else wait_s

    def _refused(self, answer: Answer, took_s: float) -> Refused:
        """A refusal, counted by its code."""
        retry = answer.headers.get("retry-after", "")
        wait_s = float(retry) if retry.isdecimal() else None
        try:
            said = _refusals.decode(answer.body)
        except msgspec.DecodeError:
            said = None
        self._office.tally.refused[said.code if said else str(answer.status)] += 1
        return Refused(
            status=answer.status,
            code=said.code if said else "",
            message=said.message if said else "",
            rtt_s=took_s,
            at=said.at if said else None,
            retry_after=wait_s,
        )
