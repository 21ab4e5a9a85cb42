"""What is said of the fleet in short: a line for each device, and the truth in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from central.answers import DeviceLine, Figures, ScreenLine
from central.judging.devices import Standing
from central.judging.fleet import Member
from central.standing import Judged, ScreenJudged, State, Verdict
from device_profiles.heartbeat import Heartbeat

_UNSEEN = frozenset({State.SILENT, State.NOT_ENROLLED})
"""States in which what was on the glass last says nothing of now."""


def line_of(
    member: Member,
    standing: Standing,
    *,
    judged: Judged | None = None,
    heartbeat: Heartbeat | None = None,
    seen: datetime | None = None,
    out: str = "",
) -> DeviceLine:
    """A device in the list."""
    told = {screen.screen: screen for screen in judged.screens} if judged else {}
    return DeviceLine(
        device=member.device,
        state=standing.state,
        since=standing.since,
        reason=standing.reason,
        profile=member.profile,
        family=member.family,
        place=member.place,
        position=member.position,
        groups=member.groups,
        screens=tuple(
            _screen(one.name, one.width, one.height, told.get(one.name), standing.state)
            for one in member.screens
        ),
        seen=seen,
        generation=heartbeat.feed.playing if heartbeat else None,
        out_of_service=out,
    )


def figures_of(lines: Iterable[DeviceLine], today: Mapping[Verdict, float], alarms: int) -> Figures:
    """The truth in figures; `today` is the seconds of all screens by verdict."""
    states: Counter[State] = Counter()
    verdicts: Counter[Verdict] = Counter()
    silent: tuple[datetime, str] | None = None
    for line in lines:
        states[line.state] += 1
        verdicts.update(screen.verdict for screen in line.screens)
        if line.state is State.SILENT and line.since is not None:
            silent = min(silent or (line.since, line.device), (line.since, line.device))
    return Figures(
        states=dict(states),
        verdicts=dict(verdicts),
        devices=states.total(),
        screens=verdicts.total(),
        availability=availability(today),
        silent=silent[1] if silent else "",
        silent_since=silent[0] if silent else None,
        alarms=alarms,
    )


def availability(seconds: Mapping[Verdict, float]) -> float | None:
    """Right seconds over seconds due; None where nothing was due."""
    due = sum(took for verdict, took in seconds.items() if verdict is not Verdict.DARK)
    return seconds.get(Verdict.RIGHT, 0.0) / due if due > 0 else None


def _screen(name: str, width: int, height: int, judged: ScreenJudged | None, state: State) -> ScreenLine:
    if judged is None or state in _UNSEEN:
        return ScreenLine(screen=name, width=width, height=height, verdict=Verdict.UNKNOWN)
    items = {zone.zone: zone.shown for zone in judged.zones if zone.shown}
    return ScreenLine(screen=name, width=width, height=height, verdict=judged.verdict, items=items)
