"""Lines of the city that tests look at: how a device stands at an instant, from the incidents that last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from city_facts import GENERATION, due, seen, verdict_at
from city_plan import Site
from city_weather import ZONE, Incident, dark

from central.answers import DeviceLine, OrderLine, ScreenLine
from central.standing import Reason, ScreenJudged, State, Verdict, ZoneJudged

_WORST = (
    State.NOT_ENROLLED,
    State.OUT_OF_SERVICE,
    State.DARK,
    State.SILENT,
    State.WRONG,
    State.DEGRADED,
    State.WELL,
)


def lasting(incidents: Sequence[Incident], at: datetime) -> list[Incident]:
    """What is wrong at an instant, the worst first."""
    found = [incident for incident in incidents if incident.lasts(at)]
    return sorted(found, key=lambda incident: _WORST.index(incident.state))


def availability(incidents: Sequence[Incident], sites: Mapping[str, Site], at: datetime) -> float | None:
    """Today's, roughly: each incident costs its screens the time that it lasted since the night ended."""
    dawn = at.astimezone(ZONE).replace(hour=6, minute=0, second=0, microsecond=0)
    due_s = (at - dawn).total_seconds() * sum(len(site.screens) for site in sites.values())
    if due_s <= 0:
        return None
    lost = 0.0
    for incident in incidents:
        if incident.verdict is not Verdict.RIGHT and incident.state is not State.NOT_ENROLLED:
            begun, over = max(incident.start, dawn), min(incident.end or at, at)
            each = sum(len(sites[device].screens) for device in incident.devices)
            lost += max(0.0, (over - begun).total_seconds()) * (1 if incident.screen else each)
    return max(0.0, 1 - lost / due_s)


def line(site: Site, at: datetime, now: Sequence[Incident]) -> DeviceLine:
    """A device in the list."""
    worst = now[0] if now else None
    told = seen(site, at)
    state, since = (State.DARK if dark(site, at) else State.WELL), None
    if worst and not (state is State.DARK and worst.state in {State.WRONG, State.DEGRADED}):
        state, since = worst.state, worst.start
        told = seen(site, worst.start) if state is State.SILENT else told
    known = state is not State.NOT_ENROLLED
    stale = any(incident.code == "stale" for incident in now)
    return DeviceLine(
        device=site.device,
        state=state,
        since=since,
        reason=reason(worst) if worst and state is worst.state else None,
        profile=site.profile,
        family=site.family,
        place=site.place,
        position=site.position,
        groups=site.groups,
        screens=tuple(_screen(site, name, at, told, now) for name in site.screens),
        seen=told if known else None,
        generation=GENERATION - stale if known else None,
        out_of_service=worst.detail if worst and state is State.OUT_OF_SERVICE else "",
    )


def standing(line: DeviceLine) -> tuple[object, ...]:
    return line.state, line.reason, tuple(screen.verdict for screen in line.screens)


def reason(incident: Incident) -> Reason:
    return Reason(
        code=incident.code, screen=incident.screen, item=incident.item, object=incident.object,
        detail=incident.detail, since=incident.start,
    )  # fmt: skip


def _screen(site: Site, name: str, at: datetime, told: datetime, now: Sequence[Incident]) -> ScreenLine:
    width, height = site.screens[name]
    verdict = verdict_at(site, name, at, now)
    item = due(site, name, told)
    if verdict in {Verdict.FROZEN, Verdict.WRONG_ITEM}:
        item = now[0].item
    lit = verdict not in {Verdict.DARK, Verdict.BLACK, Verdict.UNKNOWN}
    return ScreenLine(
        screen=name, width=width, height=height, verdict=verdict, items={"main": item} if lit else {}
    )


def judged(site: Site, screen: ScreenLine, at: datetime) -> ScreenJudged:
    shown, wanted = screen.items.get("main", ""), due(site, screen.screen, at)
    wanted = "" if screen.verdict is Verdict.DARK else shown if screen.verdict is Verdict.RIGHT else wanted
    zone = ZoneJudged(zone="main", due=wanted, shown=shown, alike=True if shown == wanted else None)
    return ScreenJudged(screen=screen.screen, verdict=screen.verdict, event=site.family, zones=(zone,))


def wanted(site: Site, screen: ScreenLine, at: datetime) -> str:
    """The item that is due on a screen."""
    return judged(site, screen, at).zones[0].due


def an_order(begun: datetime, devices: tuple[str, ...]) -> OrderLine:
    at = begun - timedelta(hours=2)
    return OrderLine(
        id="o0001", order="fetch_again", devices=devices[:3], by="Anne", at=at,
        until=at + timedelta(minutes=10),
        outcomes=dict.fromkeys(devices[:2], "done"),
    )  # fmt: skip
