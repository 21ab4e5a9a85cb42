"""What a device says of itself: made of what was seen now, and of what was seen for the beat before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

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
from player.agent.report import AgentStatus
from player.agent.seen import Seen
from player.status import OnGlass, ScreenStatus, StageStatus
from playlists.feed.tree import ALERTS, LIVE

OLD_S = 15.0
"""A stage tells of itself every 5 s: one that has not for so long is hung, or gone."""
_NAMED = 64
_LONGEST = 300


def heartbeat(seen: Seen, before: Seen, versions: dict[str, str]) -> Heartbeat:
    """The device as it is; what counts up is told as it grew since `before`."""
    stage, agent = seen.stage, seen.agent
    return Heartbeat(
        at=seen.at,
        profile=agent.profile if agent else "",
        screens=tuple(_screen(screen, stage, seen, before) for screen in stage.screens) if stage else (),
        feed=_feed(seen),
        clock=ClockBeat(trust=stage.clock if stage else "unknown", offset_ms=seen.link.offset_ms),
        cache=_cache(agent) if agent else CacheBeat(),
        machine=_machine(seen, before),
        network=NetworkBeat(
            address=seen.link.address, rtt_ms=seen.link.rtt_ms, rate_bytes_s=agent.rate if agent else None
        ),
        restarts=tuple(
            Restart(process=name, times=child.ends, cause=child.last_cause, at=child.last_end)
            for name, child in seen.children.items()
            if child.ends
        ),
        faults=tuple(faults(seen))[:_NAMED],
        quarantined=stage.quarantined[:_NAMED] if stage else (),
        spool=SpoolBeat(
            waiting=seen.outbox.waiting, lost=seen.outbox.lost + (stage.lost_records if stage else 0)
        ),
        orders=seen.orders,
        versions=versions,
    )


def is_current(seen: Seen) -> bool:
    """Whether the stage lives, and told of itself lately."""
    return seen.stage is not None and seen.runs and 0 <= seen.steady_s - seen.stage.steady_s <= OLD_S


def _screen(now: ScreenStatus, stage: StageStatus, seen: Seen, before: Seen) -> ScreenBeat:
    then = _then(now, stage, before.stage)
    seconds = stage.steady_s - (before.stage.steady_s if then and before.stage else before.steady_s)
    frames = now.frames - (then.frames if then else 0)
    starts = now.starts - (then.starts if then else 0)
    return ScreenBeat(
        screen=now.screen,
        at=stage.at,
        showing=tuple(_zone(shown, now) for shown in now.showing),
        alive=now.alive and is_current(seen),
        frames=now.frames,
        frames_s=round(frames / seconds, 2) if seconds > 0 else 0.0,
        dropped=now.dropped - (then.dropped if then else 0),
        starts=starts,
        late_starts=now.late_starts - (then.late_starts if then else 0),
        worst_start_ms=max((0, *now.latest_ms[-starts:])) if starts else 0,
        changed=now.changed,
        power=power_of(now.output, seen.facts.power),
        touches=now.touches,
        in_use=now.in_use,
    )


def _then(now: ScreenStatus, stage: StageStatus, before: StageStatus | None) -> ScreenStatus | None:
    """The screen as it was, if its counters went on from there: neither process nor window is another one."""
    if before is None or before.process != stage.process:
        return None
    then = next((screen for screen in before.screens if screen.screen == now.screen), None)
    if then is None or any(one > other for one, other in zip(_counts(then), _counts(now), strict=True)):
        return None
    return then


def _counts(screen: ScreenStatus) -> tuple[int, ...]:
    return screen.frames, screen.dropped, screen.starts, screen.late_starts


def _zone(shown: OnGlass, screen: ScreenStatus) -> ZoneBeat:
    beat = ZoneBeat(zone=shown.zone, item=shown.item, object=shown.object)
    looks = (look for look in screen.looked if look.zone == shown.zone and look.item == shown.item)
    look = next(looks, None)
    if look is None:
        return beat
    return replace(
        beat,
        page=look.page,
        looked=look.at,
        hash=look.hash,
        colour=look.colour,
        luma=look.luma,
        bits=look.bits,
        levels=look.levels,
        alike=look.alike,
    )


def power_of(output: str, power: Mapping[str, Power]) -> Power:
    """Of the output with this name: graphics systems leave out letters of what the kernel calls it."""
    found = {_plain(name): one for name, one in power.items()}
    return found.get(_plain(output), Power.UNKNOWN)


def _plain(output: str) -> str:
    return output.replace("-A-", "").replace("-", "").lower()


def _feed(seen: Seen) -> FeedBeat:
    stage, agent = seen.stage, seen.agent
    beat = FeedBeat(
        wanted=seen.wanted,
        playing=seen.playing,
        edition=stage.edition if stage else None,
    )
    if agent is None:
        return beat
    alerts, live = agent.quick.get(ALERTS), agent.quick.get(LIVE)
    return replace(
        beat,
        complete=agent.complete,
        alerts=alerts.version if alerts else None,
        live=live.version if live else None,
        outcome=agent.kind,
        why=agent.outcome[:_LONGEST],
        good=agent.good,
    )


def _cache(agent: AgentStatus) -> CacheBeat:
    return CacheBeat(
        objects=agent.objects,
        bytes=agent.bytes,
        missing=len(agent.missing),
        bad=sum(name in agent.bad for name in agent.missing),
    )


def _machine(seen: Seen, before: Seen) -> MachineBeat:
    now, then = seen.facts, before.facts
    cpu = None
    if now.busy_s is not None and then.busy_s is not None and now.cores_s and then.cores_s:
        total = now.cores_s - then.cores_s
        cpu = round(min(1.0, max(0.0, (now.busy_s - then.busy_s) / total)), 3) if total > 0 else None
    throttled = now.machine.throttled
    if throttled is None and now.throttles is not None and then.throttles is not None:
        throttled = now.throttles > then.throttles
    renderer = seen.stage.renderer if seen.stage else ""
    return replace(now.machine, cpu=cpu, throttled=throttled, renderer=renderer)


def faults(seen: Seen) -> Iterator[Standing]:
    """What is wrong now, the stage’s faults first."""
    stage, agent = seen.stage, seen.agent
    if stage:
        for item, fault in stage.faults.items():
            yield Standing(
                code=fault.kind,
                what=item if fault.kind == "item" else f"{item}: {fault.why}"[:_LONGEST],
                why=fault.why[:_LONGEST] if fault.kind == "item" else "",
                object=fault.object,
                zone=fault.zone,
                since=fault.since,
            )
        yield from (Standing(code="object", object=name) for name in stage.missing)
        yield from (Standing(code="refused", what=name[:_LONGEST]) for name in stage.refused)
        if stage.trouble:
            yield Standing(code="disk", what=f"stage: {stage.trouble}"[:_LONGEST])
    if agent:
        if agent.fault:
            what = f"{agent.fault.kind}: {agent.fault.why}"[:_LONGEST]
            yield Standing(code="feed", what=what, since=agent.fault.since)
        for role, brought in agent.quick.items():
            if brought.trouble:
                yield Standing(code=role, what=brought.trouble[:_LONGEST])
    if seen.outbox.trouble:
        yield Standing(code="disk", what=f"outbox: {seen.outbox.trouble}"[:_LONGEST])
    if seen.outbox.aside:
        yield Standing(code="records", what=f"central refuses {seen.outbox.aside} of its records")
