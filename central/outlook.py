"""Central as its faces see it, the reading half: from memory what is now, from the store what was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import msgspec

from central.answers import Account, Band, Day, Device, DeviceLine, Figures, Fleet, History, OrderLine, Where
from central.beside import Beside
from central.judging.account import account
from central.judging.fleet import Roll
from central.judging.lines import availability, figures_of, line_of
from central.judging.questions import Questions
from central.judging.then import then
from central.outcomes import Outcomes
from central.service import Service
from central.standing import Alarm, State, Verdict
from central.store import notes, proof, reading, tallies
from central.store.sums import sums
from central.view import Picture
from central.voices import Part, Tallies
from central.watch import Watch
from device_profiles.report import What


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How far back one looks, and the most that one answer holds."""

    days: int = 30
    raw: timedelta = timedelta(hours=26)
    """Up to such a span figures are given as they came, …"""
    steps: timedelta = timedelta(days=8)
    """… up to this one in steps of five minutes, beyond by the hour: a month is 720 of them."""
    ticks: int = 20_000
    fresh: timedelta = timedelta(minutes=1)
    """Whoever looks at an older picture of a screen has a new one asked for."""
    ticks_span: timedelta = timedelta(hours=24)
    orders: int = 500
    past_orders: timedelta = timedelta(days=30)


LIMITS = Limits()


class Outlook:
    """What there is to see."""

    def __init__(self, service: Service, watch: Watch, feed: Path) -> None:
        self.service, self.watch = service, watch
        self._beside, self._outcomes = Beside(service, feed), Outcomes(service)
        self._asked: tuple[Roll, Questions] | None = None

    async def tallies(
        self, start: date, end: date, what: Sequence[What], by: Sequence[Part], *, device: str = ""
    ) -> Tallies:
        """What was counted of people at touch screens, from a day to another, both included."""
        days, questions = self.service.days, self._questions()
        since, until = days.span(start)[0], days.span(end)[1]
        found = await self.service.store.read(
            lambda c: list(tallies.totals(c, since, until, what, by, days=days, device=device))
        )
        return Tallies(start=start, end=end, lines=tuple(map(questions.named, found)))

    def _questions(self) -> Questions:
        """The texts of the roll as it stands; programs are read once for each roll."""
        roll = self.service.reader.roll
        if self._asked is None or self._asked[0] is not roll:
            self._asked = roll, Questions(roll)
        return self._asked[1]

    def today(self) -> date:
        """The broadcast day that it is."""
        return self.service.today()

    async def fleet(self, at: datetime | None = None) -> Fleet:
        """All devices now, or at an instant of the past."""
        now = self.service.clock()
        if at is not None and at < now:
            return await self._fleet_then(at)
        lines = self.service.lines()
        return self._fleet(now, lines, self.service.figures(lines, len(self.watch.lasting)), live=True)

    async def device(self, device: str, at: datetime | None = None) -> Device | None:
        """One device, whole, now or at an instant of the past."""
        member = self.service.members.get(device)
        if member is None:
            return None
        now = self.service.clock()
        held = self.service.held[device]
        days = await self._days(device, now if at is None else at)
        if at is not None and at < now:
            instant = (at, at + timedelta(milliseconds=1))
            there = await self.service.store.read(lambda c: reading.bands_of(c, device, *instant))
            pending = self.service.pending(device, self.service.days.span(self.service.days.day(at))[0])
            line, reasons, judged = then(member, (*there, *_over(pending, at)))
            return Device(line=line, reasons=reasons, judged=judged, days=days, enrolled=held.enrolled)
        pictures = await self.service.store.read(partial(reading.pictures_of, device=device))
        return Device(
            line=held.line or line_of(member, held.standing),
            reasons=held.standing.reasons,
            judged=held.judged.screens if held.judged else (),
            heartbeat=held.heartbeat,
            pictures=dict(pictures),
            due=self._beside.due(member, pictures),
            days=days,
            orders=tuple(order for order in await self.orders() if device in order.devices),
            enrolled=held.enrolled,
        )

    async def history(
        self, device: str, start: datetime, end: datetime, *, figures: bool = True, plays: bool = True
    ) -> History | None:
        """What one device did; figures where they are wanted, plays too, of the newest 24 hours at most."""
        if device not in self.service.members:
            return None
        steps, since = _step_s(end - start), max(start, end - LIMITS.ticks_span)
        read = self.service.store.read
        bands = await read(lambda c: reading.bands_of(c, device, start, end))
        series = await read(lambda c: reading.series(c, device, start, end, steps)) if figures else None
        ticks = await read(lambda c: proof.ticks(c, device, since, end, LIMITS.ticks)) if plays else ()
        pending = self.service.pending(device, start)
        return History(
            device=device,
            start=start,
            end=end,
            bands=tuple(_cut(band, start, end) for band in (*bands, *pending) if band.start < end),
            series=series,
            plays=ticks,
        )

    async def picture(self, device: str, screen: str, which: Picture) -> tuple[bytes, str] | None:
        """A picture of a screen and its media type."""
        if which is Picture.SHOWN:
            read = partial(reading.fingernail, device=device, screen=screen)
            found = await self.service.store.read(read)
            if found is None or self.service.clock() - found[0] > LIMITS.fresh:
                self.service.ask_pictures((device,))
            return (found[1], "image/jpeg") if found else None
        taken = await self.service.store.read(partial(reading.pictures_of, device=device))
        drawn = await self._beside.picture(device, screen, taken.get(screen))
        return (drawn, "image/png") if drawn else None

    async def where(self, item: str) -> Where:
        """The screens that show an item now."""
        shown, missing = [], []
        for name in self.service.members:
            held = self.service.held[name]
            if held.judged is None or held.standing.state is State.SILENT:
                continue
            for screen in held.judged.screens:
                if any(zone.shown == item for zone in screen.zones):
                    shown.append(f"{name}/{screen.screen}")
                elif any(zone.due == item for zone in screen.zones):
                    missing.append(f"{name}/{screen.screen}")
        return Where(item=item, at=self.service.clock(), shown=tuple(shown), missing=tuple(missing))

    async def alarms(self, *, ended: bool = False) -> tuple[Alarm, ...]:
        """The alarms that last, or those that ended in the last 30 days."""
        return await self.watch.ended() if ended else self.watch.lasting

    async def account(self, start: date, end: date) -> Account:
        """What screens did with the time of some days, both included."""
        first, last = self.service.days.span(start)[0], self.service.days.span(end)[1]
        more = [
            (day, name, verdict, seconds)
            for name in self.service.members
            for day, verdict, seconds in self._pending(name, first)
            if day <= end
        ]
        found = await self.service.store.read(partial(sums, start=start, end=end, more=more))
        lasted = await self.watch.lasted(first, last)
        return account(found, self.service.members, lasted, start, end)

    async def orders(self) -> tuple[OrderLine, ...]:
        """The orders of the last 30 days, newest first, with what devices said of them."""
        since = self.service.clock() - LIMITS.past_orders
        read = partial(notes.newest_orders, since=since, most=LIMITS.orders)
        return tuple(self._outcomes.of(order) for order in await self.service.store.read(read))

    async def _days(self, device: str, until: datetime) -> tuple[Day, ...]:
        last = self.service.days.day(until)
        first = last - timedelta(days=LIMITS.days - 1)
        read = partial(reading.days_of, start=first, end=last, device=device)
        sums = {day: dict(seconds) for (day, _), seconds in (await self.service.store.read(read)).items()}
        for day, verdict, seconds in self._pending(device, self.service.days.span(first)[0]):
            of_day = sums.setdefault(day, {})
            of_day[verdict] = of_day.get(verdict, 0.0) + seconds
        return tuple(
            Day(day=day, seconds=seconds, availability=availability(seconds))
            for day, seconds in sorted(sums.items())
        )

    def _pending(self, device: str, first: datetime) -> Iterator[tuple[date, Verdict, float]]:
        """Seconds by day and verdict that the store does not know yet: of who is silent now."""
        for band in self.service.pending(device, first):
            for day, start, end in self.service.days.parts(band.start, band.end):
                yield day, band.verdict, (end - start).total_seconds()

    async def _fleet_then(self, at: datetime) -> Fleet:
        """All devices at an instant of the past: what their screens did, without what was said of them."""
        begun = self.service.days.span(self.service.days.day(at))[0]
        read = self.service.store.read
        there = await read(partial(reading.bands_at, at=at))
        sums = dict(await read(partial(reading.seconds_until, start=begun, at=at)))
        lines = []
        for name, member in self.service.members.items():
            pending = [band for band in self.service.pending(name, begun) if band.start <= at]
            for band in pending:
                took = (min(band.end, at) - band.start).total_seconds()
                sums[band.verdict] = sums.get(band.verdict, 0.0) + took
            lines.append(then(member, (*there.get(name, ()), *_over(pending, at)))[0])
        return self._fleet(at, tuple(lines), figures_of(lines, sums, 0), live=False)

    def _fleet(self, at: datetime, lines: tuple[DeviceLine, ...], figures: Figures, *, live: bool) -> Fleet:
        roll = self.service.reader.roll
        return Fleet(
            at=at, name=roll.name, time_zone=roll.time_zone, live=live, figures=figures, devices=lines
        )


def _over(bands: Iterable[Band], at: datetime) -> Iterator[Band]:
    """The bands that an instant lies in."""
    return (band for band in bands if band.start <= at < band.end)


def _step_s(span: timedelta) -> int:
    if span <= LIMITS.raw:
        return reading.RAW_S
    return reading.STEP_S if span <= LIMITS.steps else reading.HOUR_S


def _cut(band: Band, start: datetime, end: datetime) -> Band:
    return msgspec.structs.replace(band, start=max(band.start, start), end=min(band.end, end))
