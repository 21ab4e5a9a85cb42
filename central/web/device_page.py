"""One device: what is on the glass beside what should be, its day and its month, plots, faults, orders."""

from __future__ import annotations

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, URLEncodedBody

from central.access import Role
from central.answers import Device, Due, History, ScreenLine
from central.api.answer import JSON, answered
from central.api.asked import text
from central.api.care import ordered
from central.api.desk import HereDesk
from central.api.problems import Refused, unknown
from central.telling.glass import glass_item, item_name
from central.telling.signs import Key, Sign, sign_of
from central.telling.told import GRAVE, care, faults, in_order, order, why
from central.voices import USE
from central.web.answers import back
from central.web.drawings import HEIGHT, WIDTH, Piece, day_band, hours, month, share
from central.web.house import Ask, Reader, reader
from central.web.listing import worst
from device_profiles.report import What

PLOTS = ("fps", "late", "memory", "temperature", "rtt_ms", "offset_ms")
"""The series that are plotted, in this order."""
_DAY = timedelta(days=1)
_WEEK = timedelta(days=6)
_MONTH = timedelta(days=30)
_SCALE = {"memory": 1 / 2**20}


class Glass(msgspec.Struct, frozen=True, kw_only=True):
    """One screen as the page shows it."""

    line: ScreenLine
    name: str
    sign: Sign
    sentences: tuple[str, ...]
    due: Due | None
    taken: datetime | None
    item: str
    band: tuple[Piece, ...]
    right: float | None


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """An order that the form gives; of a grave one, the device that was named to confirm it."""

    order: str = ""
    name: str = ""


class Out(msgspec.Struct, frozen=True, kw_only=True):
    """Why the device is out of service."""

    out: str = ""


@get("/devices/{device:str}", role=Role.VIEW)
async def device_page(request: Ask, desk: HereDesk, device: FromPath[str]) -> Response[bytes]:
    """The whole page, or what changes of it."""
    who, found = await reader(request, desk), await desk.view.device(device)
    if found is None:
        raise unknown(device)
    start = who.now - _DAY
    history = await desk.view.history(device, start, who.now, figures=False, plays=False)
    until = who.now.astimezone(who.speech.zone).date()
    use = (await desk.view.tallies(until - _WEEK, until, USE, (), device=device)).lines
    return await who.page(
        "parts/device.html" if who.is_part else "device.html",
        device=found,
        glasses=tuple(_glass(found, screen, history, who) for screen in found.line.screens),
        sign=worst(found.line),
        columns=month(found.days, who.now.astimezone(who.speech.zone).date()) if found.days else (),
        marks=hours(start, who.now, who.speech.zone),
        width=WIDTH,
        height=HEIGHT,
        plots=PLOTS,
        signs=tuple(Sign),
        care=care,
        cares=in_order(desk.settings.orders),
        item_name=item_name,
        grave=GRAVE,
        use=use,
        sessions=sum(line.count for line in use if line.what is What.SESSION),
        order=order,
        faults=tuple(faults(found, who.speech, who.now)),
    )


@get("/devices/{device:str}/plots", role=Role.VIEW)
async def plots(
    request: Ask, desk: HereDesk, device: FromPath[str], span: FromQuery[str] = "day"
) -> Response[bytes]:
    """The series that are plotted, column by column."""
    now = desk.clock()
    start = now - (_MONTH if span == "month" else _DAY)
    history = await desk.view.history(device, start, now, plays=False)
    if history is None:
        raise unknown(device)
    return await answered(request, JSON.encode(_columns(history)))


@post("/devices/{device:str}/orders", role=Role.OPERATE, status_code=HTTPStatus.OK)
async def give(
    request: Ask,
    desk: HereDesk,
    device: FromPath[str],
    data: URLEncodedBody[Given],
) -> Response[bytes]:
    """Order a care of this device."""
    if data.order in GRAVE and data.name.strip() != device:
        said = (await reader(request, desk)).speech.say("reset-unconfirmed", device=device)
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "unconfirmed", said)
    await ordered(request, desk, data.order, (device,))
    return back(request, f"/devices/{device}")


@post("/devices/{device:str}/service", role=Role.OPERATE, status_code=HTTPStatus.OK)
async def service(
    request: Ask,
    desk: HereDesk,
    device: FromPath[str],
    data: URLEncodedBody[Out],
) -> Response[bytes]:
    """Take this device out of service, or back."""
    out = text(data.out, "out")
    if await desk.view.serve(device, out, desk.entry(request, "service", device, out)) is None:
        raise unknown(device)
    return back(request, f"/devices/{device}")


def _glass(device: Device, screen: ScreenLine, history: History | None, who: Reader) -> Glass:
    key = Key(device.line.device, screen.screen)
    bands = history.bands if history else ()
    band = day_band(bands, screen.screen, who.now - _DAY, who.now)
    return Glass(
        line=screen,
        name=who.speech.screen(screen.screen),
        sign=sign_of(device.line, screen),
        sentences=why(device, key, who.speech, who.now),
        due=device.due.get(screen.screen),
        taken=device.pictures.get(screen.screen),
        item=glass_item(device, key, who.speech, who.now),
        band=band,
        right=share(band),
    )


def _columns(history: History) -> dict[str, Any]:
    series, span = history.series, [history.start.timestamp(), history.end.timestamp()]
    if series is None:
        return {"span": span, "at": [], "values": {}}
    return {
        "span": span,
        "at": [round(at) for at in series.at],
        "values": {
            name: [_rounded(value, _SCALE.get(name, 1.0)) for value in series.values[name]]
            for name in PLOTS
            if name in series.values
        },
    }


def _rounded(value: float | None, scale: float) -> float | None:
    return None if value is None else float(f"{value * scale:.4g}")


HANDLERS = (device_page, plots, give, service)
