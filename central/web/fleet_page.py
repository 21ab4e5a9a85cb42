"""The first page: the truth in figures, the map, the alarms, the list of devices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Response, get

from central.access import Role
from central.answers import DeviceLine, Fleet, Where
from central.api.answer import JSON, answered
from central.api.desk import LIMITS, Desk, HereDesk
from central.standing import State, Verdict
from central.telling.signs import Sign
from central.telling.told import alarm_advice, alarm_sign, alarm_story, alarm_title, brief
from central.web.house import Ask, Reader
from central.web.listing import STATES, Filters, families, groups, listing, worst

_LONGEST_PAGE = 7
_NO_GROUND = b'{"type":"FeatureCollection","features":[]}'
_WRONG = (Verdict.WRONG_ITEM, Verdict.WRONG_PICTURE, Verdict.STALE, Verdict.FALLBACK, Verdict.BLACK)


class Figure(msgspec.Struct, frozen=True):
    """A figure at the top: what it counts, the number, its sign, and the filter that shows what it counts."""

    code: str
    number: int
    sign: Sign
    state: str


@get("/", role=Role.VIEW)
async def fleet_page(request: Ask, desk: HereDesk) -> Response[bytes]:
    """The whole page; without a program in the browser it is all there, too."""
    fleet = await desk.view.fleet()
    filters = _filters(request)
    return await _reader(request, desk, fleet).page(
        "fleet.html",
        **(_top(fleet) | await alarm_facts(desk) | await _list(desk, fleet, filters)),
        families=families(fleet.devices),
        groups=groups(fleet.devices),
        states=STATES,
        signs=tuple(Sign),
    )


@get("/parts/figures", role=Role.VIEW)
async def figures_part(request: Ask, desk: HereDesk) -> Response[bytes]:
    """The figures alone."""
    fleet = await desk.view.fleet()
    return await _reader(request, desk, fleet).page("parts/figures.html", **_top(fleet))


@get("/parts/devices", role=Role.VIEW)
async def devices_part(request: Ask, desk: HereDesk) -> Response[bytes]:
    """The list alone."""
    fleet = await desk.view.fleet()
    filters = _filters(request)
    return await _reader(request, desk, fleet).page("parts/devices.html", **await _list(desk, fleet, filters))


@get("/parts/map", role=Role.VIEW)
async def map_part(request: Ask, desk: HereDesk) -> Response[bytes]:
    """Where every device stands, for the map: id, latitude, longitude, sign, place."""
    fleet = await desk.view.fleet()
    dots = [
        (line.device, *line.position, worst(line), line.place)
        for line in fleet.devices
        if line.position is not None
    ]
    return await answered(request, JSON.encode(dots))


@get("/parts/ground", role=Role.VIEW)
async def ground_part(request: Ask, desk: HereDesk) -> Response[bytes]:
    """The city's waters, for the map; no features where the operator gave none."""
    return await answered(request, desk.settings.ground or _NO_GROUND)


def _filters(request: Ask) -> Filters:
    asked = request.query_params
    page = asked.get("page", "1")
    return Filters(
        q=asked.get("q", "")[: LIMITS.text_length],
        state=asked.get("state", ""),
        family=asked.get("family", ""),
        group=asked.get("group", ""),
        page=int(page) if page.isascii() and page.isdigit() and len(page) < _LONGEST_PAGE else 1,
    )


def _reader(request: Ask, desk: Desk, fleet: Fleet) -> Reader:
    return Reader(request, desk, city=fleet.name, zone=fleet.time_zone, alarms=fleet.figures.alarms)


def _top(fleet: Fleet) -> dict[str, Any]:
    told = fleet.figures
    wrong = sum(told.verdicts.get(verdict, 0) for verdict in _WRONG)
    figures = (
        Figure("figure-right", told.verdicts.get(Verdict.RIGHT, 0), Sign.RIGHT, State.WELL),
        Figure("figure-wrong", wrong, Sign.WRONG, State.WRONG),
        Figure("figure-frozen", told.verdicts.get(Verdict.FROZEN, 0), Sign.FROZEN, State.WRONG),
        Figure("figure-silent", told.states.get(State.SILENT, 0), Sign.SILENT, State.SILENT),
        Figure("figure-degraded", told.states.get(State.DEGRADED, 0), Sign.DEGRADED, State.DEGRADED),
        Figure("figure-dark", told.states.get(State.DARK, 0), Sign.DARK, State.DARK),
    )
    return {"fleet": fleet, "figures": figures}


async def alarm_facts(desk: Desk) -> dict[str, Any]:
    """What the alarms' part is made of."""
    return {
        "alarms": await desk.view.alarms(),
        "alarm_title": alarm_title,
        "alarm_story": alarm_story,
        "alarm_advice": alarm_advice,
        "alarm_sign": alarm_sign,
    }


async def _list(desk: Desk, fleet: Fleet, filters: Filters) -> dict[str, Any]:
    found = listing(fleet.devices, filters)
    return {
        "fleet": fleet,
        "filters": filters,
        "listing": found,
        "worst": worst,
        "brief": brief,
        "where": await _where(desk, fleet.devices, filters.q),
    }


async def _where(desk: Desk, lines: Sequence[DeviceLine], asked: str) -> Where | None:
    """Where an item is, when what is searched for is the name of one."""
    items = {item for line in lines for screen in line.screens for item in screen.items.values()}
    return await desk.view.where(asked.strip()) if asked.strip() in items else None


HANDLERS = (fleet_page, figures_part, devices_part, map_part, ground_part)
