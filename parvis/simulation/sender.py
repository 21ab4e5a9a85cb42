"""Sends what one simulated device reports: the bytes that a real one would send, and its patience."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from device_profiles.identity import DeviceKey
from device_profiles.report import Fingernail, Receipt, Refusal, Report
from parvis.simulation.device import Simulated
from parvis.simulation.line import Address, Answer, Line, LostError
from parvis.simulation.outbox import Batch, Outbox
from parvis.simulation.tally import Tally
from parvis.simulation.weather import Kind

PATH = "/v1/reports"
_JSON = {"Content-Type": "application/json"}
_ACCEPTED = 200
_CLOSE = timedelta(minutes=1)
_encoder = msgspec.json.Encoder()
_receipts = msgspec.json.Decoder(Receipt)
_refusals = msgspec.json.Decoder(Refusal)

Shoot = Callable[[Simulated, datetime], tuple[Fingernail, ...]]
"""Takes small pictures of what a device shows."""


class Manner(msgspec.Struct, frozen=True, kw_only=True):
    """How devices report: every `interval_s`, None: as their programs say.

    `backlog_s` is the pause between batches, `listen_s` that between streams, `look_s` that between looks at
    the feed's folder.
    """

    interval_s: float | None = None
    patience_s: float = 20.0
    backlog_s: float = 1.0
    longest_wait_s: float = 300.0
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
    """One device's reporter."""

    def __init__(self, device: Simulated, key: DeviceKey, outbox: Outbox, office: Office) -> None:
        self.device, self._key, self.outbox, self._office = device, key, outbox, office
        self._line = Line(office.address, office.manner.patience_s)
        self._before = office.clock()
        self._ahead: timedelta | None = None
        """How far the device's clock is ahead of central's, once it was told."""
        self._failures = 0
        self._wants_picture = False
        self._interval_s = self._usual_s
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
        wait_s = self._office.dice.random() * self._interval_s
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
            self._ahead, self._failures = None, 0
            return self._jittered(self._interval_s)
        if self.device.suffers(Kind.OUTAGE, now):
            self._line.close()
            self._office.tally.unreached += 1
            return self._failed()
        batch = self.outbox.batch(now)
        body = _encoder.encode(self._report(now, batch))
        self._before = now
        began = time.monotonic()
        try:
            answer = await self._send(now, body)
        except LostError:
            self._office.tally.unreached += 1
            return self._failed()
        self._office.tally.answered(time.monotonic() - began)
        return self._heard(now, batch, answer)

    def _report(self, now: datetime, batch: Batch) -> Report:
        heartbeat = self.device.heartbeat(
            now, self._before, self.outbox.beat(now), knows_time=self._ahead is not None
        )
        return Report(
            device=self.device.device,
            spool=self.outbox.spool,
            sequence=self.outbox.next_sequence(),
            heartbeat=heartbeat,
            entries=batch.entries,
            fingernails=self._office.shoot(self.device, now) if self._wants_picture else (),
        )

    async def _send(self, now: datetime, body: bytes) -> Answer:
        """Sign by central's clock as far as it is known, and send; the weather may be in the way."""
        created = self.device.clock(now) - (self._ahead or timedelta())
        headers = self._key.sign(self.device.device, "POST", PATH, body, created) | _JSON
        self._office.tally.sent += 1
        if self.device.suffers(Kind.FORGED, now):
            body = body.replace(b'"format":1', b'"format": 1', 1)
        answer = await self._line.send("POST", PATH, headers, body)
        if answer.status == _ACCEPTED and self.device.suffers(Kind.REPEATS, now):
            again = await self._line.send("POST", PATH, headers, body)
            self._office.tally.sent += 1
            self._refused(again, now)
        return answer

    def _heard(self, now: datetime, batch: Batch, answer: Answer) -> float:
        tally = self._office.tally
        if answer.status != _ACCEPTED:
            return self._refused(answer, now)
        try:
            receipt = _receipts.decode(answer.body)
        except msgspec.DecodeError:
            tally.refused["no receipt"] += 1
            return self._failed()
        if self.device.suffers(Kind.LOST_ANSWERS, now):
            tally.lost_answers += 1
            return self._failed()
        tally.accepted += 1
        self._failures, self._ahead = 0, self.device.clock(now) - receipt.at
        if self.outbox.acknowledge(batch, receipt.upto):
            tally.records += len(batch.entries)
        self._wants_picture = receipt.wants_picture
        self._interval_s = receipt.interval_s or self._usual_s
        if receipt.wants_picture:
            return 0.0
        return self._jittered(self._interval_s if batch.is_last else self._office.manner.backlog_s)

    def _refused(self, answer: Answer, now: datetime) -> float:
        """A refusal: a wrong clock is set at once, all else waits as it is told, or longer each time."""
        try:
            refusal = _refusals.decode(answer.body)
        except msgspec.DecodeError:
            self._office.tally.refused[str(answer.status)] += 1
            return self._failed()
        self._office.tally.refused[refusal.code] += 1
        ahead = self.device.clock(now) - refusal.at
        if refusal.code == "untimely" and abs(ahead - (self._ahead or timedelta())) > _CLOSE:
            self._ahead = ahead
            return 0.0
        retry = answer.headers.get("retry-after", "")
        if retry.isdecimal():
            self._failures += 1
            return float(retry) * (1 + self._office.dice.random())
        return self._failed()

    def _failed(self) -> float:
        self._failures += 1
        longest = self._office.manner.longest_wait_s
        return self._jittered(min(longest, self._interval_s * 2.0 ** min(self._failures - 1, 10)))

    def _jittered(self, wait_s: float) -> float:
        return wait_s * (0.9 + 0.2 * self._office.dice.random())
