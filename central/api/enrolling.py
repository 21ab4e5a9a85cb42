"""The routes of enrolling: of boxes, which sign what they ask; of technicians, and of those with a role."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, Router
from litestar.di import Provide

from central.api import boxes, enrolments, technicians
from central.api.desk import LIMITS, Desk
from central.api.problems import answer
from central.api.technician_gate import SIGNED, technician_gate
from central.enrolling.desk import Enrolling


def enrolling_api(desk: Desk, enrolling: Enrolling) -> Router:
    """The routes. Those of boxes pass the gate: they look at the signature themselves."""

    def trouble(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
        if request.route_handler.opt.get(SIGNED):
            return boxes.trouble(desk, error) or answer(request, error)
        return answer(request, error)

    return Router(
        "/v1",
        route_handlers=[*boxes.HANDLERS, *technicians.HANDLERS, *enrolments.HANDLERS],
        guards=[technician_gate(desk, enrolling)],
        dependencies={"enrolling": Provide(lambda: enrolling, sync_to_thread=False)},
        request_max_body_size=LIMITS.body_bytes,
        exception_handlers={Exception: trouble},
        signature_types=[Enrolling],
        security=[{"token": []}],
    )
