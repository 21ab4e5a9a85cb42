"""What devices of the city that tests look at tell of themselves: heartbeats, series, plays, by the clock."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from zlib import crc32

from city_pictures import ITEMS
from city_plan import Site
from city_weather import ZONE, Incident, dark

from central.answers import Band, Day, PlaysLine, Series, Tick
from central.standing import Verdict
from central.view import By
from device_profiles.heartbeat import (
    CacheBeat,
    ClockBeat,
    FeedBeat,
    Heartbeat,
    MachineBeat,
    NetworkBeat,
    Power,
    Restart,
    ScreenBeat,
    SpoolBeat,
    Standing,
    ZoneBeat,
)

GENERATION = 412
ITEM_S = 12
GIB = 2**30
CAMPAIGNS = ("vie-municipale", "culture", "mobilites", "proprete")


def luck(*of: object) -> float:
    """A number from 0 to 1, the same each time for the same things."""
    return crc32(repr(of).encode()) / 2**32


def due(site: Site, screen: str, at: datetime) -> str:
    """The item that is due on a screen."""
    return ITEMS[int(at.timestamp() // ITEM_S + crc32(f"{site.family}{screen}".encode())) % len(ITEMS)]


def seen(site: Site, at: datetime) -> datetime:
    """When a device's last report came, where it sends one every 30 seconds."""
    phase = luck(site.device) * 30
    return datetime.fromtimestamp((at.timestamp() - phase) // 30 * 30 + phase, UTC)


def heartbeat(site: Site, at: datetime, shown: dict[str, str], incidents: Sequence[Incident]) -> Heartbeat:
    """The last heartbeat."""
    codes = {incident.code: incident for incident in incidents}
    told = seen(site, at)
    film = codes.get("quarantine")
    return Heartbeat(
        at=told,
        profile=site.profile,
        screens=tuple(_screen(site, name, told, item, codes) for name, item in shown.items()),
        feed=FeedBeat(
            wanted=GENERATION,
            complete=GENERATION,
            playing=GENERATION - 1 if "stale" in codes else GENERATION,
            edition="3f" * 32,
            alerts=7,
            outcome="unchanged",
            good=told,
        ),
        clock=ClockBeat(
            trust="rtc" if "clock" in codes else "ntp", offset_ms=-4200 if "clock" in codes else 3
        ),
        cache=CacheBeat(objects=212, bytes=int(1.8 * GIB), missing=0, bad=1 if film else 0),
        machine=MachineBeat(
            cpu=0.11 + luck(site.device, told) / 10,
            memory_used=int(0.9 * GIB),
            memory_total=4 * GIB,
            disk_free=212 * 2**20 if "disk" in codes else 41 * GIB,
            disk_total=59 * GIB,
            temperature_c=81.0 if "temperature" in codes else 47.5,
            throttled="temperature" in codes,
            renderer="software",
            booted=datetime(2026, 11, 3, 4, 1, tzinfo=UTC),
        ),
        network=NetworkBeat(address=f"10.44.{crc32(site.device.encode()) % 250}.17", rtt_ms=18.4),
        restarts=(Restart(process="stage", times=1, cause="exit 139", at=told - timedelta(days=4)),),
        faults=tuple(
            Standing(code="object", what=bad.detail, object=bad.object, since=bad.start)
            for bad in [film]
            if bad
        ),
        quarantined=(film.object,) if film and film.object else (),
        spool=SpoolBeat(waiting=3),
        versions={"parvis": "0.1.0", "python": "3.11.7", "qt": "6.11.3", "system": "Debian 12.11"},
    )  # fmt: skip


def _screen(site: Site, name: str, at: datetime, item: str, codes: dict[str, Incident]) -> ScreenBeat:
    still = "frozen" in codes and codes["frozen"].screen in {"", name}
    since = codes["frozen"].start if still else at - timedelta(seconds=at.timestamp() % ITEM_S)
    return ScreenBeat(
        screen=name,
        at=at,
        showing=(ZoneBeat(zone="main", item=item, luma=112, alike=not still),) if item else (),
        alive=not still,
        frames=180_000,
        frames_s=0.0 if still else 24.9,
        starts=2,
        late_starts=17 if "late" in codes else 0,
        worst_start_ms=310 if "late" in codes else 12,
        changed=since,
        power=Power.OFF if dark(site, at) else Power.ON,
    )


def bands(site: Site, start: datetime, end: datetime, incidents: Sequence[Incident]) -> Iterator[Band]:
    """Each screen's time by verdict, without a gap."""
    step = timedelta(minutes=1)
    for screen in site.screens:
        began, at = start, start + step
        verdict = verdict_at(site, screen, start, incidents)
        while at < end:
            now = verdict_at(site, screen, at, incidents)
            if now is not verdict:
                yield Band(screen=screen, start=began, end=at, verdict=verdict)
                began, verdict = at, now
            at += step
        yield Band(screen=screen, start=began, end=end, verdict=verdict)


def verdict_at(site: Site, screen: str, at: datetime, incidents: Sequence[Incident]) -> Verdict:
    """What a screen did at an instant."""
    for incident in incidents:
        if incident.lasts(at) and incident.screen in {"", screen}:
            return incident.verdict
    return Verdict.DARK if dark(site, at) else Verdict.RIGHT


def days(site: Site, at: datetime, incidents: Sequence[Incident]) -> Iterator[Day]:
    """The last thirty broadcast days, the newest last."""
    today = at.astimezone(ZONE).date()
    for back in range(29, -1, -1):
        day = today - timedelta(days=back)
        seconds = dict[Verdict, float]()
        first = datetime(day.year, day.month, day.day, 4, tzinfo=ZONE).astimezone(UTC)
        for part in range(96):
            instant = first + timedelta(minutes=15 * part)
            if instant >= at:
                break
            for screen in site.screens:
                verdict = verdict_at(site, screen, instant, incidents)
                seconds[verdict] = seconds.get(verdict, 0) + 900
        counted = sum(seconds.values()) - seconds.get(Verdict.DARK, 0)
        yield Day(
            day=day,
            seconds=seconds,
            availability=seconds.get(Verdict.RIGHT, 0) / counted if counted else None,
        )


def series(site: Site, start: datetime, end: datetime, incidents: Sequence[Incident]) -> Series:
    """Samples, in rows of 30 s, 5 min or 1 h, as many as a plot can use."""
    span = (end - start).total_seconds()
    step = 30 if span <= 2 * 86400 else 300 if span <= 8 * 86400 else 3600
    at = [start.timestamp() + step * row for row in range(int(span // step))]
    silent = [incident for incident in incidents if incident.code == "silent"]
    still = [incident for incident in incidents if incident.code == "frozen"]

    def row(second: float) -> tuple[float | None, ...]:
        instant = datetime.fromtimestamp(second, UTC)
        if any(incident.lasts(instant) for incident in silent):
            return (None,) * len(_NAMES)
        wave, noise = math.sin(second / 7000 + luck(site.device) * 6), luck(site.device, second)
        frames = 0.0 if any(incident.lasts(instant) for incident in still) else 24.6 + noise / 2
        return (
            frames, float(noise > 0.985), float(noise > 0.99), 0.12 + 0.05 * noise, (0.9 + 0.05 * wave) * GIB,
            (41 - 0.2 * wave) * GIB, 47 + 4 * wave + noise, 16 + 2 * wave + (40 if noise > 0.98 else noise),
            3 + 6 * wave, 2 + 4 * noise, 110 + 30 * wave,
        )  # fmt: skip

    rows = [row(second) for second in at]
    values = {name: tuple(line[column] for line in rows) for column, name in enumerate(_NAMES)}
    return Series(at=tuple(at), step_s=step, values=values)


_NAMES = (
    "fps", "late", "dropped", "cpu", "memory", "disk_free", "temperature", "rtt_ms", "offset_ms", "spool",
    "luma",
)  # fmt: skip


def ticks(site: Site, start: datetime, end: datetime, incidents: Sequence[Incident]) -> Iterator[Tick]:
    """The plays of a device's screens."""
    first = int(max(start, end - timedelta(hours=24)).timestamp() // ITEM_S * ITEM_S)
    for second in range(first, int(end.timestamp()), ITEM_S):
        at = datetime.fromtimestamp(second, UTC)
        for screen in site.screens:
            if verdict_at(site, screen, at, incidents) is Verdict.RIGHT:
                yield Tick(
                    screen=screen,
                    zone="main",
                    item=due(site, screen, at),
                    start=at,
                    duration_ms=ITEM_S * 1000,
                    verified="picture matched" if second % 5 else "frames presented",
                )


def proof(
    sites: Sequence[Site], start: date, end: date, by: Sequence[By], only: dict[str, str]
) -> Iterator[PlaysLine]:
    """Lines of proof of play: every item an equal part of the days' time."""
    span = [start + timedelta(days=count) for count in range((end - start).days + 1)]
    items = [item for item in ITEMS if only["item"] in {"", item}]
    items = [item for item in items if only["campaign"] in {"", campaign_of(item)}]
    devices = [site.device for site in sites if only["device"] in {"", site.device}]
    lines: dict[tuple[date | None, str, str, str], float] = {}
    for item in items:
        for device in devices if By.DEVICE in by else [""]:
            for day in span if By.DAY in by else [None]:
                key = (
                    day,
                    device,
                    campaign_of(item) if By.CAMPAIGN in by else "",
                    item if By.ITEM in by else "",
                )
                amount = (1 if device else len(devices)) * (1 if day else len(span))
                lines[key] = lines.get(key, 0) + amount * (310 + 60 * luck(item, device, str(day)))
    whole = sum(lines.values()) or 1
    for (day, device, campaign, item), plays in lines.items():
        yield PlaysLine(
            day=day,
            device=device,
            campaign=campaign,
            item=item,
            plays=round(plays),
            seconds=round(plays) * float(ITEM_S),
            verified=round(plays * 0.8),
            differing=round(plays * 0.001),
            share=plays / whole,
            booked=0.25 if campaign else None,
        )


def campaign_of(item: str) -> str:
    """The campaign that an item belongs to."""
    return CAMPAIGNS[ITEMS.index(item) % len(CAMPAIGNS)]
