"""The feed on the web: its folders as static files, with Range, and headers that keep every cache honest.

Nothing here is trusted by a device: it verifies what it gets. A web server or an object store that does
the same serves as well; `parvis feed doctor` tells whether it does.
"""

from __future__ import annotations

import os
from http import HTTPStatus
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from playlists.feed.tree import APPROVALS, METADATA, OBJECTS, PROGRAMS, TIMESTAMP

_LASTING = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"
"""A cache may keep it, and asks whether it is still good each time."""
_NEVER = "no-store"


class _Files(StaticFiles):
    """Files whose names promise their content, but for the one that says which are the newest."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = HTTPStatus.OK,
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        newest = os.path.basename(full_path) == f"{TIMESTAMP}.json"  # noqa: PTH119 - Starlette gives text
        response.headers["Cache-Control"] = _ASK_AGAIN if newest else _LASTING
        return response


def feed_host(feed: Path) -> Starlette:
    """An application that serves a feed, and nothing else that lies in its folder."""
    folders = (METADATA, PROGRAMS, APPROVALS, OBJECTS)
    routes = [Mount(f"/{name}", _Files(directory=feed / name, check_dir=False)) for name in folders]
    return Starlette(routes=routes, exception_handlers={HTTPStatus.NOT_FOUND: _missing})


def _missing(_request: Request, _error: Exception) -> Response:
    """What is not there yet may be in a moment: no cache shall say otherwise."""
    return Response(status_code=HTTPStatus.NOT_FOUND, headers={"Cache-Control": _NEVER})
