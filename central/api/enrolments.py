"""Operations on the life of ids: who has them, and what is done to them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath, JSONBody

from central.access import Role
from central.api.answer import JSON, answered
from central.api.asked import text
from central.api.care import ordered
from central.api.desk import Desk, HereDesk
from central.api.enrolling_desk import HereEnrolling
from central.api.fleet import says
from central.api.problems import Refused, refusals, unknown
from central.api.technician_gate import OPEN, hand_of
from central.api.technicians import denied
from central.enrolling.desk import Enrolling
from central.enrolling.pairings import Denied
from device_profiles.claiming import Changed, EnrolmentLine, EnrolmentState, Reason, Rename
from playlists.feed.orders import Care

Ask = Request[Any, Any, Any]
_BAD, _NONE, _CONFLICT = HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT
RESET = "reset"
"""The care by which a device makes itself a box again."""


@get("/enrolments", role=Role.VIEW, opt=OPEN, responses=says(tuple[EnrolmentLine, ...]), tags=["enrolling"])
async def get_enrolments(request: Ask, enrolling: HereEnrolling) -> Response[bytes]:
    """Every id, and the box that has it."""
    return await answered(request, JSON.encode(await enrolling.life.all()))


@get(
    "/enrolments/{device:str}",
    role=Role.VIEW,
    opt=OPEN,
    responses=says(EnrolmentLine, _NONE),
    tags=["enrolling"],
)
async def get_enrolment(request: Ask, enrolling: HereEnrolling, device: FromPath[str]) -> Response[bytes]:
    """One id, with all keys that it had."""
    return await answered(request, JSON.encode(await _line(enrolling, device)))


@get(
    "/enrolments/{device:str}/acceptance",
    role=Role.VIEW,
    opt=OPEN,
    responses=refusals(_NONE),
    tags=["enrolling"],
)
async def get_acceptance(request: Ask, enrolling: HereEnrolling, device: FromPath[str]) -> Response[bytes]:
    """The newest report of a device's acceptance, as it was signed."""
    found = await enrolling.life.acceptance(device)
    if found is None:
        await _line(enrolling, device)
        raise Refused(_NONE, "no_report", f"{device} has no report of an acceptance")
    return await answered(request, found.report, headers={"X-Received": found.at.isoformat()})


@get(
    "/enrolments/{device:str}/acceptance.pdf",
    role=Role.VIEW,
    opt=OPEN,
    responses=refusals(_NONE),
    tags=["enrolling"],
)
async def get_acceptance_page(
    request: Ask, enrolling: HereEnrolling, device: FromPath[str]
) -> Response[bytes]:
    """The same as a page, in PDF."""
    found = await enrolling.life.acceptance(device)
    if found is None or found.pdf is None:
        await _line(enrolling, device)
        raise Refused(_NONE, "no_report", f"{device} has no page of an acceptance")
    name = f'attachment; filename="acceptance-{found.at:%Y-%m-%d}.pdf"'
    return await answered(request, found.pdf, "application/pdf", headers={"Content-Disposition": name})


@post(
    "/enrolments/{device:str}/{act:str}",
    role=Role.OPERATE,
    status_code=HTTPStatus.OK,
    responses=refusals(_BAD, _NONE, _CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY),
    tags=["enrolling"],
)
async def act(  # noqa: PLR0917 - Litestar hands them in by name
    request: Ask,
    desk: HereDesk,
    enrolling: HereEnrolling,
    device: FromPath[str],
    act: FromPath[str],
    data: JSONBody[Reason | None] = None,
) -> Changed:
    """Do something to an id: `revoke`, `reset`, `out`, `in` or `retire`. What is so already stays so."""
    done = _ACTS.get(act)
    if done is None:
        raise unknown(act)
    await _line(enrolling, device)
    changed = await done(request, desk, enrolling, device, text(data.why if data else "", "why"))
    return await _changed(enrolling, device, changed=changed)


@post(
    "/enrolments/{device:str}/rename",
    role=Role.OPERATE,
    status_code=HTTPStatus.OK,
    responses=refusals(_BAD, _CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY),
    tags=["enrolling"],
)
async def rename(
    request: Ask, desk: HereDesk, enrolling: HereEnrolling, device: FromPath[str], data: JSONBody[Rename]
) -> Changed:
    """The box of an id has another id of the feed from now on; without a box there is nothing to change."""
    said = await enrolling.life.rename(device, data.to, hand_of(request))
    if isinstance(said, Denied):
        raise denied(said, desk.clock())
    return await _changed(enrolling, data.to, changed=said)


async def _revoke(request: Ask, _desk: Desk, enrolling: Enrolling, device: str, why: str) -> bool:
    return await enrolling.life.revoke(device, why, hand_of(request))


async def _retire(request: Ask, _desk: Desk, enrolling: Enrolling, device: str, why: str) -> bool:
    return await enrolling.life.retire(device, why, hand_of(request))


async def _out(request: Ask, desk: Desk, enrolling: Enrolling, device: str, why: str) -> bool:
    if not why:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "no_reason", "say why it is out of service")
    return await _serve(request, desk, enrolling, device, why)


async def _in(request: Ask, desk: Desk, enrolling: Enrolling, device: str, _why: str) -> bool:
    back = await enrolling.life.take_back(device, hand_of(request))
    return await _serve(request, desk, enrolling, device, "") or back


async def _serve(request: Ask, desk: Desk, enrolling: Enrolling, device: str, out: str) -> bool:
    known = enrolling.ground.service.held.get(device)
    if (known.out if known else "") == out:
        return False
    if await desk.view.serve(device, out, desk.entry(request, "service", device, out)) is None:
        raise Refused(_CONFLICT, "not_in_feed", f"the feed does not name {device}")
    return True


async def _reset(request: Ask, desk: Desk, enrolling: Enrolling, device: str, _why: str) -> bool:
    """Order a device to wipe itself; its farewell ends its key."""
    line = await _line(enrolling, device)
    if RESET not in set(Care):
        raise Refused(_CONFLICT, "no_reset", "this Parvis knows no order by which a device wipes itself")
    if not line.fingerprint and _was_wiped(line):
        return False
    if not line.fingerprint:
        raise Refused(_CONFLICT, "no_box", f"{device} has no box")
    if line.state is EnrolmentState.CLAIMED:
        raise Refused(_CONFLICT, "unheard", f"{device} has not been heard of: revoke its key")
    if RESET not in desk.settings.orders:
        raise Refused(_CONFLICT, "no_keys", "this central holds no keys to give orders with (--keys)")
    now = desk.clock()
    for order in await desk.view.orders():
        if order.order == RESET and device in order.devices and now < order.until:
            return False
    await ordered(request, desk, RESET, (device,))
    return True


def _was_wiped(line: EnrolmentLine) -> bool:
    """Whether the last box of a device said goodbye itself: what was asked for is so."""
    return bool(line.keys) and line.keys[0].ended_by == line.device


_ACTS = {"revoke": _revoke, "reset": _reset, "out": _out, "in": _in, "retire": _retire}


async def _changed(enrolling: Enrolling, device: str, *, changed: bool) -> Changed:
    line = await _line(enrolling, device)
    return Changed(changed=changed, enrolment=line)


async def _line(enrolling: Enrolling, device: str) -> EnrolmentLine:
    found = await enrolling.life.one(device)
    if found is None:
        raise unknown(device)
    return found


HANDLERS = (get_enrolments, get_enrolment, get_acceptance, get_acceptance_page, act, rename)
