"""The web page's routes: what anybody may see, and what wants a session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from litestar import Router
from litestar.types import Message, Scope

from central.api.desk import LIMITS, Desk, Settings
from central.api.gate import gate
from central.web import admin_page, alarms_page, device_page, doors, fleet_page, plays_page, voices_page
from central.web.answers import trouble


def pages(desk: Desk) -> tuple[Router, Router]:
    """The routes."""
    asked = (fleet_page, alarms_page, device_page, plays_page, voices_page, admin_page)
    common: dict[str, Any] = {
        "request_max_body_size": LIMITS.body_bytes,
        "exception_handlers": {Exception: lambda request, error: trouble(desk, request, error)},
        "include_in_schema": False,
    }
    inside = [handler for module in asked for handler in module.HANDLERS]
    return (
        Router("/", route_handlers=[*doors.HANDLERS], **common),
        Router("/", route_handlers=inside, guards=[gate(desk)], **common),
    )


def guarded(settings: Settings) -> Callable[[Message, Scope], Any]:
    """What every answer says to browsers: load nothing from elsewhere, run nothing written in a page."""
    where = urlsplit(settings.tile_url.replace("{s}", "*"))
    tiles = f"{where.scheme}://{where.netloc}" if where.netloc else ""
    policy = "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src 'self' data: {tiles}".strip(),
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
    headers = [
        (b"content-security-policy", policy.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
    ]

    async def hook(message: Message, _scope: Scope) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *headers]

    return hook
