"""The short way of a report: one that came whole is answered without a scope and messages by ASGI.

They cost a tenth of all that a report costs central. What is not whole at once, says anything uncommon of its
connection, or is no report, goes uvicorn's way, and is answered the same.

This stands on the inside of uvicorn's protocol, so it goes with a version that was tried (ADR 33).
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Protocol

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from central.taking.asking import CLOSES, Answer, Asked, headers_of
from central.taking.reporting import REPORTS

_PATH = REPORTS.encode()
_FAILED = Answer(HTTPStatus.INTERNAL_SERVER_ERROR, [(b"content-length", b"0"), CLOSES], b"")


class _Turn(RequestResponseCycle):
    """A report on a connection, with what uvicorn's protocol asks of the request that it serves just now."""

    message_event = asyncio.Event()  # nobody waits for it

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.body, self.more_body = bytearray(), True
        self.response_complete = self.disconnected = False
        self.keep_alive = True


class Takes(Protocol):
    """What answers reports: `Reports`."""

    async def whole(self, asked: Asked, body: bytes) -> Answer:
        """Take a report that was POSTed and is there from its head to its end."""
        ...


class ShortWay(HttpToolsProtocol):
    """A connection of HTTP on which `reports` are asked without ASGI."""

    reports: Takes

    def on_headers_complete(self) -> None:
        """A head is there: whether its body is too shows when all that has arrived is read."""
        if not self._is_short():
            super().on_headers_complete()
            return
        client = self.client[0] if self.client else "?"
        self.cycle = _Turn(Asked("POST", REPORTS, headers_of(self.headers), client))

    def on_message_complete(self) -> None:
        """A request is whole."""
        super().on_message_complete()
        if isinstance(self.cycle, _Turn):
            task = self.loop.create_task(self._serve(self.cycle))
            task.add_done_callback(self.tasks.discard)
            self.tasks.add(task)

    def data_received(self, data: bytes) -> None:
        """Read what has arrived; a report that is not whole with it goes the long way from here."""
        super().data_received(data)
        turn = self.cycle
        if isinstance(turn, _Turn) and turn.more_body:
            turn.response_complete = True
            super().on_headers_complete()
            super().on_body(bytes(turn.body))

    def _is_short(self) -> bool:
        """Whether this is a report on a connection that goes on after it, and on which nothing waits."""
        parser, before = self.parser, self.cycle
        return (
            self.url == _PATH
            and parser.get_method() == b"POST"
            and parser.get_http_version() == "1.1"
            and parser.should_keep_alive()
            and not self.expect_100_continue
            and (before is None or before.response_complete)  # type: ignore[redundant-expr]
        )

    async def _serve(self, turn: _Turn) -> None:
        body, turn.body = bytes(turn.body), bytearray()  # a turn stays until the next one
        try:
            answer = await self.reports.whole(turn.asked, body)
        except Exception:
            self.logger.exception("Exception in the way of a report")
            answer = _FAILED
        if self.flow.write_paused:
            await self.flow.drain()
        if not turn.disconnected:
            self._write(answer, turn)

    def _write(self, answer: Answer, turn: _Turn) -> None:
        fields = [*self.server_state.default_headers, *answer.fields]
        if CLOSES in fields:
            turn.keep_alive = False
        elif not turn.keep_alive:
            fields.append(CLOSES)
        head = b"".join([b"%b: %b\r\n" % field for field in fields])
        self.transport.write(b"".join([STATUS_LINE[answer.status], head, b"\r\n", answer.body]))
        turn.response_complete = True
        if not turn.keep_alive:
            self.transport.close()
        self.on_response_complete()


def short_way(reports: Takes) -> type[ShortWay]:
    """How a server reads HTTP, with these reports."""
    return type("ShortWayOfReports", (ShortWay,), {"reports": reports})
