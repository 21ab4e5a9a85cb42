"""`GET /metrics`: the fleet and central itself, for Prometheus."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from litestar import Request, Response, Router, get

from central.access import Role
from central.api.answer import answered
from central.api.desk import Desk
from central.api.gate import gate
from central.metrics import CONTENT_TYPE, Central, metrics

Ask = Request[Any, Any, Any]


def measured(desk: Desk, central: Callable[[], Central]) -> Router:
    """The route; `central` tells what central counts of itself."""

    @get("/metrics", role=Role.VIEW, include_in_schema=False)
    async def get_metrics(request: Ask) -> Response[bytes]:
        fleet, alarms = await desk.view.fleet(), await desk.view.alarms()
        return await answered(request, metrics(fleet, alarms, central()), CONTENT_TYPE)

    return Router("/", route_handlers=[get_metrics], guards=[gate(desk)])
