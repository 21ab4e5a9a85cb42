"""Expected against shown: what should have been on each screen's glass when the device told what was.

Pure: a heartbeat, when it was received, and what the device is to play. The device's clock is not trusted:
what a screen told is placed by how long before the heartbeat it was told.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from central.judging.city import Possible, possible
from central.judging.duty import Duty, Warned
from central.judging.glass import (
    Glass,
    fits,
    glass_of,
    is_dark,
    is_late,
    judged_zones,
    published_luma,
    seen_item,
)
from central.judging.troubles import ahead, broken, is_clock_wrong, named, troubles
from central.standing import Judged, Reason, ScreenJudged, Verdict, ZoneJudged
from device_profiles.heartbeat import Heartbeat, Power, ScreenBeat
from playlists.feed.alerts import CAMPAIGN
from playlists.feed.generation import Part
from playlists.program import Program
from playlists.timeline import BUILT_IN, ScreenShowing, showing


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How exact a screen must be, and from where on a glass counts as without light (0 to 255)."""

    tolerance: timedelta = timedelta(seconds=2)
    edition_intervals: int = 3
    stage_intervals: int = 2
    stage_least: timedelta = timedelta(seconds=15)
    """A stage tells of itself every five seconds; one that did not for so long stands still."""
    late: timedelta = timedelta(seconds=5)
    dark_luma: int = 6
    light_luma: int = 20


LIMITS = Limits()
GOOD = frozenset({Verdict.RIGHT, Verdict.DARK})
_BY_CLOCKS = frozenset({Verdict.WRONG_ITEM, Verdict.BLACK, Verdict.FALLBACK})
"""What a glass is that obeys a wrong clock."""


class _Case(msgspec.Struct, frozen=True, eq=False):
    """What all screens of a heartbeat are judged by: a clock that is `off`, ahead by so much, and the like.

    `verdict` is there where that is settled for all of them.
    """

    heartbeat: Heartbeat
    off: timedelta
    interval: timedelta
    limits: Limits
    possible: Possible | None
    part: Part | None
    verdict: Verdict | None


def judge(
    heartbeat: Heartbeat,
    received: datetime,
    duty: Duty,
    interval_s: float = 30.0,
    limits: Limits = LIMITS,
) -> Judged:
    """What each screen did, by its verdict, and all else that is not as it should be.

    An item that was due within the tolerance before or after counts. A device may play the edition of before,
    and warn as the board of before did, for three report intervals.
    """
    interval = timedelta(seconds=interval_s)
    part, verdict = _edition(heartbeat, duty, received, interval * limits.edition_intervals)
    found = None
    if part is not None:
        board = _board(heartbeat, duty, received, interval * limits.edition_intervals)
        has = None if heartbeat.clock.trust == "untrusted" else heartbeat.feed.live
        found = possible(duty.program(part, board), duty.cities, has, received, duty.position)
    case = _Case(heartbeat, ahead(heartbeat, received), interval, limits, found, part, verdict)
    told = {screen.screen: screen for screen in heartbeat.screens}
    names = [one.screen.name for one in found.programs[0].screens] if found else list(told)
    found_out = [_screen(case, name, told.get(name)) for name in names]
    reasons = tuple(reason for one in found_out if (reason := _reason(case, *one)) is not None)
    told_too = named(troubles(heartbeat, received), found.programs if found else ())
    return Judged(
        at=received, screens=tuple(screen for screen, _ in found_out), reasons=(*reasons, *told_too)
    )


def _edition(
    heartbeat: Heartbeat, duty: Duty, received: datetime, grace: timedelta
) -> tuple[Part | None, Verdict | None]:
    """The edition by which a device is judged, and what it is in any case if it plays another one."""
    due, playing = duty.due(received), heartbeat.feed.edition
    if due is None:
        return None, Verdict.UNKNOWN
    if playing is None or playing == due.sha256:
        return due, None
    if (heartbeat.feed.wanted or 0) > duty.version:
        return None, Verdict.UNKNOWN
    if received - duty.since(due) > grace:
        return due, Verdict.STALE
    known = duty.edition(playing)
    return known, None if known else Verdict.UNKNOWN


def _board(heartbeat: Heartbeat, duty: Duty, received: datetime, grace: timedelta) -> Warned:
    """The alerts by which a device is judged: for a short while those that it had before."""
    now, known = duty.boards[0], duty.board(heartbeat.feed.alerts)
    return now if known is None or received - now.since > grace else known


class _Look(msgspec.Struct, frozen=True, eq=False):
    """One screen as it was told `at` a true instant: when the glass `changed` last, whether it is `right`.

    `own` is the same by the device's own clock, where that is another one: a glass moves by that.
    """

    beat: ScreenBeat
    program: Program
    part: Part
    at: datetime
    changed: datetime | None
    due: ScreenShowing
    glass: Glass
    right: bool
    zones: tuple[ZoneJudged, ...]
    own: _Look | None = None


def _screen(case: _Case, name: str, beat: ScreenBeat | None) -> tuple[ScreenJudged, str]:
    """One screen, and the code of the trouble of its device that made it wrong."""
    look = None if beat is None else _look(case, name, beat)
    if look is None:
        return ScreenJudged(screen=name, verdict=case.verdict or Verdict.UNKNOWN), ""
    found = ScreenJudged(screen=name, verdict=_verdict(case, look), event=look.due.event, zones=look.zones)
    return found, "clock" if look.own and look.own.right else ""


def _look(case: _Case, name: str, beat: ScreenBeat) -> _Look | None:
    if case.possible is None or case.part is None:
        return None
    at = beat.at - case.off
    first = case.possible.programs[0]
    due = showing(first, at).screen(name)
    if due is None:
        return None
    glass = glass_of(beat, built_in=case.heartbeat.feed.edition is None and not due.dark)
    fitting = (
        each
        for each in case.possible.programs
        if fits(each, name, at, glass, case.limits.tolerance, middle=due if each is first else None)
    )
    found = next(fitting, None)
    program = found or first
    if program is not first:
        due = showing(program, at).screen(name) or due
    changed = None if beat.changed is None else beat.changed - case.off
    zones = judged_zones(program, due, glass)
    look = _Look(beat, program, case.part, at, changed, due, glass, found is not None, zones)
    if not is_clock_wrong(case.off):
        return look
    own = replace(look, at=beat.at, changed=beat.changed, due=showing(program, beat.at).screen(name) or due)
    right = fits(program, name, beat.at, glass, case.limits.tolerance)
    return replace(look, own=replace(own, right=right))


def _verdict(case: _Case, look: _Look) -> Verdict:
    """The gravest thing that is so: no movement, no light, not what is due, not as published."""
    right = look.right
    if right and not look.glass:
        return Verdict.DARK
    dead = _dead(case, look)
    if dead is not None:
        return dead
    if not right and not look.beat.in_use and _is_fallback(look.zones):
        return Verdict.FALLBACK
    if case.verdict is not None:
        return case.verdict
    if right or look.beat.in_use:
        return _right(case, look)
    return _wrong(case, look)


def _wrong(case: _Case, look: _Look) -> Verdict:
    """Of a glass with other items than are due: whether that is known, and whether it only stands still."""
    if case.possible is not None and not case.possible.sure:
        return Verdict.UNKNOWN
    own = look.own
    if own is not None and own.right:  # it obeys its clock, as far as that is known yet
        return Verdict.UNKNOWN if case.heartbeat.clock.offset_ms is None else Verdict.WRONG_ITEM
    return _still(case) if _was_right(case, own or look) else Verdict.WRONG_ITEM


def _dead(case: _Case, look: _Look) -> Verdict | None:
    """Whether nothing is drawn, or nothing to be seen; a stage that has just opened is not known yet."""
    beat = look.beat
    patience = max(case.interval * case.limits.stage_intervals, case.limits.stage_least)
    if case.heartbeat.at - beat.at > patience:
        return Verdict.FROZEN
    if not beat.alive:
        return Verdict.FROZEN if beat.frames else Verdict.UNKNOWN
    if beat.power is Power.OFF or _is_black(look, case.limits):
        return Verdict.BLACK
    return None


def _still(case: _Case) -> Verdict:
    """Of a glass that shows what was due a little earlier: it stands still.

    Of the first report of an agent it is not known how long it was on the way.
    """
    return Verdict.UNKNOWN if case.heartbeat.clock.offset_ms is None else Verdict.FROZEN


def _right(case: _Case, look: _Look) -> Verdict:
    """A glass with the right items: it may have missed a change, what was seen may not be as published.

    One that somebody uses shows what they asked for.
    """
    if look.beat.in_use:
        return Verdict.RIGHT
    if all(_is_late(one, case.limits) for one in (look, look.own) if one is not None):
        return _still(case)
    return Verdict.WRONG_PICTURE if any(zone.alike is False for zone in look.zones) else Verdict.RIGHT


def _is_late(look: _Look, limits: Limits) -> bool:
    """Whether what is due should have come on, and did not."""
    starts = [zone.start for zone in look.due.zones]
    settled = bool(starts) and look.at - max(starts) > limits.late
    return settled and is_late(look.program, look.due, look.changed, limits.tolerance + limits.late)


def _is_black(look: _Look, limits: Limits) -> bool:
    return is_dark(
        look.glass,
        lambda zone: published_luma(
            look.part.program, look.part.pictures, look.due.screen, look.due.event, zone
        ),
        dark_luma=limits.dark_luma,
        light_luma=limits.light_luma,
    )


def _is_fallback(zones: tuple[ZoneJudged, ...]) -> bool:
    """Whether the built-in slide stands where something else is due."""
    wrong = [zone for zone in zones if zone.due != zone.shown]
    return any(zone.shown == BUILT_IN for zone in wrong) and all(
        zone.shown in (BUILT_IN, "") for zone in wrong
    )


def _was_right(case: _Case, look: _Look) -> bool:
    """Whether what is shown was due when it came on, long ago: the glass stands still.

    Not where what is due cannot be shown: then its predecessor stays, as it should.
    """
    limits = case.limits
    if look.changed is None or look.at - look.changed <= limits.late:
        return False
    unable = broken(case.heartbeat)
    if any(zone.due in unable for zone in look.zones if zone.due != zone.shown):
        return False
    came = look.changed + limits.tolerance
    return fits(look.program, look.due.screen, came, look.glass, limits.tolerance)


def _reason(case: _Case, screen: ScreenJudged, by: str) -> Reason | None:
    """Why a screen is not right; None where it is, or where an item is not shown that cannot be."""
    name, verdict, wrong = screen.screen, screen.verdict, _wrong_zone(screen)
    if verdict in GOOD:
        return None
    if wrong is None or verdict not in (Verdict.WRONG_ITEM, Verdict.WRONG_PICTURE):
        item = seen_item(screen.zones) if verdict is Verdict.FROZEN else ""
        return Reason(code=verdict.value, screen=name, item=item, by=by if verdict in _BY_CLOCKS else "")
    item = wrong.due or wrong.shown
    if verdict is Verdict.WRONG_PICTURE:
        beat = next((one for one in case.heartbeat.screens if one.screen == name), None)
        zone = next((one for one in beat.showing if one.zone == wrong.zone), None) if beat else None
        return Reason(code=verdict.value, screen=name, item=item, object=zone.object if zone else None)
    if any(shown.startswith(f"{CAMPAIGN}/") for shown in (wrong.due, wrong.shown)):
        return Reason(code="alert", screen=name, item=item)
    if wrong.due in broken(case.heartbeat):
        return None
    return Reason(code=verdict.value, screen=name, item=item, by=by)


def _wrong_zone(screen: ScreenJudged) -> ZoneJudged | None:
    return next((zone for zone in screen.zones if zone.due != zone.shown or zone.alike is False), None)
