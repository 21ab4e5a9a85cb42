"""Central at work: each report is judged, kept and remembered; what time alone changes is looked at again.

All that is here is in memory. What is needed to go on after a kill is in the store, with each report.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from functools import partial

import msgspec

from central.answers import Band, DeviceLine, Figures
from central.held import Held, silent_before
from central.judging import devices
from central.judging.ages import aged
from central.judging.city import unwell
from central.judging.daybook import darkened, proved
from central.judging.duty import Duty
from central.judging.expected import judge
from central.judging.fleet import FleetReader, Member
from central.judging.lines import figures_of, line_of
from central.judging.troubles import ahead, unnamed
from central.recall import recalled
from central.standing import Judged, Reason, Refusal, Verdict
from central.store import reading
from central.store.keys import enrolled
from central.store.notes import lasting, out_of_service
from central.store.store import Store
from central.store.taken import Days, Mark, Taken, Untaken
from central.taking.pacing import Pacing
from device_profiles.heartbeat import Heartbeat
from device_profiles.report import Receipt, Report
from playlists.errors import FeedError

_log = logging.getLogger(__name__)
SUMS_S = 15.0
"""How often the day's sums are read anew."""
_TURN = 200
"""So many devices are looked at before others have their turn: some milliseconds."""


class Service:
    """The fleet as central knows it. `clock` tells the instant, `hint` lets devices know that one waits."""

    def __init__(
        self,
        store: Store,
        reader: FleetReader,
        clock: Callable[[], datetime],
        hint: Callable[[Collection[str]], None],
    ) -> None:
        self.store, self.reader, self.clock, self._hint = store, reader, clock, hint
        self.held: defaultdict[str, Held] = defaultdict(Held)
        """Of a device that the feed has named since its devices were looked at last, nothing."""
        self.wants_picture: set[str] = set()
        self.listening = clock()
        self._changed: set[str] = set()
        self._listed: set[str] = set()
        self._sums: Mapping[Verdict, float] = {}
        self._trouble: Reason | None = None
        self._pacing = Pacing()
        self._following = asyncio.Lock()
        self._reread()
        self._recall()

    @property
    def days(self) -> Days:
        """The broadcast days of the fleet."""
        return Days(time_zone=self.reader.roll.time_zone, day_start=self._day_start())

    @property
    def members(self) -> Mapping[str, Member]:
        """The devices that the feed names."""
        return self.reader.roll.members

    def duty(self, device: str) -> Duty | None:
        """What a device is to play; None where the feed does not know it."""
        return self.reader.roll.duties.get(device)

    def today(self) -> date:
        """The broadcast day that it is."""
        return self.days.day(self.clock())

    async def report(self, report: Report, received: datetime) -> Receipt | Untaken:
        """Judge and keep a report; durable when this returns. Raises `StoreError`: it cannot be written."""
        held, report = self.held[report.device], self.store.bearable(report)
        held.be_in_time(received)
        duty, beat = self.duty(report.device), report.heartbeat
        interval_s = self.interval_s(duty)
        judged = judge(beat, received, duty, interval_s) if duty else unnamed(received)
        record, bands = devices.received(
            held.record, judged, beat, received, interval_s, listening=self.listening
        )
        corrections: tuple[Band, ...] = ()
        if duty:
            bands = tuple(darkened(bands, duty))
            record, corrections = proved(record, beat, received, report.entries, duty)
        if record.written:
            bands, corrections = (), (*bands, *corrections)
        kept = await self.store.take(
            Taken(
                device=report.device,
                report=report,
                received=received,
                judged=judged,
                bands=bands,
                corrections=corrections,
                state=devices.encode(record),
                days=self.days,
                ahead=ahead(beat, received),
            )
        )
        if not isinstance(kept, Mark):
            return kept
        if held.record is None or held.record.received <= record.received:
            held.record, held.judged, held.heartbeat = record, judged, beat
            self._look(report.device, received)
        if report.fingernails:
            self.wants_picture.discard(report.device)
        return self._receipt(report, kept, received)

    def _receipt(self, report: Report, kept: Mark, at: datetime) -> Receipt:
        """What a device is told whose report was kept."""
        device, brought = report.device, len(report.entries)
        left = report.heartbeat.spool.waiting - brought
        return Receipt(
            spool=kept.spool,
            sequence=kept.sequence,
            upto=kept.upto,
            at=at,
            wants_picture=device in self.wants_picture,
            most=self._pacing.most(device, left, brought, at),
        )

    def ask_pictures(self, devices: Collection[str]) -> None:
        """Have devices send pictures of their screens: at once where they listen, else with a report."""
        self.wants_picture.update(devices)
        self._hint(devices)

    def interval_s(self, duty: Duty | None) -> float:
        """How often a device reports, by its profile."""
        return float(duty.parts[-1].program.line.report_s) if duty and duty.parts else 30.0

    def lines(self) -> tuple[DeviceLine, ...]:
        """All devices of the feed."""
        return tuple(held.line for held in (self.held[name] for name in self.members) if held.line)

    def figures(self, lines: Iterable[DeviceLine], alarms: int) -> Figures:
        """The truth in figures, today's seconds with those of devices that say nothing now."""
        sums = dict(self._sums)
        begun = self.days.span(self.today())[0]
        for name in self.members:
            for band in self.pending(name, begun):
                took = (band.end - band.start).total_seconds()
                sums[band.verdict] = sums.get(band.verdict, 0.0) + took
        return figures_of(lines, sums, alarms)

    def pending(self, device: str, since: datetime) -> tuple[Band, ...]:
        """The time since then that nothing has been heard of, and that no report has been asked about yet."""
        record, duty = self.held[device].record, self.duty(device)
        if record is None or duty is None:
            return ()
        cut = msgspec.structs.replace(record, accounted=max(record.accounted, since))
        return tuple(darkened(devices.elapsed(cut, self.clock())[1], duty))

    def put_out(self, device: str, out: str) -> None:
        """A device is out of service for a reason, or back in it ("")."""
        self.held[device].out = out
        self._look(device, self.clock())

    def put_cloned(self, device: str, at: datetime) -> None:
        """Another machine came with the key of a device."""
        held = self.held[device]
        held.clone(at)
        self._look(device, at)

    def put_refused(self, device: str, refusal: Refusal) -> None:
        """What came under the name of a device was refused."""
        if device in self.held:
            self.held[device].refuse(refusal)

    def put_enrolled(self, device: str, at: datetime | None) -> None:
        """A device has a key since then, or has none any more."""
        self.held[device].enrolled = at
        self._look(device, self.clock())

    def put_all_enrolled(self, since: Mapping[str, datetime]) -> None:
        """The devices that have a key, and since when."""
        for device, held in self.held.items():
            held.enrolled = since.get(device)
        for device in since.keys() - self.held.keys():
            self.held[device].enrolled = since[device]

    async def follow(self) -> None:
        """Read the feed again where it says something new: of thousands of devices that takes its time."""
        async with self._following:
            changed = await asyncio.to_thread(self._reread)
        if changed:
            await self.look_in_turns()

    def _reread(self) -> bool:
        """Whether the feed says something new; what does not hold changes nothing."""
        try:
            changed = self.reader.refresh(self.clock())
        except FeedError as error:
            if self._trouble is None or self._trouble.detail != str(error):
                _log.warning("the feed is not taken over: %s", error)
            since = self._trouble.since if self._trouble else self.clock()
            self._trouble = Reason(code="feed", detail=str(error), since=since)
            return False
        self._trouble = None
        return changed

    def own(self) -> tuple[Reason, ...]:
        """What is wrong with the feed: it does not hold, its signatures or its city data age."""
        if self._trouble is not None:
            return (self._trouble,)
        at, roll = self.clock(), self.reader.roll
        return (*aged(roll.expires, at), *unwell(roll.city, at))

    async def read_sums(self) -> None:
        """Keep the day's sums near."""
        self._sums = await self.store.read(partial(reading.day_total, day=self.today()))

    def look_all(self) -> None:
        """See how each device stands by now."""
        at = self.clock()
        for name in self.members:
            self._look(name, at)

    async def look_in_turns(self) -> None:
        """The same, a few devices at a time, so that no report waits for it."""
        names = tuple(self.members)
        for start in range(0, len(names), _TURN):
            at = self.clock()
            for name in names[start : start + _TURN]:
                self._look(name, at)
            await asyncio.sleep(0)

    def taken_changes(self) -> tuple[tuple[DeviceLine, ...], tuple[str, ...]]:
        """The lines that are others since this was asked last, and the devices that are gone."""
        changed, self._changed = self._changed, set()
        before, self._listed = self._listed, set(self.members)
        found = (self.held[name].line for name in sorted(changed) if name in self.members)
        return tuple(line for line in found if line), tuple(sorted(before - self._listed))

    def _look(self, device: str, at: datetime) -> None:
        """See how a device stands, and note it if that is new."""
        member, held = self.members.get(device), self.held[device]
        held.be_in_time(at)
        held.standing = devices.stands(
            held.record,
            at,
            enrolled=held.enrolled,
            out=held.out,
            cloned=held.cloned_since(at),
            refused=held.refused(at),
            before=held.silent,
            listening=self.listening,
            interval_s=self.interval_s(self.duty(device)),
        )
        if member is None:
            return
        line = line_of(
            member,
            held.standing,
            judged=held.judged,
            heartbeat=held.heartbeat,
            seen=held.record.received if held.record else None,
            out=held.out,
        )
        if line != held.line:
            held.line = line
            self._changed.add(device)

    def _day_start(self) -> str:
        member = next(iter(self.members.values()), None)
        return member.day_start if member else "04:00"

    def _recall(self) -> None:
        """Go on from what the store remembers."""
        for last in self.store.last():
            held = self.held[last.device]
            held.record = recalled(last.state, devices.DeviceRecord)
            held.heartbeat = recalled(last.heartbeat, Heartbeat)
            held.judged = recalled(last.judged, Judged)
        for device, key in self.store.look(enrolled).items():
            self.held[device].enrolled = key.since
        for device, out in self.store.look(out_of_service).items():
            self.held[device].out = out
        silent_before(self.held, self.store.look(lasting), self.listening)
        self._sums = self.store.look(partial(reading.day_total, day=self.today()))
        self.look_all()
