"""`POST /v1/reports`: the way in for devices, answered when the report is durable. Bare ASGI, for speed."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Protocol, assert_never

from msgspec.structs import replace

from central.errors import StoreError
from central.standing import Refusal
from central.store.taken import Untaken
from central.taking.asking import (
    Answer,
    Asked,
    Clock,
    Receive,
    Scope,
    Send,
    asked_of,
    send_answer,
    told,
    told_no,
)
from central.taking.bodies import Bodies, Cut
from central.taking.intake import Accepted, Intake, Refused, refuse
from device_profiles.quick import claimed
from device_profiles.report import Receipt, Report

REPORTS = "/v1/reports"
RETRY_S = 15
"""After so many seconds one may come again where all that can wait waits already."""
_HARMLESS = frozenset({"replayed", "too_often", "busy", "slow", "unsigned"})
"""Codes of refusals that a device gets that is well, or that no device gets."""
_log = logging.getLogger(__name__)


class Keeper(Protocol):
    """Keeps reports: central’s service."""

    async def report(self, report: Report, received: datetime) -> Receipt | Untaken:
        """Judge and keep a report; durable when this returns. Raises `StoreError`: it cannot be written."""
        ...


class Reports:
    """The application that takes reports. `counts` goes by outcome: `taken`, or a refusal’s code.

    `unwanted` hears under which name something came that is not taken, by which code, when, and whether it
    was signed with the key of that name.
    """

    def __init__(
        self,
        intake: Intake,
        keeper: Keeper,
        clock: Clock,
        unwanted: Callable[[str, Refusal], None] = lambda _name, _refusal: None,
        bodies: Bodies | None = None,
    ) -> None:
        self._intake, self._keeper, self._clock = intake, keeper, clock
        self._unwanted, self._bodies = unwanted, bodies or Bodies()
        self.counts: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one request, by ASGI: its body comes when it likes."""
        asked, arrived = asked_of(scope), self._clock()
        if asked.method != "POST":
            refused = refuse(HTTPStatus.METHOD_NOT_ALLOWED, "method", "POST a report", arrived)
            await send_answer(send, told_no(asked, refused, allow="POST"))
            return
        unwelcome = self._intake.unwelcome(asked.headers, arrived)
        kept = unwelcome or await self._heard(asked, receive, arrived)
        if kept is not None:
            await send_answer(send, self._answer(asked, kept, arrived))

    async def whole(self, asked: Asked, body: bytes) -> Answer:
        """Take a report that was POSTed and is there from its head to its end."""
        arrived = self._clock()
        unwelcome = self._intake.unwelcome(asked.headers, arrived)
        return self._answer(asked, unwelcome or await self._taken(asked, body, arrived), arrived)

    def _answer(self, asked: Asked, kept: Receipt | Refused, at: datetime) -> Answer:
        """What is said to it; counted, and noted where it is none that a well device gets."""
        if isinstance(kept, Receipt):
            self.counts["taken"] += 1
            return told(HTTPStatus.OK, kept)
        name, code = kept.signer or claimed(asked.headers), kept.refusal.code
        self.counts[code] += 1
        if name is not None and code not in _HARMLESS:
            self._unwanted(name, Refusal(code, at, at, signed=bool(kept.signer)))
        return told_no(asked, kept)

    async def _heard(self, asked: Asked, receive: Receive, received: datetime) -> Receipt | Refused | None:
        """What a report gets once it is whole; None where its sender has gone."""
        match await self._bodies.read(receive):
            case None:
                return None
            case Cut(status, code, message):
                return refuse(status, code, message, received, RETRY_S)
            case body:
                return await self._taken(asked, body, received)

    async def _taken(self, asked: Asked, body: bytes, received: datetime) -> Receipt | Refused:
        """What a report gets. It was made when its head arrived: a slow line brings the rest much later."""
        match self._intake.take(asked.method, asked.path, asked.headers, body, received):
            case Accepted(report):
                kept = await self._kept(report, received)
                return replace(kept, signer=report.device) if isinstance(kept, Refused) else kept
            case Refused() as refused:
                return refused
            case never:
                assert_never(never)

    async def _kept(self, report: Report, received: datetime) -> Receipt | Refused:
        try:
            kept = await self._keeper.report(report, received)
        except StoreError:
            kept = Untaken.BUSY
        except Exception:  # noqa: BLE001 - whatever it is, the device may bring it again, or without records
            _log.exception("a report of %s could not be taken", report.device)
            self._intake.untake(report)
            failed = "central could not take it: its log says why"
            return refuse(HTTPStatus.INTERNAL_SERVER_ERROR, "failed", failed, received, RETRY_S)
        match kept:
            case Receipt() as receipt:
                return receipt
            case Untaken.REPLAYED:
                return refuse(HTTPStatus.CONFLICT, "replayed", "it was taken before", received)
            case Untaken.TOO_MANY:
                self._intake.untake(report)
                many = "no screen shows so many new things on a day"
                return refuse(HTTPStatus.TOO_MANY_REQUESTS, "too_many", many, received, RETRY_S)
            case Untaken.BUSY:
                self._intake.untake(report)
                busy = "it cannot be written now, come again"
                return refuse(HTTPStatus.SERVICE_UNAVAILABLE, "busy", busy, received, RETRY_S)
            case never:
                assert_never(never)
