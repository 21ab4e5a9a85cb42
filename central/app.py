"""Central as one application: reports, push and the feed beside what people and their programs meet."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any

import msgspec
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from central.api.problems import Problem
from central.taking.push import PUSH
from central.taking.reporting import REPORTS
from playlists.feed.tree import APPROVALS, METADATA, OBJECTS, PROGRAMS

Application = Callable[[Any, Any, Any], Awaitable[None]]
"""By ASGI: scope, receive, send."""
_OF_FEED = {METADATA, PROGRAMS, APPROVALS, OBJECTS}


def central_app(
    *, reports: Application, push: Application, feed: Application, faces: Application, proxies: str
) -> Application:
    """Hand each request to whom it is for; `faces` has all that is left, and the life of the process.

    Who asks behind one of the `proxies` is known to all but `reports`: those are signed, and the most by far.
    """

    def behind(one: Application) -> Application:
        return ProxyHeadersMiddleware(one, proxies)

    at = {REPORTS: reports, PUSH: behind(push)}
    feed, faces = behind(feed), behind(faces)

    async def app(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await faces(scope, receive, send)
            return
        path: str = scope["path"]
        if "\0" in path or b"%00" in scope.get("query_string", b""):
            await _refuse(send)
            return
        chosen = at.get(path)
        if chosen is None:
            chosen = feed if path[1:].partition("/")[0] in _OF_FEED else faces
        await chosen(scope, receive, send)

    return app


async def _refuse(send: Callable[[Any], Awaitable[None]]) -> None:
    """Nothing has NUL in its name, and PostgreSQL cannot be asked for it."""
    body = msgspec.json.encode(Problem(code="malformed", detail="NUL is in no address"))
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": HTTPStatus.BAD_REQUEST, "headers": headers})
    await send({"type": "http.response.body", "body": body})
