"""From what was measured to what the report says of it. Pure: a figure, a limit, a verdict, a sentence."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from device_profiles.acceptance import Check, Told, Verdict
from provisioning.acceptance.limits import Limits
from provisioning.acceptance.measures import ClockFacts, DiskFacts, LineFacts, MachineFacts
from provisioning.acceptance.words import told

_MB, _KB = 1e6, 1e3


def figure(
    name: str, value: float | None, unit: str, limit: float | None, said: Told, *, least: bool = False
) -> Check:
    """A figure against its limit; one that is not known is skipped."""
    if value is None:
        return Check(name=name, verdict=Verdict.SKIPPED, said=said, unit=unit, limit=limit, least=least)
    good = limit is None or (value >= limit if least else value <= limit)
    verdict = Verdict.PASSED if good else Verdict.FAILED
    return Check(
        name=name, verdict=verdict, said=said, figure=round(value, 2), unit=unit, limit=limit, least=least
    )


def fact(name: str, said: Told, *, good: bool | None) -> Check:
    """What is so or not, or (None) not known."""
    verdict = Verdict.SKIPPED if good is None else Verdict.PASSED if good else Verdict.FAILED
    return Check(name=name, verdict=verdict, said=said)


def line(server: str, facts: LineFacts, limits: Limits) -> tuple[Check, ...]:
    """The line to a server: `central` or `feed`."""
    times = [time for time in facts.round_trips_ms if time is not None]
    asked = len(facts.round_trips_ms)
    if asked and not times:
        return (fact(f"{server}/latency", told("line.silent", why=facts.why or "?"), good=False),)
    median = statistics.median(times) if times else None
    worst = max(times, default=0.0)
    lost = 100.0 * (asked - len(times)) / asked if asked else None
    days = facts.certificate_days
    return (
        figure(
            f"{server}/latency", median, "ms", limits.latency_ms, told("line.latency", worst=round(worst))
        ),
        figure(f"{server}/loss", lost, "%", limits.loss_percent, told("line.loss", asked=asked)),
        _rate(server, facts, limits),
        figure(f"{server}/dns", facts.dns_ms, "ms", limits.dns_ms, told("line.dns")),
        figure(
            f"{server}/certificate",
            days,
            "d",
            limits.certificate_days,
            told("line.certificate" if days is not None else "line.no-certificate"),
            least=True,
        ),
    )


def _rate(server: str, facts: LineFacts, limits: Limits) -> Check:
    rate = None if facts.rate_bytes_s is None else facts.rate_bytes_s / _KB
    said = told("line.rate" if rate is not None else "line.no-rate")
    return figure(f"{server}/rate", rate, "kB/s", limits.rate_kb_s, said, least=True)


def clock(facts: ClockFacts, limits: Limits) -> tuple[Check, ...]:
    """The clock: by what it is kept, how far it is off, in which zone it counts."""
    offset = None if facts.offset_ms is None else abs(facts.offset_ms)
    known = bool(facts.zone and facts.program_zone)
    zone = told("clock.zone", zone=facts.zone, program=facts.program_zone) if known else told("clock.no-zone")
    return (
        fact(
            "clock/trust",
            told(f"clock.{facts.trust}"),
            good=facts.trust == "synchronised" if facts.trust != "unknown" else None,
        ),
        figure("clock/offset", offset, "ms", limits.clock_offset_ms, told("clock.offset")),
        fact(
            "clock/zone",
            zone,
            good=facts.zone == facts.program_zone if known else None,
        ),
    )


def disk(facts: DiskFacts, limits: Limits) -> tuple[Check, ...]:
    """The disk of the state directory."""
    if facts.why:
        return (fact("disk/write", told("disk.refuses", why=facts.why), good=False),)
    syncs: Sequence[float] = facts.syncs_ms
    median = statistics.median(syncs) if syncs else None
    write = None if facts.write_bytes_s is None else facts.write_bytes_s / _MB
    read = None if facts.read_bytes_s is None else facts.read_bytes_s / _MB
    free = None if facts.free is None else facts.free / _MB
    wear = told("disk.wear" if facts.wear_percent is not None else "disk.no-wear")
    return (
        figure(
            "disk/sync",
            median,
            "ms",
            limits.fsync_ms,
            told("disk.sync", worst=round(max(syncs, default=0.0), 1)),
        ),
        figure("disk/write", write, "MB/s", limits.write_mb_s, told("disk.write"), least=True),
        figure("disk/read", read, "MB/s", limits.read_mb_s, told("disk.read"), least=True),
        figure("disk/free", free, "MB", limits.free_bytes / _MB, told("disk.free"), least=True),
        figure("disk/wear", facts.wear_percent, "%", limits.wear_percent, wear),
    )


def machine(facts: MachineFacts, limits: Limits) -> tuple[Check, ...]:
    """Heat, memory, and what draws."""
    free = None if facts.memory_free is None else facts.memory_free / _MB
    heat = told("machine.heat" if facts.temperature_c is not None else "machine.no-heat")
    throttle = {True: "machine.throttled", False: "machine.unthrottled", None: "machine.no-throttle"}
    drawn = told("machine.renderer", name=facts.renderer) if facts.renderer else told("machine.no-renderer")
    return (
        figure("machine/temperature", facts.temperature_c, "°C", limits.temperature_c, heat),
        fact(
            "machine/throttling",
            told(throttle[facts.throttled]),
            good=None if facts.throttled is None else not facts.throttled,
        ),
        figure("machine/memory", free, "MB", limits.memory_bytes / _MB, told("machine.memory"), least=True),
        fact("machine/renderer", drawn, good=True if facts.renderer else None),
        _starts(facts.asleep),
    )


def _starts(asleep: tuple[str, ...] | None) -> Check:
    if asleep is None:
        return fact("machine/starts", told("machine.no-appliance"), good=None)
    said = told("machine.asleep", units=", ".join(asleep)) if asleep else told("machine.starts")
    return fact("machine/starts", said, good=not asleep)


def film(
    codec: str, size: str, *, frames: int, seconds: float, needed: float, late: int
) -> tuple[Check, ...]:
    """How a codec is decoded: frames a second, and those of them that came too late."""
    rate = frames / seconds if seconds > 0 else 0.0
    dropped = 100.0 * late / frames if frames else 100.0
    most = Limits().dropped_percent
    return (
        figure(f"films/{codec}/rate", rate, "fps", needed, told("film.rate", size=size), least=True),
        figure(f"films/{codec}/dropped", dropped, "%", most, told("film.dropped", frames=frames, late=late)),
    )


def no_film(codec: str, why: str, *, is_missing: bool) -> Check:
    """A codec that could not be tried (`is_missing`: this machine cannot make its clip), or failed."""
    code = "film.missing" if is_missing else "film.broken"
    return fact(f"films/{codec}/rate", told(code, why=why), good=None if is_missing else False)
