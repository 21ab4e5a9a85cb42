"""Central as one application: reports, push and the feed beside what people and their programs meet."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from central.taking.push import PUSH
from central.taking.reporting import REPORTS
from playlists.feed.tree import APPROVALS, METADATA, OBJECTS, PROGRAMS

Application = Callable[[Any, Any, Any], Awaitable[None]]
"""By ASGI: scope, receive, send."""
_OF_FEED = {METADATA, PROGRAMS, APPROVALS, OBJECTS}


def central_app(
    *, reports: Application, push: Application, feed: Application, faces: Application
) -> Application:
    """Hand each request to whom it is for; `faces` has all that is left, and the life of the process."""
    at = {REPORTS: reports, PUSH: push}

    async def app(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await faces(scope, receive, send)
            return
        path: str = scope["path"]
        chosen = at.get(path)
        if chosen is None:
            chosen = feed if path[1:].partition("/")[0] in _OF_FEED else faces
        await chosen(scope, receive, send)

    return app
