"""The application that people and their programs meet: the API and the web page, beside what is handed in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any

from litestar import Litestar, Request, Response, Router, asgi
from litestar.di import Provide
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.types import ControllerRouterHandler, Receive, Scope, Send

from central.access import Role
from central.api import account, admin, alarms, care, fleet, me, plays, voices
from central.api.desk import LIMITS, Desk
from central.api.gate import gate
from central.api.problems import answer
from central.api.stream import Hub
from central.web.answers import trouble
from central.web.pages import guarded, pages

_ABOUT = "Which screens show what they should, which do not and why, and proof of what was shown."


def faces(desk: Desk, also: Sequence[ControllerRouterHandler] = ()) -> Litestar:
    """The whole application; `also` are handlers of what is not for people: reports, push, the feed."""
    hub = Hub(desk.view.changes, desk.access.lasts)
    return Litestar(
        [api(desk, hub), *pages(desk), *also],
        lifespan=[_listening(hub)],
        exception_handlers={Exception: said(desk)},
        openapi_config=description(),
        logging_config=None,
        dependencies={"desk": Provide(lambda: desk, sync_to_thread=False)},
        signature_types=[Desk],
        before_send=[guarded(desk.settings)],
    )


def api(desk: Desk, hub: Hub) -> Router:
    """Version 1."""

    @asgi("/stream", copy_scope=False, role=Role.VIEW)
    async def stream(scope: Scope, receive: Receive, send: Send) -> None:
        await hub.serve(scope, receive, send)

    handlers = (fleet, alarms, plays, voices, account, care, me, admin)
    return Router(
        "/v1",
        route_handlers=[stream, *(handler for module in handlers for handler in module.HANDLERS)],
        guards=[gate(desk)],
        request_max_body_size=LIMITS.body_bytes,
        exception_handlers={Exception: answer},
        security=[{"token": []}],
    )


def description() -> OpenAPIConfig:
    """What the API says of itself, as JSON below `/schema`; the page for people is of `central.web`."""
    return OpenAPIConfig(
        title="Parvis central",
        version="1",
        description=_ABOUT,
        path="/schema",
        render_plugins=[JsonRenderPlugin()],
        use_handler_docstrings=True,
        components=Components(security_schemes={"token": SecurityScheme(type="http", scheme="bearer")}),
    )


def said(desk: Desk) -> Callable[[Request[Any, Any, Any], Exception], Response[bytes]]:
    """What went wrong, to a program as JSON, to a browser as a page."""

    def handler(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
        wants_page = "text/html" in request.headers.get("accept", "")
        if wants_page and not request.url.path.startswith("/v1/"):
            return trouble(desk, request, error)
        return answer(request, error)

    return handler


def _listening(hub: Hub) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        task = asyncio.create_task(hub.run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    return lifespan
