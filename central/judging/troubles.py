"""What a heartbeat says that is not as it should be, beside what is on the glass: codes, where and what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from central.standing import Judged, Reason
from device_profiles.heartbeat import CacheBeat, FeedBeat, Heartbeat, MachineBeat, ScreenBeat, Standing
from playlists.feed.naming import renditions
from playlists.feed.tree import SHA256
from playlists.program import Program


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """From where on something is told."""

    clock: timedelta = timedelta(seconds=5)
    way: timedelta = timedelta(seconds=30)
    """The longest that a report is on its way."""
    disk_free_part: float = 0.05
    disk_free_bytes: int = 512 * 2**20
    memory_used_part: float = 0.93
    temperature_c: float = 85.0
    late_part: float = 0.2
    feed_silent: timedelta = timedelta(minutes=15)
    detail_characters: int = 300
    faults: int = 32


LIMITS = Limits()
_CODES = {
    "item": "quarantine",
    "quarantine": "quarantine",
    "object": "missing",
    "feed": "feed",
    "disk": "disk",
}
"""What kinds of faults of a device are as reasons; any other is a fault."""
_JUDGED = frozenset({"picture"})
"""Kinds of faults that the glass tells of anyway."""


def ahead(heartbeat: Heartbeat, received: datetime, limits: Limits = LIMITS) -> timedelta:
    """How far the clock of a device is ahead of central’s.

    What the device knows of that from answers tells how long its report was on the way; one that has had no
    answer yet is taken for as late as it came.
    """
    found, known = heartbeat.at - received, heartbeat.clock.offset_ms
    told = found if known is None else timedelta(milliseconds=known)
    return told if timedelta() < told - found <= limits.way else found


def is_clock_wrong(off: timedelta, limits: Limits = LIMITS) -> bool:
    """Whether a device whose clock is so far ahead lives in another time than central."""
    return abs(off) > limits.clock


def unnamed(at: datetime) -> Judged:
    """The judgement of a device that the feed does not name."""
    reason = Reason(code="feed", detail="the feed does not name this device")
    return Judged(at=at, screens=(), reasons=(reason,))


def broken(heartbeat: Heartbeat) -> frozenset[str]:
    """The items and objects that the device cannot show, and says so."""
    named = [fault for fault in heartbeat.faults if fault.code in _CODES]
    told = {name for fault in named for name in (_item(fault), fault.object) if name}
    return frozenset(told.union(heartbeat.quarantined))


def troubles(heartbeat: Heartbeat, received: datetime, limits: Limits = LIMITS) -> tuple[Reason, ...]:
    """All that a heartbeat says of its device that somebody should know."""
    off = ahead(heartbeat, received, limits)
    found = [
        *_clock(heartbeat, off, limits),
        *_machine(heartbeat.machine, limits),
        *_feed(heartbeat.feed, heartbeat.at, limits),
        *_cache(heartbeat.cache, heartbeat.feed),
        *_faults(heartbeat, received, off, limits),
    ]
    for screen in heartbeat.screens:
        found.extend(_starts(screen, limits))
    if heartbeat.spool.lost:
        found.append(Reason(code="lost", detail=str(heartbeat.spool.lost)))
    return tuple(found)


def _clock(heartbeat: Heartbeat, off: timedelta, limits: Limits) -> Iterator[Reason]:
    if is_clock_wrong(off, limits):
        yield Reason(code="clock", detail=f"{off.total_seconds():+.0f} s")
    elif heartbeat.clock.trust == "untrusted":
        yield Reason(code="clock", detail="untrusted")


def _machine(machine: MachineBeat, limits: Limits) -> Iterator[Reason]:
    free, total = machine.disk_free, machine.disk_total
    if free is not None and (
        free < limits.disk_free_bytes or (total and free < limits.disk_free_part * total)
    ):
        yield Reason(code="disk", detail=f"{free // 2**20} MiB")
    used, memory = machine.memory_used, machine.memory_total
    if used is not None and memory and used > limits.memory_used_part * memory:
        yield Reason(code="memory", detail=f"{100 * used / memory:.0f} %")
    if machine.temperature_c is not None and machine.temperature_c >= limits.temperature_c:
        yield Reason(code="temperature", detail=f"{machine.temperature_c:.0f} °C")
    elif machine.throttled:
        yield Reason(code="throttled")


def _feed(feed: FeedBeat, at: datetime, limits: Limits) -> Iterator[Reason]:
    """A device that cannot fetch: it says when it last could, and what time it is there."""
    if feed.good is not None and at - feed.good > limits.feed_silent:
        yield Reason(code="feed", detail=feed.why[: limits.detail_characters] or feed.outcome)


def _cache(cache: CacheBeat, feed: FeedBeat) -> Iterator[Reason]:
    """Objects that are found bad, or have gone; what is still being fetched lacks nothing."""
    gone = cache.missing if feed.complete is not None and feed.complete == feed.wanted else 0
    if cache.bad or gone:
        yield Reason(code="missing", detail=str(cache.bad + gone))


def _starts(screen: ScreenBeat, limits: Limits) -> Iterator[Reason]:
    """Many items come on late. A report counts few starts: how often it must be so stands with the memos."""
    if screen.late_starts > limits.late_part * screen.starts:
        yield Reason(code="late", screen=screen.screen, detail=f"{screen.worst_start_ms} ms")


def _faults(heartbeat: Heartbeat, received: datetime, off: timedelta, limits: Limits) -> Iterator[Reason]:
    """What the device itself says is wrong; an object that was set aside is told once.

    Since when it is so is told by central's clock, and never in the future.
    """
    told: set[str] = set()
    wrong = off if is_clock_wrong(off, limits) else timedelta()
    for fault in heartbeat.faults[: limits.faults]:
        if fault.code in _JUDGED:
            continue
        code, item = _CODES.get(fault.code, "fault"), _item(fault)
        told.update((item, fault.object or ""))
        said = fault.why or fault.what.removeprefix(item).removeprefix(": ")
        yield Reason(
            code=code,
            screen=(fault.zone or "").partition("/")[0],
            item=item,
            object=fault.object,
            detail=(f"{fault.code}: {said}" if code == "fault" else said)[: limits.detail_characters],
            since=None if fault.since is None else min(received, fault.since - wrong),
        )
    for name in heartbeat.quarantined[: limits.faults]:
        if name not in told:
            is_object = SHA256.fullmatch(name) is not None
            yield Reason(
                code="quarantine", item="" if is_object else name, object=name if is_object else None
            )


def named(reasons: tuple[Reason, ...], programs: Iterable[Program]) -> tuple[Reason, ...]:
    """Reasons with the items of what was set aside: before it comes to one again a device tells an object."""
    if all(reason.item or not reason.object for reason in reasons):
        return reasons
    screens = (screen for program in programs for screen in program.screens)
    items = (item for screen in screens for playlist in screen.playlists.values() for item in playlist.items)
    shown = {rendition.object: item.id for item in items for rendition in renditions(item)}
    return tuple(
        reason if reason.item else replace(reason, item=shown.get(reason.object or "", ""))
        for reason in reasons
    )


def _item(fault: Standing) -> str:
    """The item that a fault is of; what is wrong with it stands behind a colon."""
    return fault.what.partition(": ")[0] if fault.code in {"item", "quarantine"} else ""
