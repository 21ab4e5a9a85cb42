"""The routes of enrolling: of boxes, which sign what they ask; of technicians, and of those with a role."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from litestar import Request, Response, Router
from litestar.di import Provide

from central.api import boxes, enrolments, technicians
from central.api.desk import LIMITS, Desk
from central.api.problems import Refused, answer
from central.api.technician_gate import technician_gate
from central.enrolling.desk import Enrolling
from central.errors import StoreError


def enrolling_api(desk: Desk, enrolling: Enrolling) -> tuple[Router, Router]:
    """Both routers."""

    def trouble(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
        return boxes.trouble(desk, error) or answer(request, error)

    given = {"enrolling": Provide(lambda: enrolling, sync_to_thread=False)}
    return (
        Router(
            "/v1",
            route_handlers=[*boxes.HANDLERS],
            dependencies=given,
            request_max_body_size=LIMITS.body_bytes,
            exception_handlers={Exception: trouble},
            signature_types=[Enrolling],
        ),
        Router(
            "/v1",
            route_handlers=[*technicians.HANDLERS, *enrolments.HANDLERS],
            guards=[technician_gate(desk, enrolling)],
            dependencies=given,
            request_max_body_size=LIMITS.body_bytes,
            exception_handlers={Exception: _answer},
            signature_types=[Enrolling],
            security=[{"token": []}],
        ),
    )


def _answer(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    if isinstance(error, StoreError):
        error = Refused(HTTPStatus.SERVICE_UNAVAILABLE, "busy", "it cannot be written now, come again")
    return answer(request, error)
