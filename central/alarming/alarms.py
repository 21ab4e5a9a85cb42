"""Alarms: one for each cause. What fails together, where or of what, is told once, with all its screens.

Pure: the alarms of before, how every device stands, and the time. In whatever order reports came, the alarms
are the same.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from central.alarming.causes import Case, Cell, Unit, cells
from central.standing import Alarm, Reason, Severity, State


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """When an alarm grows louder, by time or by how much it concerns, and how soon an ended one returns."""

    many: int = 5
    minor_for: timedelta = timedelta(hours=24)
    major_for: timedelta = timedelta(hours=2)
    severe_for: timedelta = timedelta(minutes=30)
    returns_within: timedelta = timedelta(minutes=10)
    detail_characters: int = 300


LIMITS = Limits()
_SEVERE = frozenset({"alert"})
_MAJOR = frozenset(
    {
        "silent",
        "refused",
        "black",
        "frozen",
        "wrong_item",
        "wrong_picture",
        "stale",
        "fallback",
        "quarantine",
        "clock",
        "cloned",
        "restarts",
        "temperature",
    }
)
_MAJOR_OWN = frozenset({"feed", "central"})
"""Of what concerns central itself or its feed. A source that is down leaves the rest of each screen well."""
_LOUDER = {Severity.MINOR: Severity.MAJOR, Severity.MAJOR: Severity.SEVERE, Severity.SEVERE: Severity.SEVERE}
_LOUDNESS = {Severity.MINOR: 0, Severity.MAJOR: 1, Severity.SEVERE: 2}
_UNCOUNTED = frozenset({State.OUT_OF_SERVICE, State.NOT_ENROLLED})


def raised(
    before: Iterable[Alarm],
    cases: Iterable[Case],
    at: datetime,
    *,
    own: Iterable[Reason] = (),
    limits: Limits = LIMITS,
) -> tuple[Alarm, ...]:
    """The alarms at an instant: those that last, the loudest first, then those that end now.

    `before` are the alarms that lasted, and those that ended of late: what returns soon is the same alarm.
    One of the future, from when central's clock was ahead, begins now.
    `own` is what is wrong with central itself, or with its feed.
    """
    known = tuple(replace(alarm, since=min(alarm.since, at)) for alarm in before)
    counted = sorted(
        (case for case in cases if case.standing.state not in _UNCOUNTED), key=lambda case: case.device
    )
    units: defaultdict[str, list[Unit]] = defaultdict(list)
    for case in counted:
        codes = {reason.code for reason in case.standing.reasons}
        for reason in case.standing.reasons:
            if reason.by not in codes:  # what another trouble brought about has that one's alarm
                units[reason.code].append(Unit(case, reason))
    lasting: list[Alarm] = []
    for code, found in sorted(units.items()):
        mine = [alarm for alarm in known if alarm.code == code and alarm.screens]
        made = cells(found, counted, [alarm for alarm in mine if alarm.ended is None])
        lasting.extend(_alarms(code, made, mine, at, limits))
    lasting.extend(_own(own, known, at))
    told = [_escalated(alarm, at, limits) for alarm in lasting]
    ids = {alarm.id for alarm in told}
    ended = [replace(alarm, ended=at) for alarm in known if alarm.ended is None and alarm.id not in ids]
    return (*sorted(told, key=_order), *sorted(ended, key=_order))


def _alarms(code: str, made: list[Cell], known: list[Alarm], at: datetime, limits: Limits) -> Iterator[Alarm]:
    """The alarms of one code, each carrying on the one of before with which it shares most."""
    carried = dict(_carried(made, known, at, limits))
    for number, cell in enumerate(made):
        since = min(unit.since or at for unit in cell.units)
        severity = _severity(code, cell, limits)
        screens = tuple(sorted({unit.name for unit in cell.units}))
        old = carried.get(number)
        fresh = Alarm(
            id=_id(code, cell, since),
            code=code,
            severity=severity,
            scope=cell.scope,
            subject=cell.subject,
            screens=screens,
            since=since,
            detail=_detail(cell)[: limits.detail_characters],
        )
        if old is None:
            yield fresh
            continue
        louder = _LOUDNESS[severity] > _LOUDNESS[old.severity]
        yield replace(
            fresh,
            id=old.id,
            since=min(since, old.since),
            detail=old.detail if _is_same(old, cell, code) else fresh.detail,
            severity=severity if louder else old.severity,
            acknowledged_by=old.acknowledged_by,
            acknowledged_at=old.acknowledged_at,
            snoozed_until=old.snoozed_until,
            escalated_at=at if louder else old.escalated_at,
        )


def _carried(
    made: list[Cell], known: list[Alarm], at: datetime, limits: Limits
) -> Iterator[tuple[int, Alarm]]:
    """Which alarm of before each cause carries on: those that share most first, each but once."""
    fits = []
    for number, cell in enumerate(made):
        names = {unit.name for unit in cell.units}
        for alarm in known:
            shared = len(names.intersection(alarm.screens))
            gone = alarm.ended is not None and at - alarm.ended > limits.returns_within
            if shared and not gone:
                fits.append((alarm.ended is not None, -shared, alarm.since, alarm.id, number, alarm))
    taken: set[int] = set()
    used: set[str] = set()
    for _, _, _, name, number, alarm in sorted(fits, key=lambda fit: fit[:5]):
        if number not in taken and name not in used:
            taken.add(number)
            used.add(name)
            yield number, alarm


def _own(own: Iterable[Reason], known: Iterable[Alarm], at: datetime) -> Iterator[Alarm]:
    """What concerns central itself, its feed or a source of city data: no screen is named."""
    mine: Mapping[tuple[str, str], Alarm] = {
        (alarm.code, alarm.subject): alarm for alarm in known if not alarm.screens and alarm.ended is None
    }
    for reason in own:
        old = mine.get((reason.code, reason.item))
        if old is not None:
            yield replace(old, detail=reason.detail)
            continue
        since = reason.since or at
        scope = "source" if reason.item else "fleet"
        key = f"{reason.code}\0{scope}\0{reason.item}\0{since.isoformat()}"
        yield Alarm(
            id=_hash(key),
            code=reason.code,
            severity=Severity.MAJOR if reason.code in _MAJOR_OWN else Severity.MINOR,
            scope=scope,
            subject=reason.item,
            screens=(),
            since=since,
            detail=reason.detail,
        )


def _severity(code: str, cell: Cell, limits: Limits) -> Severity:
    """How loud a cause is: louder where many devices share it."""
    base = Severity.SEVERE if code in _SEVERE else Severity.MAJOR if code in _MAJOR else Severity.MINOR
    many = len({unit.case.device for unit in cell.units}) >= limits.many or cell.scope == "fleet"
    return _LOUDER[base] if many else base


def _escalated(alarm: Alarm, at: datetime, limits: Limits) -> Alarm:
    """The alarm, once louder when nobody has taken care of it in time."""
    if alarm.acknowledged_by or (alarm.snoozed_until and alarm.snoozed_until > at) or alarm.escalated_at:
        return alarm
    patience = {
        Severity.MINOR: limits.minor_for,
        Severity.MAJOR: limits.major_for,
        Severity.SEVERE: limits.severe_for,
    }[alarm.severity]
    if at - alarm.since < patience:
        return alarm
    return replace(alarm, severity=_LOUDER[alarm.severity], escalated_at=at)


def _detail(cell: Cell) -> str:
    """What is known beside the code: the item, or what the device said of it."""
    units = sorted(cell.units, key=lambda unit: unit.name)
    first = units[0].reason
    if first.code == "frozen":
        items = dict.fromkeys(unit.reason.item for unit in units if unit.reason.item)
        return ", ".join(items) if cell.scope == "device" else ""
    told = [first.item if cell.scope != "item" else "", first.detail if cell.scope == "device" else ""]
    return ", ".join(part for part in told if part)


def _is_same(old: Alarm, cell: Cell, code: str) -> bool:
    """Whether what an alarm told first is still so; what stands on a glass may be something else now."""
    return (cell.scope, cell.subject) == (old.scope, old.subject) and code != "frozen"


def _id(code: str, cell: Cell, since: datetime) -> str:
    return _hash(f"{code}\0{cell.scope}\0{cell.subject}\0{since.isoformat()}")


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def _order(alarm: Alarm) -> tuple[int, datetime, str]:
    return -_LOUDNESS[alarm.severity], alarm.since, alarm.id
