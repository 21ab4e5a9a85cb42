"""What a simulated device shows and says of its screens, in any weather: a pure function of time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from device_profiles.heartbeat import Power, ScreenBeat, ZoneBeat
from device_profiles.sight import Sight, distance
from parvis.simulation.reel import Glance, Reel
from parvis.simulation.weather import Kind, Lot, chance

_FRAMES_S = 30.0
_LATE_EVERY = 3
_LATE_MS = 900
_DROPPED_S = 4
_BLACK = Sight("0" * 64, "000000")
_ALIEN = Sight("5a" * 32, "c81e5a")
"""A picture that nobody published."""
_LOOKED_BEFORE = timedelta(seconds=3)


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """From the heartbeat before to this one; `booted` and these by the device's clock, `true` by ours."""

    since: datetime
    at: datetime
    true: datetime
    booted: datetime

    @property
    def seconds(self) -> float:
        """How long it is."""
        return max(0.0, (self.at - self.since).total_seconds())


def screens(reel: Reel, lot: Lot, span: Span, *, night: bool) -> Iterator[ScreenBeat]:
    """Every screen as the stage tells it."""
    stuck = lot.suffers(Kind.STUCK, span.true)
    at = span.at if stuck is None else span.at - (span.true - stuck.since)
    for name, glances in reel.glances(at, night=night).items():
        shown = () if not glances else _fallback(glances, lot, span)
        beat = ScreenBeat(
            screen=name,
            at=at,
            showing=tuple(_zone(glance, lot, span, at) for glance in shown),
            alive=stuck is None,
            frames=round(_FRAMES_S * max(0.0, (at - span.booted).total_seconds())),
            frames_s=0.0 if stuck else _FRAMES_S,
            changed=max((glance.began for glance in shown), default=None),
            power=Power.ON if shown else Power.OFF,
        )
        yield beat if stuck else _counted(beat, reel, lot, span)


def _fallback(glances: tuple[Glance, ...], lot: Lot, span: Span) -> tuple[Glance, ...]:
    fallback = lot.suffers(Kind.FALLBACK, span.true)
    if fallback is None:
        return glances
    built_in = msgspec.structs.replace(
        glances[0], zone="", item="built-in", object=None, page=0, picture=None, began=fallback.since
    )
    return (built_in,)


def _counted(beat: ScreenBeat, reel: Reel, lot: Lot, span: Span) -> ScreenBeat:
    """With what was counted since the heartbeat before."""
    starts = reel.count(span.since, span.at) if span.seconds < 600 else 0  # noqa: PLR2004
    if lot.suffers(Kind.SLOW, span.true) is None:
        return msgspec.structs.replace(beat, starts=starts, worst_start_ms=40 if starts else 0)
    late = starts // _LATE_EVERY
    return msgspec.structs.replace(
        beat,
        starts=starts,
        late_starts=late,
        worst_start_ms=_LATE_MS if late else 60,
        dropped=round(_DROPPED_S * span.seconds),
        frames_s=_FRAMES_S - _DROPPED_S,
    )


def _zone(glance: Glance, lot: Lot, span: Span, at: datetime) -> ZoneBeat:
    due = glance.picture.sight if glance.picture else None
    seen = due or _guess(glance)
    if lot.suffers(Kind.BLACK, span.true):
        seen = _BLACK
    elif lot.suffers(Kind.WRONG_PICTURE, span.true):
        seen = _ALIEN
    found = distance(seen, due) if due else None
    return ZoneBeat(
        zone=glance.zone,
        item=glance.item,
        object=glance.object,
        page=glance.page,
        looked=max(glance.began, at - _LOOKED_BEFORE),
        hash=seen.hash,
        colour=seen.colour,
        luma=seen.luma,
        bits=found.bits if found else None,
        levels=found.levels if found else None,
        alike=found.is_none if found else None,
    )


def _guess(glance: Glance) -> Sight:
    """What a picture that is not known ahead may look like: always the same for the same."""
    digits = f"{round(chance(glance.item, glance.page, glance.object) * 2**64):016x}" * 4
    return Sight(digits, digits[:6])
