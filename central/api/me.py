"""Who asks: so that a face offers only what its token may."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get

from central.access import Role
from central.answers import Me
from central.api.answer import JSON, answered
from central.api.desk import HereDesk
from central.api.fleet import says


@get("/me", role=Role.VIEW, responses=says(Me), tags=["fleet"])
async def get_me(request: Request[Any, Any, Any], desk: HereDesk) -> Response[bytes]:
    """Who asks, what their token may, and which orders may be given."""
    orders = desk.settings.orders if request.user.role.may(Role.OPERATE) else ()
    me = Me(name=request.user.name, role=request.user.role, orders=orders)
    return await answered(request, JSON.encode(me))


HANDLERS = (get_me,)
