"""`/claim`: a technician with a phone says which device a box is. Plain forms: no program is needed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import MediaType, Response, Router, get, post
from litestar.datastructures import Cookie
from litestar.di import Provide
from litestar.params import FromPath, FromQuery, URLEncodedBody

from central.access import Role
from central.answers import Device
from central.api.desk import LIMITS, Desk, HereDesk, address
from central.api.enrolling_desk import HereEnrolling
from central.api.gate import must_be_ours, too_often
from central.api.problems import NEVER_KEPT, Refused
from central.api.technician_gate import OPEN, TECHNICIAN_COOKIE, hand_of, technician_gate
from central.api.technicians import STATUSES
from central.enrolling.desk import Enrolling
from central.enrolling.pairings import Denied, Why
from central.standing import Verdict
from central.web.answers import there, trouble
from central.web.claim_list import Offer, offered
from central.web.house import Ask, Reader, reader
from device_profiles.claiming import Claim, EnrolmentLine, EnrolmentState
from device_profiles.enrolment import spoken, typed, written

_PATH = "/claim"
_AGAIN_S = 3
"""After so many seconds the last page looks again whether the device was heard."""
_LONGEST, _CODE, _DEVICE = 100, 40, 64
"""So much is read of what is typed at all, of a code, and of a device's id."""
_FOREIGN = "foreign_page"


class SignIn(msgspec.Struct, frozen=True, kw_only=True):
    """What the door's form sends."""

    token: str = ""
    code: str = ""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What the last form sends."""

    code: str = ""
    device: str = ""
    replace: str = ""


@post("/door", status_code=HTTPStatus.OK)
async def door(
    request: Ask, desk: HereDesk, enrolling: HereEnrolling, data: URLEncodedBody[SignIn]
) -> Response[bytes]:
    """Sign in with a technician's token."""
    must_be_ours(request, desk)
    where = address(request.scope)
    if late := desk.access.wait_s(None, where):
        raise too_often(late)
    found = None
    if not enrolling.technicians.locked(where):
        found = await enrolling.technicians.by_secret(data.token, where)
    if found is None:
        until = enrolling.technicians.locked(where)
        return _door(request, desk, data.code, refused=not until, until=until)
    await _end(request, enrolling)
    word, lasts = await enrolling.technicians.sign_in(found, where)
    answer = there(request, _claim_path(data.code))
    answer.set_cookie(_cookie(request, desk, word, lasts))
    return answer


@post("/leave", status_code=HTTPStatus.OK)
async def leave(request: Ask, desk: HereDesk, enrolling: HereEnrolling) -> Response[bytes]:
    """Sign out: the session is over, wherever its cookie was copied to."""
    must_be_ours(request, desk)
    await _end(request, enrolling)
    answer = there(request, _PATH)
    answer.set_cookie(_cookie(request, desk, "", 0))
    return answer


async def _end(request: Ask, enrolling: Enrolling) -> None:
    """End the session that a phone has."""
    if word := request.cookies.get(TECHNICIAN_COOKIE):
        await enrolling.technicians.sign_out(word[:_LONGEST], address(request.scope))


@get("/", role=Role.OPERATE, opt=OPEN)
async def code_page(request: Ask, desk: HereDesk, code: FromQuery[str] = "") -> Response[bytes]:
    """The code that the box shows; it is there already where one came by its QR code."""
    return await _page(request, desk, "code", code=_shown(code))


@get("/choose", role=Role.OPERATE, opt=OPEN)
async def choose_page(
    request: Ask,
    desk: HereDesk,
    enrolling: HereEnrolling,
    code: FromQuery[str] = "",
    q: FromQuery[str] = "",
) -> Response[bytes]:
    """The box, and the devices that it may become."""
    box = await enrolling.claims.look(code[:_LONGEST], hand_of(request))
    if isinstance(box, Denied):
        return await _denied(request, desk, box, code)
    lines = await enrolling.life.all()
    facts = {"code": _shown(code), "box": box, "q": q[:_LONGEST]}
    free = offered(lines, box.profile, q, Offer.FREE)
    taken = offered(lines, box.profile, q, Offer.TAKEN)
    return await _page(request, desk, "choose", **facts, free=free, taken=taken)


@get("/confirm", role=Role.OPERATE, opt=OPEN)
async def confirm_page(
    request: Ask, desk: HereDesk, enrolling: HereEnrolling, code: FromQuery[str], device: FromQuery[str]
) -> Response[bytes]:
    """The fingerprint to compare, and what the claim does; what would be refused is not offered."""
    wish = Claim(code=code[:_CODE], device=device[:_DEVICE] or "?", replace=True)
    box = await enrolling.claims.weigh(wish, hand_of(request))
    if isinstance(box, Denied):
        return await _denied(request, desk, box, code)
    line = await enrolling.life.one(device)
    if line is None:
        nobody = Denied(why=Why.UNKNOWN_DEVICE, device=device[:_LONGEST])
        return await _denied(request, desk, nobody, code)
    facts: dict[str, Any] = {"code": _shown(code), "box": box, "line": line}
    return await _page(request, desk, "confirm", **facts, print=spoken(box.fingerprint))


@post("/", role=Role.OPERATE, opt=OPEN, status_code=HTTPStatus.OK)
async def claim(
    request: Ask, desk: HereDesk, enrolling: HereEnrolling, data: URLEncodedBody[Wish]
) -> Response[bytes]:
    """Claim it."""
    wish = Claim(code=data.code[:_CODE], device=data.device[:_DEVICE] or "?", replace=data.replace == "yes")
    said = await enrolling.claims.claim(wish, hand_of(request))
    if isinstance(said, Denied):
        return await _denied(request, desk, said, data.code)
    return there(request, f"{_PATH}/done/{said.device}")


@get("/done/{device:str}", role=Role.OPERATE, opt=OPEN)
async def done_page(
    request: Ask, desk: HereDesk, enrolling: HereEnrolling, device: FromPath[str]
) -> Response[bytes]:
    """What has become of it: claimed, heard, and on the glass."""
    line, found = await enrolling.life.one(device), await desk.view.device(device)
    if line is None or line.state is EnrolmentState.NONE:
        return await _denied(request, desk, Denied(why=Why.UNKNOWN_DEVICE, device=device[:_LONGEST]), "")
    right = _is_right(found, line)
    again = None if right else _AGAIN_S
    return await _page(
        request, desk, "done", line=line, right=right, again=again, print=spoken(line.fingerprint)
    )


def claim_pages(desk: Desk, enrolling: Enrolling) -> tuple[Router, Router]:
    """The routes: the door, and what is behind it."""
    common: dict[str, Any] = {
        "request_max_body_size": LIMITS.body_bytes,
        "include_in_schema": False,
        "dependencies": {"enrolling": Provide(lambda: enrolling, sync_to_thread=False)},
        "signature_types": [Enrolling],
    }

    def sign_in(request: Ask, error: Exception) -> Response[bytes]:
        """Whoever may not claim signs in as somebody who may; without a page of ours nothing is done."""
        barred = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
        if isinstance(error, Refused) and error.status_code in barred and error.problem.code != _FOREIGN:
            return _door(request, desk, request.query_params.get("code", ""))
        return trouble(desk, request, error)

    inside = (code_page, choose_page, confirm_page, claim, done_page)
    return (
        Router(
            _PATH,
            route_handlers=[door, leave],
            exception_handlers={Exception: lambda request, error: trouble(desk, request, error)},
            **common,
        ),
        Router(
            _PATH,
            route_handlers=[*inside],
            guards=[technician_gate(desk, enrolling)],
            exception_handlers={Exception: sign_in},
            **common,
        ),
    )


def _is_right(found: Device | None, line: EnrolmentLine) -> bool:
    """Whether what is due is on every screen, by a report of this box."""
    if found is None or line.first_seen is None or not found.line.screens:
        return False
    good = {Verdict.RIGHT, Verdict.DARK}
    return all(screen.verdict in good for screen in found.line.screens)


def _door(
    request: Ask, desk: Desk, code: str, *, refused: bool = False, until: datetime | None = None
) -> Response[bytes]:
    status = HTTPStatus.LOCKED if until else HTTPStatus.UNAUTHORIZED if refused else HTTPStatus.OK
    facts = {"code": _shown(code), "refused": refused, "minutes": _minutes(until, desk)}
    return _answer(Reader(request, desk), "door", facts, status)


async def _denied(request: Ask, desk: Desk, said: Denied, code: str) -> Response[bytes]:
    """What a claim is refused for, and what to do."""
    facts = {"said": said, "why": _WHY[said.why], "code": _shown(code), "minutes": _minutes(said.at, desk)}
    return _answer(await reader(request, desk), "no", facts, STATUSES[said.why])


async def _page(request: Ask, desk: Desk, name: str, **facts: Any) -> Response[bytes]:
    return _answer(await reader(request, desk), name, facts)


def _answer(
    who: Reader, name: str, facts: Mapping[str, Any], status: HTTPStatus = HTTPStatus.OK
) -> Response[bytes]:
    body = who.html(f"claim/{name}.html", **facts).encode()
    return Response(body, status_code=status, media_type=MediaType.HTML, headers=NEVER_KEPT)


def _cookie(request: Ask, desk: Desk, word: str, lasts_s: int) -> Cookie:
    safe = request.url.scheme == "https" or desk.settings.public_url.startswith("https:")
    return Cookie(
        key=TECHNICIAN_COOKIE,
        value=word,
        max_age=lasts_s,
        path=_PATH,
        httponly=True,
        samesite="strict",
        secure=safe,
    )


def _claim_path(code: str) -> str:
    word = typed(code)
    return f"{_PATH}?code={word}" if word else _PATH


def _shown(code: str) -> str:
    """A code as the box shows it, or what was typed."""
    word = typed(code[:_LONGEST])
    return written(word) if word else code[:_LONGEST]


def _minutes(until: datetime | None, desk: Desk) -> int:
    return max(1, math.ceil((until - desk.clock()).total_seconds() / 60)) if until else 0


_WHY = {
    Why.CODE: "claim-no-code",
    Why.LOCKED: "claim-no-locked",
    Why.EXPIRED: "claim-no-expired",
    Why.CLAIMED: "claim-no-claimed",
    Why.TAKEN: "claim-no-taken",
    Why.RETIRED: "claim-no-retired",
    Why.UNKNOWN_DEVICE: "claim-no-unknown",
    Why.PROFILE: "claim-no-profile",
    Why.USED_UP: "claim-no-used",
    Why.BARRED: "claim-no-barred",
}
"""What the page says of each refusal; `…-do` is what to do then."""
