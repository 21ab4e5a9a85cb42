"""How a device stands, from its reports and the time alone: what is remembered of it, and what that means.

A state is told when it is sure and is taken back when that is sure too, so that a flapping link or one odd
report rings nobody. All times are central's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from central.answers import Band
from central.judging.clones import Machines, by_turns, seen
from central.judging.memos import GOOD_BEATS, WRONG, Memo, folded, rank
from central.judging.restarts import Counts, counts, often, restarted
from central.standing import Judged, Reason, Refusal, State, Verdict
from device_profiles.heartbeat import Heartbeat

_DARK = frozenset({Verdict.DARK})
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
UNHEARD = frozenset({"silent", "refused"})
"""Codes of alarms that say that nothing is heard of a device."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """When a device is silent, and when back. Intervals are those between its reports, beats its reports."""

    silent_intervals: float = 3
    counted_intervals: float = 1.5
    good_beats: int = GOOD_BEATS
    gaps: int = 64
    gaps_within: timedelta = timedelta(days=35)


LIMITS = Limits()


class Gap(msgspec.Struct, frozen=True, array_like=True):
    """A stretch of one screen's time of which nothing is known yet; plays that come late may tell."""

    screen: str
    start: datetime
    end: datetime


class DeviceRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What central remembers of a device.

    `accounted` is up to when its seconds have been given away. `silent` is when it fell silent, until it has
    reported `back` times in a row again. `calm` is since when nothing was wrong, `turned` when it last became
    dark, or light again. `gaps` is time that nothing is known of yet. `machines` are those it reports from.
    `frames` counts what each screen has presented since its window opened. `written` is up to when a clock of
    central's that was ahead gave seconds away: what is known now takes their place.
    """

    received: datetime
    accounted: datetime
    interval_s: float
    verdicts: dict[str, Verdict] = {}
    memos: tuple[Memo, ...] = ()
    silent: datetime | None = None
    back: int = 0
    calm: datetime
    turned: datetime
    processes: dict[str, int] = {}
    frames: dict[str, int] = {}
    booted: datetime | None = None
    restarted: tuple[datetime, ...] = ()
    gaps: tuple[Gap, ...] = ()
    machines: Machines = Machines()
    written: datetime | None = None


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How a device stands, since when, and why: `reason` is the gravest of the `reasons`."""

    state: State
    since: datetime | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def reason(self) -> Reason | None:
        """The gravest reason."""
        return self.reasons[0] if self.reasons else None


def encode(record: DeviceRecord) -> bytes:
    """A record as the store keeps it."""
    return msgspec.json.encode(record)


def received(
    record: DeviceRecord | None,
    judged: Judged,
    heartbeat: Heartbeat,
    at: datetime,
    interval_s: float = 30.0,
    *,
    listening: datetime = LONG_AGO,
    limits: Limits = LIMITS,
) -> tuple[DeviceRecord, tuple[Band, ...]]:
    """The record after a report, and what its screens did with the seconds since the report before.

    A report speaks for one and a half intervals before it; what lies further back is unknown. `listening` is
    since when central has taken reports: what it could not hear is no silence of the device.
    """
    verdicts, now = {screen.screen: screen.verdict for screen in judged.screens}, counts(heartbeat)
    record = record or _first(at, interval_s, now)
    at = max(at, record.received)
    bands = tuple(_bands(record, verdicts, at, limits))
    anew = restarted(record.restarted, Counts(record.processes, record.frames, record.booted), now, at)
    machines = seen(record.machines, heartbeat.machine.machine, at)
    reasons = (*judged.reasons, *often(anew, heartbeat), *by_turns(machines))
    silent, back = _silence(record, at, listening, limits)
    memos = folded(record.memos, reasons, at)
    return DeviceRecord(
        received=at,
        accounted=at,
        interval_s=interval_s,
        verdicts=verdicts,
        memos=memos,
        silent=silent,
        back=back,
        calm=_calm(record, silent, memos, at),
        turned=record.turned if _is_dark(verdicts) == _is_dark(record.verdicts) else at,
        processes=now.processes,
        frames=now.frames,
        booted=now.booted,
        restarted=anew,
        gaps=_gaps(record, bands, at, limits),
        machines=machines,
        written=record.written if record.written and record.written > at else None,
    ), bands


def _first(at: datetime, interval_s: float, now: Counts) -> DeviceRecord:
    return DeviceRecord(
        received=at, accounted=at, interval_s=interval_s, calm=at, turned=at, processes=now.processes
    )


def elapsed(
    record: DeviceRecord, at: datetime, limits: Limits = LIMITS
) -> tuple[DeviceRecord, tuple[Band, ...]]:
    """Give away the seconds, an interval at least, of a device that says nothing; a report may still tell."""
    until = at - timedelta(seconds=record.interval_s * limits.counted_intervals)
    if until - record.accounted < timedelta(seconds=record.interval_s):
        return record, ()
    bands = tuple(
        Band(screen=screen, start=record.accounted, end=until, verdict=Verdict.UNKNOWN)
        for screen in record.verdicts
    )
    gaps = _gaps(record, bands, at, limits)
    return msgspec.structs.replace(record, accounted=until, gaps=gaps), bands


def stands(
    record: DeviceRecord | None,
    at: datetime,
    *,
    enrolled: datetime | None,
    out: str = "",
    cloned: datetime | None = None,
    refused: Refusal | None = None,
    before: datetime | None = None,
    listening: datetime = LONG_AGO,
    interval_s: float = 30.0,
    limits: Limits = LIMITS,
) -> Standing:
    """How a device stands at an instant.

    `enrolled` is when its key was enrolled, `out` why it is out of service, `cloned` since when another
    machine has come with its key, `refused` how central refuses of late what comes under its name,
    `listening` since when it has taken reports without a break, `before` since when it was silent when that
    began: so it stays until it is heard, or could have been.
    """
    if out:
        return Standing(state=State.OUT_OF_SERVICE, reasons=(Reason(code="out_of_service", detail=out),))
    if before and enrolled and _is_unheard_yet(record, at, listening, interval_s, limits):
        return Standing(state=State.SILENT, since=before, reasons=(_unheard(before, refused),))
    if enrolled is None or record is None:  # what a box said that is none of this id any more does not count
        patience = timedelta(seconds=interval_s * limits.silent_intervals)
        if enrolled is None or at - max(enrolled, listening) < patience:
            told = (Reason(code="refused", detail=refused.code, since=refused.since),) if refused else ()
            return Standing(state=State.NOT_ENROLLED, since=enrolled, reasons=told)
        return Standing(state=State.SILENT, since=enrolled, reasons=(_unheard(enrolled, refused),))
    if is_silent(record, at, listening, limits):
        since = record.silent or record.received
        return Standing(state=State.SILENT, since=since, reasons=(_unheard(since, refused),))
    return _standing(record, cloned, refused)


def is_silent(
    record: DeviceRecord, at: datetime, listening: datetime = LONG_AGO, limits: Limits = LIMITS
) -> bool:
    """Whether a device has missed three reports that central could have heard."""
    return at - max(record.received, listening) >= _patience(record, limits)


def _is_unheard_yet(
    record: DeviceRecord | None, at: datetime, listening: datetime, interval_s: float, limits: Limits
) -> bool:
    """Whether central has begun to listen so late that a device could not be heard yet, and was not."""
    patience = (
        _patience(record, limits) if record else timedelta(seconds=interval_s * limits.silent_intervals)
    )
    return at < listening + patience and (record is None or record.received < listening)


def _unheard(since: datetime, refused: Refusal | None) -> Reason:
    """Why nothing is known of a device: it says nothing, or central takes nothing that it says.

    What comes under its name and is not signed by it may be anybody’s: it is told, and is silence still.
    """
    if refused is None:
        return Reason(code="silent", since=since)
    return Reason(code="refused" if refused.signed else "silent", detail=refused.code, since=since)


def _standing(record: DeviceRecord, cloned: datetime | None, refused: Refusal | None) -> Standing:
    """How a device stands that reports."""
    reasons = [msgspec.structs.replace(memo.reason, since=memo.since) for memo in record.memos if memo.sure]
    if cloned is not None and not any(reason.code == "cloned" for reason in reasons):
        reasons.append(Reason(code="cloned", since=cloned))
    if record.silent is not None:
        reasons.append(_unheard(record.silent, refused))
    if not reasons:
        state = State.DARK if _is_dark(record.verdicts) else State.WELL
        return Standing(state=state, since=max(record.calm, record.turned))
    wrong = [reason for reason in reasons if reason.code in WRONG]
    state = State.WRONG if wrong else State.DEGRADED
    since = min(reason.since for reason in wrong or reasons if reason.since)
    return Standing(state=state, since=since, reasons=tuple(sorted(reasons, key=rank)))


def _patience(record: DeviceRecord, limits: Limits) -> timedelta:
    return timedelta(seconds=record.interval_s * limits.silent_intervals)


def _is_dark(verdicts: Mapping[str, Verdict]) -> bool:
    return bool(verdicts) and _DARK.issuperset(verdicts.values())


def _bands(
    record: DeviceRecord, verdicts: Mapping[str, Verdict], at: datetime, limits: Limits
) -> Iterator[Band]:
    """From the last second given away to now, without a gap and without an overlap."""
    counted = timedelta(seconds=record.interval_s * limits.counted_intervals)
    start = max(record.accounted, at - counted)
    for screen, verdict in verdicts.items():
        if record.accounted < start:
            yield Band(screen=screen, start=record.accounted, end=start, verdict=Verdict.UNKNOWN)
        if start < at:
            yield Band(screen=screen, start=start, end=at, verdict=verdict)


def _gaps(record: DeviceRecord, bands: Sequence[Band], at: datetime, limits: Limits) -> tuple[Gap, ...]:
    """The time of which nothing is known, the newest last; what adjoins is one gap."""
    if not record.gaps and all(band.verdict is not Verdict.UNKNOWN for band in bands):
        return ()
    found = list(record.gaps)
    for band in bands:
        if band.verdict is not Verdict.UNKNOWN:
            continue
        before = next((gap for gap in found if gap.screen == band.screen and gap.end == band.start), None)
        if before is not None:
            found.remove(before)
        found.append(Gap(band.screen, before.start if before else band.start, band.end))
    return tuple(gap for gap in found if at - gap.end <= limits.gaps_within)[-limits.gaps :]


def _silence(
    record: DeviceRecord, at: datetime, listening: datetime, limits: Limits
) -> tuple[datetime | None, int]:
    """Since when it has been silent, if it still counts as that, and how often it has reported again."""
    if is_silent(record, at, listening, limits):
        return record.silent or record.received, 1
    if record.silent is not None and record.back + 1 < limits.good_beats:
        return record.silent, record.back + 1
    return None, 0


def _calm(record: DeviceRecord, silent: datetime | None, memos: Iterable[Memo], at: datetime) -> datetime:
    """Since when nothing is wrong: from now on where something is, or was."""
    wrong = silent or record.silent or any(memo.sure for memo in (*memos, *record.memos))
    return at if wrong else record.calm
