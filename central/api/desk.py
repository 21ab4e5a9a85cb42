"""What the faces of central are given: the view, who may, and what an operator set."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

import msgspec
from litestar import Request
from litestar.di import NamedDependency

from central.access import Access, Who
from central.answers import Account, Audit, Plays
from central.view import By, View
from central.voices import Part, Tallies


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The most that is taken or given: bytes of a body, spans of time, numbers of things."""

    body_bytes: int = 64 * 1024
    history: timedelta = timedelta(days=400)
    plays: timedelta = timedelta(days=400)
    usage: timedelta = timedelta(days=92)
    snooze: timedelta = timedelta(days=30)
    order_devices: int = 10_000
    audit: int = 1_000
    text_length: int = 400
    streams: int = 500
    stream_events: int = 16
    stream_quiet_s: float = 15.0
    stream_again_s: float = 1.0
    gzip_bytes: int = 2_048


LIMITS = Limits()


class Exporter(Protocol):
    """Writes proof of play as a document."""

    def tallies(self, found: Tallies, by: Sequence[Part], language: str) -> bytes:
        """What was counted as a table in UTF-8."""
        ...

    def csv(self, plays: Plays, by: Sequence[By], language: str) -> bytes:
        """A table in UTF-8."""
        ...

    def pdf(self, plays: Plays, by: Sequence[By], language: str) -> bytes:
        """A document that one can send to a client."""
        ...

    def report(self, account: Account, language: str) -> bytes:
        """The report of the fleet as a document."""
        ...


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator set.

    `public_url` is how people reach central ("" for as they came). `tile_url` is a map's tiles as Leaflet
    wants it ("" for none: dots on a quiet ground). `ground` is that ground: the city's waters as GeoJSON
    lines with their `width_m`. `orders` are those that may be given. `proxies` are the addresses of proxies,
    with commas, whose word on who asks is taken.
    """

    public_url: str = ""
    tile_url: str = ""
    tile_credit: str = ""
    ground: bytes = b""
    orders: tuple[str, ...] = ()
    proxies: str = "127.0.0.1"


class Desk:
    """What a face's handlers get."""

    def __init__(
        self,
        view: View,
        access: Access,
        exporter: Exporter,
        clock: Callable[[], datetime],
        settings: Settings,
    ) -> None:
        self.view, self.access, self.exporter = view, access, exporter
        self.clock, self.settings = clock, settings

    def __deepcopy__(self, _memo: dict[int, Any]) -> Desk:
        """The same: Litestar copies routers with all that hangs on them, and there is one desk."""
        return self

    def entry(
        self, request: Request[Who, Any, Any], action: str, subject: str = "", detail: str = ""
    ) -> Audit:
        """The line of the audit log that tells of a write: who, what, to what."""
        return Audit(
            at=self.clock(),
            who=request.user.name,
            address=address(request.scope),
            action=action,
            subject=subject,
            detail=detail[: LIMITS.text_length],
        )


HereDesk = NamedDependency[Desk]
"""The desk, as a handler asks for it."""


def address(scope: object) -> str:
    """The address that a request came from."""
    client = scope.get("client") if isinstance(scope, dict) else None
    return str(client[0]) if client else ""
