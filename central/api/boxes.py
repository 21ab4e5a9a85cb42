"""Operations of boxes and devices themselves: each request is signed by the key of whoever asks (RFC 9421).

Refusals are those of reports: a code, what it means, and central's time, by which a box without a clock
corrects itself.
"""

from __future__ import annotations

import base64
import json
import re
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import MediaType, Request, Response, delete, get, post, put
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath

from central.api.answer import JSON
from central.api.desk import Desk, HereDesk, address
from central.api.enrolling_desk import HereEnrolling
from central.api.problems import NEVER_KEPT
from central.api.technician_gate import SIGNED
from central.enrolling.boxes import Unpaired
from central.enrolling.desk import Enrolling
from central.enrolling.limits import LIMITS
from central.enrolling.pairings import Hand, Kept
from central.enrolling.tries import source_of
from central.errors import StoreError
from central.taking.asking import headers_of, path_of
from device_profiles.claiming import ACCEPTANCE_BYTES, ACCEPTANCE_PDF_BYTES, Farewell
from device_profiles.decoding import from_json
from device_profiles.enrolment import Pairing, PairingRequest, PairingState, fingerprint
from device_profiles.errors import ForeignError, IdentityError, UntimelyError
from device_profiles.identity import public_key
from device_profiles.quick import QuickVerifier, claimed
from device_profiles.report import Refusal

Ask = Request[Any, Any, Any]
REQUEST_BYTES = 300 * 1024
"""The largest request of a box: the settings of its bundle are in it."""
_HOST = re.compile(r"[A-Za-z0-9.\-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?", re.ASCII)
_SIGNED = {SIGNED: True}
_PRINT = re.compile(r"[0-9a-f]{64}", re.ASCII)


class BoxRefused(Exception):  # noqa: N818 - an expected outcome on its way to the answer
    """A request of a box that is refused."""

    def __init__(self, status: HTTPStatus, code: str, message: str, retry_s: int | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.retry_s = status, code, message, retry_s


def refused(desk: Desk, error: BoxRefused) -> Response[bytes]:
    """The answer to it."""
    said = Refusal(code=error.code, message=error.message, at=desk.clock())
    headers = dict(NEVER_KEPT)
    if error.retry_s is not None:
        headers["Retry-After"] = str(error.retry_s)
    return Response(JSON.encode(said), status_code=error.status, media_type=MediaType.JSON, headers=headers)


def _told(kind: Any, *statuses: HTTPStatus) -> dict[int, ResponseSpec]:
    """The answers, for the description."""
    every = (*statuses, HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS)
    refusals = {
        int(status): ResponseSpec(data_container=Refusal, description=status.phrase, generate_examples=False)
        for status in every
    }
    good = ResponseSpec(data_container=kind, description="What is so.", generate_examples=False)
    return {int(HTTPStatus.OK): good, **refusals}


@post(
    "/pairings",
    request_max_body_size=REQUEST_BYTES,
    responses=_told(Pairing, HTTPStatus.CONFLICT),
    opt=_SIGNED,
    security=[],
    tags=["boxes"],
)
async def ask(request: Ask, desk: HereDesk, enrolling: HereEnrolling) -> Response[bytes]:
    """A box asks for a code, with its key in it. The same box gets the same code while that lives."""
    _keep_pace(request, desk)
    body, at = await request.body(), desk.clock()
    wanted = _request(body)
    own = fingerprint(wanted.key)
    if claimed(headers_of(request.scope["headers"])) != own:
        raise BoxRefused(HTTPStatus.UNAUTHORIZED, "foreign", "sign it with the key that it names")
    _signed_with(request, body, wanted.key, own, desk)
    given = await enrolling.boxes.ask(wanted, source_of(address(request.scope)), at)
    here = enrolling.ground.public_url or _base(request)
    match given:
        case Unpaired.CLONED:
            told = "another machine has this key: make another"
            raise BoxRefused(HTTPStatus.CONFLICT, "machine_known", told)
        case Unpaired.FULL:
            told = "too many boxes wait, come again"
            raise BoxRefused(HTTPStatus.TOO_MANY_REQUESTS, "too_many", told, LIMITS.again_s)
        case Kept():
            said = Pairing(
                code=given.code, until=given.until, claim_url=f"{here}/claim?code={given.code}", at=at
            )
        case _:
            said = Pairing(code="", until=at, claim_url=f"{here}/claim", at=at)
    return _answer(said, HTTPStatus.CREATED)


@get(
    "/pairings/{print_:str}",
    responses=_told(PairingState, HTTPStatus.NOT_FOUND),
    opt=_SIGNED,
    security=[],
    tags=["boxes"],
)
async def stands(
    request: Ask, desk: HereDesk, enrolling: HereEnrolling, print_: FromPath[str]
) -> Response[bytes]:
    """A box asks how it stands: it waits, its code has ended, or it was claimed and is given its grant."""
    await _verified_box(request, b"", print_, desk, enrolling)
    said = await enrolling.boxes.stands(print_, _base(request), desk.clock())
    if said is None:
        raise BoxRefused(HTTPStatus.NOT_FOUND, "unknown", "nothing is known of this box: ask for a code")
    return _answer(said)


@delete(
    "/pairings/{print_:str}",
    status_code=HTTPStatus.NO_CONTENT,
    responses={
        404: ResponseSpec(data_container=Refusal, description="Not Found", generate_examples=False),
    },
    opt=_SIGNED,
    security=[],
    tags=["boxes"],
)
async def leave(request: Ask, desk: HereDesk, enrolling: HereEnrolling, print_: FromPath[str]) -> None:
    """A box says that it was wiped, and what was left on its disk: its key counts no more."""
    body = await request.body()
    await _verified_box(request, body, print_, desk, enrolling)
    try:
        farewell = from_json(body or b"{}", Farewell)
    except msgspec.DecodeError as error:
        raise BoxRefused(HTTPStatus.BAD_REQUEST, "malformed", str(error)) from error
    hand = Hand(name=farewell.device or print_[:16], address=address(request.scope))
    if not await enrolling.boxes.leave(print_, farewell, hand, desk.clock()):
        raise BoxRefused(HTTPStatus.CONFLICT, "wrong_device", "this key is of another device")


@put(
    "/enrolments/{device:str}/acceptance",
    status_code=HTTPStatus.NO_CONTENT,
    request_max_body_size=ACCEPTANCE_BYTES,
    opt=_SIGNED,
    security=[],
    tags=["boxes"],
)
async def accept(request: Ask, desk: HereDesk, enrolling: HereEnrolling, device: FromPath[str]) -> None:
    """A device hands in the report of its acceptance: JSON, signed by its key."""
    body = await request.body()
    _verified_device(request, body, device, desk, enrolling)
    try:
        is_report = isinstance(json.loads(body), dict)
    except (ValueError, RecursionError):
        is_report = False
    if not is_report:
        raise BoxRefused(HTTPStatus.BAD_REQUEST, "malformed", "a report is an object in JSON")
    await enrolling.life.accept(device, body, Hand(name=device, address=address(request.scope)))


@put(
    "/enrolments/{device:str}/acceptance.pdf",
    status_code=HTTPStatus.NO_CONTENT,
    request_max_body_size=ACCEPTANCE_PDF_BYTES,
    opt=_SIGNED,
    security=[],
    tags=["boxes"],
)
async def accept_page(request: Ask, desk: HereDesk, enrolling: HereEnrolling, device: FromPath[str]) -> None:
    """The same report as a page, after it: PDF, signed by the same key."""
    body = await request.body()
    _verified_device(request, body, device, desk, enrolling)
    if not body.startswith(b"%PDF-"):
        raise BoxRefused(HTTPStatus.BAD_REQUEST, "malformed", "a page is a PDF")
    if not await enrolling.life.accept_page(device, body):
        raise BoxRefused(HTTPStatus.CONFLICT, "no_report", "hand in the report itself first")


def _request(body: bytes) -> PairingRequest:
    try:
        wanted = from_json(body, PairingRequest)
        public_key(wanted.key)
    except (msgspec.DecodeError, IdentityError) as error:
        raise BoxRefused(HTTPStatus.BAD_REQUEST, "malformed", str(error)) from error
    if base64.b64encode(base64.b64decode(wanted.key)).decode() != wanted.key:
        raise BoxRefused(HTTPStatus.BAD_REQUEST, "malformed", "the key is not written as base64 is")
    if not all(text.isprintable() for text in (wanted.profile, wanted.version, wanted.address)):
        raise BoxRefused(HTTPStatus.BAD_REQUEST, "malformed", "profile, version and address are lines")
    return wanted


async def _verified_box(request: Ask, body: bytes, print_: str, desk: Desk, enrolling: Enrolling) -> None:
    """The box with this fingerprint asks, and no other. Raises `BoxRefused`."""
    _keep_pace(request, desk)
    if claimed(headers_of(request.scope["headers"])) != print_:
        raise BoxRefused(HTTPStatus.FORBIDDEN, "other_box", "a box asks for itself alone, and signs it")
    key = await enrolling.boxes.key(print_) if _PRINT.fullmatch(print_) else None
    if key is None:
        raise BoxRefused(HTTPStatus.NOT_FOUND, "unknown", "nothing is known of this box: ask for a code")
    _signed_with(request, body, key, print_, desk)


def _verified_device(request: Ask, body: bytes, device: str, desk: Desk, enrolling: Enrolling) -> None:
    """The device asks, and no other. Raises `BoxRefused`."""
    _keep_pace(request, desk)
    if claimed(headers_of(request.scope["headers"])) != device:
        raise BoxRefused(HTTPStatus.FORBIDDEN, "wrong_device", "a device signs for itself alone")
    if enrolling.keyring(device) is None:
        raise BoxRefused(HTTPStatus.FORBIDDEN, "unknown_device", "no key of this device is enrolled")
    if _signer(request, body, QuickVerifier(enrolling.keyring), desk) != device:
        raise BoxRefused(HTTPStatus.FORBIDDEN, "wrong_device", "a device signs for itself alone")


def _signed_with(request: Ask, body: bytes, key: str, print_: str, desk: Desk) -> None:
    """The box with this key signed, under its fingerprint. Raises `BoxRefused`."""
    known = public_key(key)
    verifier = QuickVerifier(lambda says: known if says == print_ else None)
    if _signer(request, body, verifier, desk) != print_:
        raise BoxRefused(HTTPStatus.FORBIDDEN, "other_box", "a box asks for itself alone, and signs it")


def _signer(request: Ask, body: bytes, verifier: QuickVerifier, desk: Desk) -> str:
    """Who signed: a request may name several, and one alone is verified. Raises `BoxRefused`."""
    headers = headers_of(request.scope["headers"])
    if "signature" not in headers:
        raise BoxRefused(HTTPStatus.UNAUTHORIZED, "unsigned", "sign it with the key (RFC 9421)")
    try:
        return verifier.signer(request.method, path_of(request.scope), headers, body, desk.clock())
    except ForeignError as error:
        raise BoxRefused(
            HTTPStatus.UNAUTHORIZED, "foreign", f"the signature does not hold: {error}"
        ) from error
    except UntimelyError as error:
        raise BoxRefused(HTTPStatus.UNAUTHORIZED, "untimely", f"{error}, compare `at`") from error


def _keep_pace(request: Ask, desk: Desk) -> None:
    if late := desk.access.wait_s(None, address(request.scope)):
        told = f"come again in {late:.1f} s"
        raise BoxRefused(HTTPStatus.TOO_MANY_REQUESTS, "too_often", told, max(1, round(late)))


def _base(request: Ask) -> str:
    """Central's address as this request came to it."""
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        raise BoxRefused(HTTPStatus.BAD_REQUEST, "malformed", "say which host you ask")
    return f"{request.url.scheme}://{host}"


def _answer(said: msgspec.Struct, status: HTTPStatus = HTTPStatus.OK) -> Response[bytes]:
    return Response(JSON.encode(said), status_code=status, media_type=MediaType.JSON, headers=NEVER_KEPT)


def trouble(desk: Desk, error: Exception) -> Response[bytes] | None:
    """The answer to what went wrong with a box; None where that is everybody's trouble."""
    if isinstance(error, BoxRefused):
        return refused(desk, error)
    if isinstance(error, StoreError):
        busy = BoxRefused(HTTPStatus.SERVICE_UNAVAILABLE, "busy", "it cannot be written now", LIMITS.again_s)
        return refused(desk, busy)
    return None


HANDLERS = (ask, stands, leave, accept, accept_page)
