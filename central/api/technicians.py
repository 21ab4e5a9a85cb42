"""Operations on technicians and their claims."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Any, Literal

from litestar import Request, Response, delete, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from central.access import Role
from central.api.answer import JSON, answered
from central.api.desk import HereDesk
from central.api.enrolling_desk import HereEnrolling
from central.api.fleet import says
from central.api.problems import Problem, Refused, malformed, refusals, unknown
from central.api.technician_gate import OPEN, hand_of, locked
from central.enrolling.pairings import Denied, Why
from central.errors import TokenError
from device_profiles.claiming import (
    Claim,
    Claimed,
    MadeTechnician,
    NewTechnician,
    TechnicianLine,
    Waiting,
)

Ask = Request[Any, Any, Any]
_BAD, _NONE = HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND
STATUSES = {
    Why.CODE: HTTPStatus.NOT_FOUND,
    Why.EXPIRED: HTTPStatus.GONE,
    Why.CLAIMED: HTTPStatus.CONFLICT,
    Why.TAKEN: HTTPStatus.CONFLICT,
    Why.RETIRED: HTTPStatus.CONFLICT,
    Why.UNKNOWN_DEVICE: HTTPStatus.UNPROCESSABLE_ENTITY,
    Why.PROFILE: HTTPStatus.UNPROCESSABLE_ENTITY,
    Why.USED_UP: HTTPStatus.FORBIDDEN,
    Why.BARRED: HTTPStatus.UNAUTHORIZED,
    Why.LOCKED: HTTPStatus.LOCKED,
}
"""How each refusal of a claim is answered."""
_REFUSALS = (_BAD, *sorted(set(STATUSES.values())))


class ClaimProblem(Problem, frozen=True, kw_only=True):
    """Why not, and who has the box (`what` is "box") or the id ("id") instead, by whom and since when.

    `until` is how long whoever asked is locked out.
    """

    what: Literal["box", "id", ""] = ""
    device: str = ""
    by: str = ""
    at: datetime | None = None
    until: datetime | None = None


@get("/technicians", role=Role.OPERATE, responses=says(tuple[TechnicianLine, ...]), tags=["enrolling"])
async def get_technicians(request: Ask, enrolling: HereEnrolling) -> Response[bytes]:
    """All technicians' tokens that are good or ended of late, the newest first."""
    return await answered(request, JSON.encode(await enrolling.technicians.all()))


@post("/technicians", role=Role.OPERATE, responses=refusals(_BAD), tags=["enrolling"])
async def make_technician(
    request: Ask, enrolling: HereEnrolling, data: JSONBody[NewTechnician]
) -> MadeTechnician:
    """Make a token for a technician, good for some hours and some claims."""
    try:
        return await enrolling.technicians.make(data, hand_of(request))
    except TokenError as error:
        raise malformed(str(error)) from error


@delete(
    "/technicians/{technician:str}",
    role=Role.OPERATE,
    status_code=HTTPStatus.OK,
    responses=refusals(_NONE),
    tags=["enrolling"],
)
async def revoke_technician(
    request: Ask, enrolling: HereEnrolling, technician: FromPath[str]
) -> TechnicianLine:
    """Revoke a technician's token: from now on nobody claims with it."""
    found = await enrolling.technicians.revoke(technician, hand_of(request))
    if found is None:
        raise unknown(technician)
    return found


@get("/pairings", role=Role.OPERATE, opt=OPEN, responses=says(Waiting, *_REFUSALS), tags=["enrolling"])
async def look(
    request: Ask, desk: HereDesk, enrolling: HereEnrolling, code: FromQuery[str]
) -> Response[bytes]:
    """The box that shows a code. A wrong code is a try, and five of them lock out who tried."""
    said = await enrolling.claims.look(code[:40], hand_of(request))
    if isinstance(said, Denied):
        raise denied(said, desk.clock())
    return Response(JSON.encode(said), media_type="application/json", headers={"Cache-Control": "no-store"})


@post("/claims", role=Role.OPERATE, opt=OPEN, responses=refusals(*_REFUSALS), tags=["enrolling"])
async def claim(request: Ask, desk: HereDesk, enrolling: HereEnrolling, data: JSONBody[Claim]) -> Claimed:
    """Let the box that shows a code be a device. The same claim again is answered as the first was."""
    said = await enrolling.claims.claim(data, hand_of(request))
    if isinstance(said, Denied):
        raise denied(said, desk.clock())
    return said


def denied(said: Denied, now: datetime) -> Refused:
    """A claim that is refused, as the API says it."""
    if said.why is Why.LOCKED and said.at is not None:
        return _with(locked(said.at, now), said, Why.LOCKED)
    code = Why.CLAIMED if said.why is Why.TAKEN else said.why
    return _with(Refused(STATUSES[said.why], code, _told(said)), said, code)


def _with(refused: Refused, said: Denied, code: str) -> Refused:
    what: Literal["box", "id", ""] = (
        "box" if said.why is Why.CLAIMED else "id" if said.why in {Why.TAKEN, Why.RETIRED} else ""
    )
    refused.problem = ClaimProblem(
        until=said.at if said.why is Why.LOCKED else None,
        code=code,
        detail=refused.problem.detail,
        what=what,
        device=said.device,
        by=said.by,
        at=said.at,
    )
    return refused


def _told(said: Denied) -> str:
    when, by = f"{said.at:%Y-%m-%dT%H:%M:%SZ}" if said.at else "", said.by or "?"
    return _SENTENCES[said.why].format(when=when, by=by, device=said.device, detail=said.detail)


_SENTENCES = {
    Why.CODE: "no box shows this code",
    Why.LOCKED: "too many wrong codes: locked until {when}",
    Why.EXPIRED: "this code ended {when}: the box shows another one",
    Why.CLAIMED: "this box was claimed as {device} by {by}, {when}",
    Why.TAKEN: "{device} was given to another box by {by}, {when}: replace it, or choose another",
    Why.RETIRED: "{device} was retired by {by}, {when}: {detail}",
    Why.UNKNOWN_DEVICE: "the feed names no {device}",
    Why.PROFILE: "the box and {device} are of two profiles: {detail}",
    Why.USED_UP: "this token was good for {detail} claims, and they are done",
    Why.BARRED: "this token has ended, or was revoked",
}


HANDLERS = (get_technicians, make_technician, revoke_technician, look, claim)
