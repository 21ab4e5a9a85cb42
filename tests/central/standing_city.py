"""A whole city to look at: a `View` over a plan of devices and the day's weather, all of it by a clock.

Everything is a function of the number of devices, the kind of day and the clock's instant, but for what is
done to it (acknowledged, snoozed, served, enrolled, ordered, noted).
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, date, datetime, timedelta

import msgspec
from city_account import city_account
from city_facts import bands, days, due, heartbeat, proof, series, ticks
from city_lines import an_order, availability, judged, lasting, line, reason, standing, wanted
from city_pictures import black, poster
from city_plan import Site, plan
from city_voices import voices
from city_weather import BAD_OBJECT, ZONE, Day, Incident, broadcast_day, weather

from central.answers import (
    Account,
    Audit,
    Device,
    DeviceLine,
    Due,
    Figures,
    Fleet,
    FleetChange,
    History,
    OrderLine,
    Plays,
    Where,
)
from central.errors import OrderError
from central.standing import Alarm, State, Verdict
from central.view import By, Picture
from central.voices import Part, Tallies
from device_profiles.identity import public_key
from device_profiles.report import What
from playlists.feed.orders import Care

NOW = datetime(2026, 11, 26, 13, 32, 7, tzinfo=UTC)
"""A Thursday in the early afternoon: everything is on, and the park is open."""
ORDERS = tuple(Care)


class StandingCity:
    """Central over a city that stands at an instant, or goes on with the clock that is given."""

    def __init__(
        self, devices: int, day: Day = Day.CALM, clock: Callable[[], datetime] = lambda: NOW,
        *, begun: datetime | None = None, pace_s: float = 1.0,
    ) -> None:  # fmt: skip
        self.clock, self._pace_s = clock, pace_s
        self.sites = {site.device: site for site in plan(devices)}
        begun = begun or clock()
        self.incidents = list(weather(tuple(self.sites.values()), day, begun))
        self._of: dict[str, list[Incident]] = {device: [] for device in self.sites}
        for incident in self.incidents:
            for device in incident.devices:
                self._of[device].append(incident)
        self._alarms: dict[str, Alarm] = {}
        self._keys: dict[str, datetime | None] = {}
        self._orders: list[OrderLine] = [an_order(begun, tuple(self.sites))] if devices else []
        self._audit: list[Audit] = []
        self._lost: tuple[datetime, float | None] | None = None

    def today(self) -> date:
        return broadcast_day(self.clock())

    async def fleet(self, at: datetime | None = None) -> Fleet:
        when = at or self.clock()
        lines = tuple(self._line(site, when) for site in self.sites.values())
        return Fleet(
            at=when, name="Nantes Métropole", time_zone=ZONE.key, live=at is None,
            figures=self._figures(lines, when), devices=lines,
        )  # fmt: skip

    async def device(self, device: str, at: datetime | None = None) -> Device | None:
        site, when = self.sites.get(device), at or self.clock()
        if site is None:
            return None
        found, now = self._line(site, when), self._lasting(device, when)
        told = found.seen is not None
        return Device(
            line=found,
            reasons=tuple(reason(incident) for incident in now),
            judged=tuple(judged(site, screen, when) for screen in found.screens) if told else (),
            due={screen.screen: Due(item=wanted(site, screen, when), at=when) for screen in found.screens},
            heartbeat=heartbeat(site, found.seen, _items(found), now) if found.seen else None,
            pictures=dict.fromkeys(site.screens, found.seen)
            if found.seen and found.state is not State.DARK
            else {},
            days=tuple(days(site, when, self._of[device])),
            orders=tuple(order for order in self._orders if device in order.devices),
            enrolled=self._keys.get(device, when - timedelta(days=200)) if told else None,
        )  # fmt: skip

    async def history(
        self, device: str, start: datetime, end: datetime, *, figures: bool = True, plays: bool = True
    ) -> History | None:
        site = self.sites.get(device)
        if site is None:
            return None
        of, until = self._of[device], min(end, self.clock())
        start = min(start, until)
        return History(
            device=device,
            start=start,
            end=end,
            bands=tuple(bands(site, start, until, of)),
            series=series(site, start, until, of) if figures else None,
            plays=tuple(ticks(site, start, until, of)) if plays else (),
        )

    async def picture(self, device: str, screen: str, which: Picture) -> tuple[bytes, str] | None:
        site, at = self.sites.get(device), self.clock()
        if site is None or screen not in site.screens:
            return None
        found, size = self._line(site, at), site.screens[screen]
        if which is Picture.DUE:
            line = next(shown for shown in found.screens if shown.screen == screen)
            return poster(wanted(site, line, at) or due(site, screen, at), *size, "PNG"), "image/png"
        if found.seen is None or found.state is State.DARK:
            return None
        shown = next(shown for shown in found.screens if shown.screen == screen)
        if shown.verdict is Verdict.BLACK:
            return black(*size), "image/jpeg"
        item = shown.items.get("main") or due(site, screen, found.seen)
        return poster(item, *size, "JPEG"), "image/jpeg"

    async def where(self, item: str) -> Where:
        fleet = await self.fleet()
        shown, missing = [], []
        for of in fleet.devices:
            for screen in of.screens:
                name = f"{of.device}/{screen.screen}"
                if item in screen.items.values():
                    shown.append(name)
                elif item == due(self.sites[of.device], screen.screen, fleet.at):
                    missing.append(name)
        return Where(item=item, at=fleet.at, shown=tuple(shown), missing=tuple(missing))

    async def alarms(self, *, ended: bool = False) -> tuple[Alarm, ...]:
        at = self.clock()
        found = [self._alarm(incident, at) for incident in self.incidents]
        kept = [alarm for alarm in found if alarm and (alarm.ended is not None) == ended]
        return tuple(
            sorted(kept, key=lambda alarm: (("severe", "major", "minor").index(alarm.severity), alarm.since))
        )

    async def plays(
        self,
        start: date,
        end: date,
        by: Sequence[By],
        *,
        campaign: str = "",
        item: str = "",
        device: str = "",
    ) -> Plays:
        only = {"campaign": campaign, "item": item, "device": device}
        lines = tuple(proof(tuple(self.sites.values()), start, end, by, only))
        return Plays(start=start, end=end, lines=lines, intact=True)

    async def tallies(
        self, start: date, end: date, what: Sequence[What], by: Sequence[Part], *, device: str = ""
    ) -> Tallies:
        lines = tuple(line for line in voices(by, end, device) if line.what in what)
        return Tallies(start=start, end=end, lines=lines)

    async def account(self, start: date, end: date) -> Account:
        at = self.clock()
        told = [(site, tuple(days(site, at, self._lasting(name, at)))) for name, site in self.sites.items()]
        return city_account(told, await self.alarms(), start, end)

    async def orders(self) -> tuple[OrderLine, ...]:
        return tuple(self._orders)

    async def audit(self, most: int) -> tuple[Audit, ...]:
        return tuple(self._audit[:most])

    async def changes(self) -> AsyncIterator[FleetChange]:
        before = await self.fleet()
        alarms, quiet = await self.alarms(), 0
        while True:
            await asyncio.sleep(self._pace_s)
            now, rings = await self.fleet(), await self.alarms()
            old = {line.device: standing(line) for line in before.devices}
            moved = tuple(line for line in now.devices if standing(line) != old.get(line.device))
            quiet += 1
            if moved or rings != alarms or quiet * self._pace_s >= 5:
                yield FleetChange(
                    at=now.at, figures=now.figures, devices=moved, alarms=rings if rings != alarms else None
                )
                quiet = 0
            before, alarms = now, rings

    async def acknowledge(self, alarm: str, entry: Audit) -> Alarm | None:
        return await self._mend(alarm, entry, acknowledged_by=entry.who, acknowledged_at=self.clock())

    async def snooze(self, alarm: str, until: datetime | None, entry: Audit) -> Alarm | None:
        return await self._mend(alarm, entry, snoozed_until=until)

    async def serve(self, device: str, out: str, entry: Audit) -> Device | None:
        if device not in self.sites:
            return None
        old = [incident for incident in self._of[device] if incident.code != "out_of_service"]
        new = Incident(
            code="out_of_service", state=State.OUT_OF_SERVICE, verdict=Verdict.UNKNOWN, devices=(device,),
            start=self.clock(), detail=out,
        )  # fmt: skip
        self._of[device] = [*old, new] if out else old
        await self.note(entry)
        return await self.device(device)

    async def enrol(self, device: str, key: str | None, entry: Audit) -> Device | None:
        if key is not None:
            public_key(key)
        if device not in self.sites:
            return None
        old = [incident for incident in self._of[device] if incident.code != "not_enrolled"]
        new = Incident(
            code="not_enrolled", state=State.NOT_ENROLLED, verdict=Verdict.UNKNOWN, devices=(device,),
            start=self.clock(),
        )  # fmt: skip
        self._of[device] = [*old, new] if key is None else old
        self._keys[device] = self.clock() if key else None
        await self.note(entry)
        return await self.device(device)

    async def order(self, order: str, devices: Sequence[str], entry: Audit) -> OrderLine:
        if order not in ORDERS:
            raise OrderError(f"{order} is not on the list")
        if unknown := [device for device in devices if device not in self.sites]:
            raise OrderError(f"{unknown[0]} is not known")
        at = self.clock()
        given = OrderLine(
            id=f"o{len(self._orders) + 1:04}", order=order, devices=tuple(devices), by=entry.who, at=at,
            until=at + timedelta(minutes=10),
        )  # fmt: skip
        self._orders.insert(0, given)
        await self.note(entry)
        return given

    async def note(self, entry: Audit) -> None:
        self._audit.insert(0, entry)

    async def _mend(self, alarm: str, entry: Audit, **new: object) -> Alarm | None:
        for found in await self.alarms():
            if found.id == alarm:
                self._alarms[alarm] = msgspec.structs.replace(found, **new)
                await self.note(entry)
                return self._alarms[alarm]
        return None

    def _alarm(self, incident: Incident, at: datetime) -> Alarm | None:
        screens = [
            f"{device}/{screen}"
            for device in incident.devices
            for screen in self.sites[device].screens
            if incident.screen in {"", screen}
        ]
        raised = incident.alarm(at, screens)
        kept = self._alarms.get(raised.id) if raised else None
        return msgspec.structs.replace(kept, ended=raised.ended) if raised and kept else raised

    def _lasting(self, device: str, at: datetime) -> list[Incident]:
        return lasting(self._of[device], at)

    def _line(self, site: Site, at: datetime) -> DeviceLine:
        return line(site, at, self._lasting(site.device, at))

    def _figures(self, lines: Sequence[DeviceLine], at: datetime) -> Figures:
        silent = [line for line in lines if line.state is State.SILENT and line.since]
        longest = min(silent, key=lambda line: line.since or at, default=None)
        screens = [screen for line in lines for screen in line.screens]
        open_now = [i for i in self.incidents if i.severity and i.lasts(at)]
        return Figures(
            states=dict(Counter(line.state for line in lines)),
            verdicts=dict(Counter(screen.verdict for screen in screens)),
            devices=len(lines),
            screens=len(screens),
            availability=availability(self.incidents, self.sites, at),
            silent=longest.device if longest else "",
            silent_since=longest.since if longest else None,
            alarms=len(open_now),
        )


def _items(found: DeviceLine) -> dict[str, str]:
    return {screen.screen: screen.items.get("main", "") for screen in found.screens}


__all__ = ["BAD_OBJECT", "NOW", "ORDERS", "Day", "StandingCity"]
