"""What goes wrong in the city that tests look at: incidents, on a calm or a bad day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

import msgspec
from city_plan import COMMERCE, PARK, Site

from central.standing import Alarm, Severity, State, Verdict

ZONE = ZoneInfo("Europe/Paris")
FILM = "machines"
BAD_OBJECT = "9c5f1e3ad0b2477c8e6a4b5d3f2e1c0b9a8f7e6d5c4b3a29181706f5e4d3c2b1"
NIGHT = (0, 6)
"""Hours of local time in which what stands outdoors is dark."""
PARK_OPEN = (8, 18)


def broadcast_day(at: datetime) -> date:
    """The day that an instant belongs to: one begins at four."""
    return (at.astimezone(ZONE) - timedelta(hours=4)).date()


class Day(StrEnum):
    """What kind of day it is."""

    CALM = "calm"
    BAD = "bad"


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """One cause, and what it does to its devices from `start` to `end` (None: it lasts)."""

    code: str
    state: State
    verdict: Verdict
    devices: tuple[str, ...]
    start: datetime
    end: datetime | None = None
    screen: str = ""
    item: str = ""
    object: str | None = None
    detail: str = ""
    severity: Severity | None = None
    scope: str = "device"
    subject: str = ""

    def lasts(self, at: datetime) -> bool:
        """Whether it is so at an instant."""
        return self.start <= at and (self.end is None or at < self.end)

    def alarm(self, at: datetime, screens: Sequence[str]) -> Alarm | None:
        """The alarm that it is at an instant; none where nobody need act."""
        if self.severity is None or at < self.start:
            return None
        return Alarm(
            id=f"{self.code}-{self.subject}-{self.start:%Y%m%d%H%M}".replace(" ", "-"),
            code=self.code,
            severity=self.severity,
            scope=self.scope,
            subject=self.subject,
            screens=tuple(screens),
            since=self.start,
            detail=self.detail,
            ended=None if self.lasts(at) else self.end,
        )


def weather(sites: Sequence[Site], day: Day, begun: datetime) -> tuple[Incident, ...]:
    """Everything that is or was wrong, from thirty days before `begun` on."""
    by_family: dict[str, list[str]] = {}
    for site in sites:
        by_family.setdefault(site.family, []).append(site.device)
    return (*_past(sites, begun), *(_bad(sites, by_family, begun) if day is Day.BAD else ()))


def _past(sites: Sequence[Site], begun: datetime) -> Iterator[Incident]:
    """A month as it is: here and there an hour without a line, a picture that stood still."""
    chance = Random(7)
    kinds = (
        ("silent", State.SILENT, Verdict.UNKNOWN, 90),
        ("stale", State.DEGRADED, Verdict.STALE, 25),
        ("frozen", State.WRONG, Verdict.FROZEN, 4),
        ("fallback", State.WRONG, Verdict.FALLBACK, 9),
    )
    for site in sites:
        for _ in range(chance.choice((0, 0, 0, 1, 2))):
            code, state, verdict, minutes = chance.choice(kinds)
            start = begun - timedelta(minutes=chance.randrange(180, 30 * 24 * 60))
            yield Incident(
                code=code,
                state=state,
                verdict=verdict,
                devices=(site.device,),
                start=start,
                end=start + timedelta(minutes=minutes * chance.uniform(0.3, 1.8)),
                severity=Severity.MINOR if chance.random() < 0.2 else None,
                subject=site.device,
            )


def _ago(begun: datetime, minutes: float) -> datetime:
    return begun - timedelta(minutes=minutes)


def _bad(sites: Sequence[Site], by_family: dict[str, list[str]], begun: datetime) -> Iterator[Incident]:
    ago = partial(_ago, begun)
    kiosks = [site.device for site in sites if site.family == "kiosk" and site.place not in {COMMERCE, PARK}]
    kiosks = kiosks or by_family["kiosk"]
    street, halls = by_family["screen-8m2"], by_family["plasma-16x9"]
    leds, totems = by_family["led-board"], by_family["totem"]
    cut = tuple(site.device for site in sites if site.family == "kiosk" and site.place == COMMERCE)[:7]
    cut = cut or (leds[0],)
    place = next(site.place for site in sites if site.device == cut[0])
    few = len(sites) < 50
    yield Incident(
        code="silent", state=State.SILENT, verdict=Verdict.UNKNOWN, devices=cut, start=ago(13),
        severity=Severity.SEVERE, scope="device" if few else "place", subject=cut[0] if few else place,
    )  # fmt: skip
    yield Incident(
        code="frozen", state=State.WRONG, verdict=Verdict.FROZEN, devices=(kiosks[-1],), screen="upper",
        start=ago(6), item=FILM, detail=FILM,
        severity=Severity.SEVERE, subject=kiosks[-1],
    )  # fmt: skip
    yield Incident(
        code="wrong_item", state=State.WRONG, verdict=Verdict.WRONG_ITEM, devices=(street[-1],),
        start=ago(2), item="noel", severity=Severity.SEVERE, subject=street[-1],
    )  # fmt: skip
    yield Incident(
        code="stale", state=State.DEGRADED, verdict=Verdict.STALE, devices=(halls[-1],),
        start=ago(24), detail="generation 411 instead of 412", severity=Severity.MAJOR, subject=halls[-1],
    )  # fmt: skip
    if not few:
        yield from _lasting(kiosks, leds, totems, begun)
        yield from _planned(sites, kiosks, leds, totems, begun)
        yield from _flapping(kiosks, begun)


def _lasting(kiosks: list[str], leds: list[str], totems: list[str], begun: datetime) -> Iterator[Incident]:
    """What is wrong with single devices, and stays so."""
    ago = partial(_ago, begun)
    yield Incident(
        code="quarantine", state=State.DEGRADED, verdict=Verdict.RIGHT, devices=tuple(kiosks[20:25]),
        start=ago(47), item=FILM, object=BAD_OBJECT, detail="moov atom not found",
        severity=Severity.MAJOR, scope="object", subject=BAD_OBJECT,
    )  # fmt: skip
    for code, device, minutes, detail in (
        ("clock", leds[3], 190, "clock 4.2 s behind, trust rtc"),
        ("disk", kiosks[31], 1500, "212 MB free of 59 GB"),
        ("temperature", totems[1], 38, "81 °C"),
        ("late", kiosks[44], 9, "17 of 40 starts late, worst 310 ms"),
    ):
        yield Incident(
            code=code, state=State.DEGRADED, verdict=Verdict.RIGHT, devices=(device,), start=ago(minutes),
            detail=detail, severity=Severity.MINOR, subject=device,
        )  # fmt: skip
    yield Incident(
        code="black", state=State.WRONG, verdict=Verdict.BLACK, devices=(kiosks[60],), screen="touch",
        start=ago(4), severity=Severity.SEVERE, subject=kiosks[60],
    )  # fmt: skip


def _planned(
    sites: Sequence[Site], kiosks: list[str], leds: list[str], totems: list[str], begun: datetime
) -> Iterator[Incident]:
    """What is so on purpose: dark, out of service, not enrolled yet."""
    ago = partial(_ago, begun)
    yield Incident(
        code="dark", state=State.DARK, verdict=Verdict.DARK, start=ago(95),
        devices=tuple(site.device for site in sites if site.place == PARK),
    )  # fmt: skip
    for device in (kiosks[70], leds[9], totems[2]):
        yield Incident(
            code="out_of_service", state=State.OUT_OF_SERVICE, verdict=Verdict.UNKNOWN, devices=(device,),
            start=ago(4000), detail="Travaux de voirie jusqu’au 4 décembre",
        )  # fmt: skip
    for device in (kiosks[80], kiosks[81], leds[11]):
        yield Incident(
            code="not_enrolled", state=State.NOT_ENROLLED, verdict=Verdict.UNKNOWN, devices=(device,),
            start=ago(30 * 24 * 60),
        )  # fmt: skip


def _flapping(kiosks: list[str], begun: datetime) -> Iterator[Incident]:
    """What comes and goes while one watches: a flapping line, every two minutes for half of one."""
    for turn in range(60):
        start = begun + timedelta(seconds=15 + 120 * turn)
        yield Incident(
            code="late", state=State.DEGRADED, verdict=Verdict.RIGHT, devices=(kiosks[12 + turn % 3],),
            start=start, end=start + timedelta(seconds=60), detail="3 of 20 starts late, worst 120 ms",
        )  # fmt: skip


def dark(site: Site, at: datetime) -> bool:
    """Whether a device is dark by rule at an instant."""
    hour = at.astimezone(ZONE).hour
    if site.place == PARK:
        return not PARK_OPEN[0] <= hour < PARK_OPEN[1]
    return NIGHT[0] <= hour < NIGHT[1] and site.family not in {"plasma-16x9", "table"}
