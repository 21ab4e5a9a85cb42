"""What the store is asked: marks and states at start, bands and days, figures over time, faults, pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from central.answers import Band, Series
from central.standing import Verdict
from central.store.tables import (
    SAMPLES,
    STEPS,
    VALUES,
    bands,
    day_of,
    day_sums,
    day_tables,
    device_state,
    faults,
    fingernails,
    hours,
    instant,
    is_day,
    ms,
    names,
    number_of,
    samples_of,
    steps_of,
)
from central.store.tables import marks as marks_table
from central.store.taken import FaultLine, LastState, Mark

RAW_S, STEP_S, HOUR_S = 0, 300, 3600
_LONGEST = timedelta(hours=26)
"""No band is longer: a day of which an hour was set back has 25 hours."""


def marks(connection: sa.Connection) -> list[Mark]:
    """How far each outbox was taken, the one that was heard of last at the end."""
    device, spool = names.alias(), names.alias()
    found = connection.execute(
        sa.select(device.c.name, spool.c.name, marks_table.c.sequence, marks_table.c.upto)
        .join(device, device.c.id == marks_table.c.device)
        .join(spool, spool.c.id == marks_table.c.spool)
        .order_by(marks_table.c.seen)
    )
    return [Mark(device=row[0], spool=row[1], sequence=row[2], upto=row[3]) for row in found]


def last(connection: sa.Connection) -> list[LastState]:
    """What the last report of each device left behind."""
    state = device_state.c
    found = connection.execute(
        sa.select(names.c.name, state.received, state.heartbeat, state.judged, state.state).join(
            names, names.c.id == state.device
        )
    )
    return [
        LastState(device=device, received=instant(at), heartbeat=beat, judged=judged, state=blob)
        for device, at, beat, judged, blob in found
    ]


def bands_of(connection: sa.Connection, device: str, start: datetime, end: datetime) -> tuple[Band, ...]:
    """The bands of a device that lie in a stretch of time, not cut, screen by screen."""
    near = sa.and_(bands.c.start >= ms(start - _LONGEST), bands.c.start < ms(end), bands.c.end > ms(start))
    mine = bands.c.device == _number(connection, device)
    return tuple(_band(*row) for row in connection.execute(_banded().where(mine, near)))


def bands_at(connection: sa.Connection, at: datetime) -> Mapping[str, tuple[Band, ...]]:
    """Of each device the bands that an instant lies in."""
    device = names.alias()
    near = sa.and_(bands.c.start >= ms(at - _LONGEST), bands.c.start <= ms(at), bands.c.end > ms(at))
    found = _banded().add_columns(device.c.name).join(device, device.c.id == bands.c.device).where(near)
    told: dict[str, tuple[Band, ...]] = {}
    for *row, name in connection.execute(found):
        told[name] = (*told.get(name, ()), _band(*row))
    return told


def days_of(
    connection: sa.Connection, start: date, end: date, device: str | None = None
) -> Mapping[tuple[date, str], Mapping[Verdict, float]]:
    """Seconds by verdict over the screens of each device, day by day, both included."""
    wanted = sa.and_(day_sums.c.day >= number_of(start), day_sums.c.day <= number_of(end))
    if device is not None:
        wanted &= day_sums.c.device == _number(connection, device)
    by = (day_sums.c.day, names.c.name, day_sums.c.verdict)
    found = connection.execute(
        sa.select(*by, sa.func.sum(day_sums.c.ms))
        .join(names, names.c.id == day_sums.c.device)
        .where(wanted)
        .group_by(*by)
    )
    told: dict[tuple[date, str], dict[Verdict, float]] = {}
    for day, name, verdict, total in found:
        if is_day(day):
            count(told.setdefault((day_of(day), name), {}), verdict, total)
    return told


def count(seconds: dict[Verdict, float], verdict: str, total: int) -> None:
    """Add milliseconds to the seconds of a verdict, as the store has both."""
    of = Verdict.kept(verdict)
    seconds[of] = seconds.get(of, 0.0) + int(total) / 1000


def day_total(connection: sa.Connection, day: date) -> Mapping[Verdict, float]:
    """Seconds by verdict over all screens of a day."""
    sums = sa.select(day_sums.c.verdict, sa.func.sum(day_sums.c.ms)).group_by(day_sums.c.verdict)
    return _counted(connection.execute(sums.where(day_sums.c.day == number_of(day))))


def seconds_until(connection: sa.Connection, start: datetime, at: datetime) -> Mapping[Verdict, float]:
    """Seconds by verdict over all screens from the beginning of a day to an instant of it."""
    c, end = bands.c, ms(at)
    took = sa.func.sum(sa.case((c.end > end, end), else_=c.end) - c.start)
    asked = sa.select(c.verdict, took).where(c.start >= ms(start), c.start < end).group_by(c.verdict)
    return _counted(connection.execute(asked))


def _counted(rows: Iterable[Any]) -> dict[Verdict, float]:
    """Seconds by verdict, of rows of a verdict and milliseconds."""
    seconds: dict[Verdict, float] = {}
    for verdict, total in rows:
        count(seconds, verdict, total)
    return seconds


def series(connection: sa.Connection, device: str, start: datetime, end: datetime, step_s: int) -> Series:
    """The figures of a device: `step_s` is `RAW_S`, `STEP_S` or `HOUR_S`."""
    number = _number(connection, device)
    rows: list[Any] = []
    for table in _tables(connection, step_s, start, end):
        within = sa.and_(table.c.device == number, table.c.at >= ms(start), table.c.at < ms(end))
        found = sa.select(*table.c["at", *VALUES]).where(within).order_by(table.c.at)
        rows += connection.execute(found)
    columns = list(zip(*rows, strict=True)) or [()] * (len(VALUES) + 1)
    return Series(
        at=tuple(at / 1000 for at in columns[0]),
        step_s=step_s,
        values=dict(zip(VALUES, columns[1:], strict=True)),
    )


def faults_of(connection: sa.Connection, device: str, since: datetime, most: int) -> tuple[FaultLine, ...]:
    """What went wrong on a device and was received since then, the newest first."""
    wanted = sa.and_(faults.c.device == _number(connection, device), faults.c.received >= ms(since))
    found = connection.execute(
        sa.select(*faults.c["at", "part", "kind", "message", "count"])
        .where(wanted)
        .order_by(faults.c.received.desc(), faults.c.id.desc())
        .limit(most)
    )
    return tuple(
        FaultLine(at=instant(at), part=part, kind=kind, message=message, count=count)
        for at, part, kind, message, count in found
    )


def fingernail(connection: sa.Connection, device: str, screen: str) -> tuple[datetime, bytes] | None:
    """The last picture of a screen, and when it was on the glass, by our clock."""
    wanted = sa.and_(fingernails.c.device == device, fingernails.c.screen == screen)
    found = connection.execute(sa.select(*fingernails.c["at", "jpeg"]).where(wanted)).first()
    return (instant(found[0]), bytes(found[1])) if found else None


def pictures_of(connection: sa.Connection, device: str) -> Mapping[str, datetime]:
    """By screen when the picture of a device was on the glass."""
    found = sa.select(*fingernails.c["screen", "at"]).where(fingernails.c.device == device)
    return {screen: instant(at) for screen, at in connection.execute(found)}


def _number(connection: sa.Connection, name: str) -> int:
    """The number of a name; -1 where it stands nowhere."""
    found = connection.scalar(sa.select(names.c.id).where(names.c.name == name))
    return -1 if found is None else int(found)


def _banded() -> sa.Select[Any]:
    screen = names.alias()
    return (
        sa.select(screen.c.name, bands.c.start, bands.c.end, bands.c.verdict)
        .join(screen, screen.c.id == bands.c.screen)
        .order_by(screen.c.name, bands.c.start)
    )


def _band(screen: str, start: int, end: int, verdict: str) -> Band:
    return Band(screen=screen, start=instant(start), end=instant(end), verdict=Verdict.kept(verdict))


def _tables(connection: sa.Connection, step_s: int, start: datetime, end: datetime) -> Iterable[sa.Table]:
    if step_s == HOUR_S:
        return (hours,)
    kind, made = (STEPS, steps_of) if step_s == STEP_S else (SAMPLES, samples_of)
    first, final = number_of(start.date()), number_of(end.date())
    return [
        made(day) for found, day in sorted(day_tables(connection)) if found == kind and first <= day <= final
    ]
