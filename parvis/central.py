"""`parvis central`: serve the feed, take reports."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Coroutine
from types import FrameType
from typing import Any

import msgspec
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from central.api.desk import Settings
from central.app import Application
from central.certificate import LOOK_S, Certificate
from central.errors import StoreError
from central.room import LOOK_S as ROOM_S
from central.room import Room
from central.store.store import Store
from central.taking.push import Hub
from central.taking.short_way import short_way
from central.works import Works
from parvis.central_parts import CentralOrder, anchor, check_tls, desk, telling, waters
from parvis.central_store import no_store, now, open_store, store_url
from parvis.child import end_with_parent, order_of
from parvis.console import FAILED, GOOD, Voice, complain, say, say_json
from parvis.files import allow_many_files
from parvis.log_pace import begin_log
from parvis.settled import settle_types
from parvis.words import SaidError, refusal, words
from playlists.feed.orders import Care

_KEEP_ALIVE_S = 75
"""Longer than devices wait between two reports, so that none needs a new connection."""
_GRACE_S = 5
_BACKLOG = 4096
TURN_S = 0.0005
"""So long a thread may keep others waiting; a request gives way several times to a writer with much to do."""
_PROXIES = "FORWARDED_ALLOW_IPS"
"""The variable of uvicorn's for proxies on other machines."""
_RARELY = (50_000, 20, 100)
"""Python's collector stops everything for half a second where it meets 5,000 streams too often."""


class Listening(msgspec.Struct, frozen=True, kw_only=True):
    """Where central listens, told when it does."""

    event: str = "listening"
    url: str


def run_central(order: CentralOrder, voice: Voice) -> int:
    """Run until told to end."""
    settle_types()
    allow_many_files()
    try:
        store = open_store(order.data, order.store)
        try:
            _run(order, store, voice)
        finally:
            store.close()
    except StoreError as error:
        complain(no_store(store_url(order.data, order.store), error).said.to(voice.language))
        return FAILED
    except SaidError as error:
        complain(error.said.to(voice.language))
        return FAILED
    return GOOD


def _run(order: CentralOrder, store: Store, voice: Voice) -> None:
    """Serve until told to end. Raises `SaidError`: what it cannot do without is not to be had."""
    check_tls(order.address)
    listener = _listener(order)
    begin_log(sys.stderr)
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, _again)
    asyncio.run(_serve(order, store, listener, voice))


class _Server(uvicorn.Server):
    """Ends its streams when it is told to end, and says when it listens."""

    def __init__(self, config: uvicorn.Config, hub: Hub, told: Callable[[], None]) -> None:
        super().__init__(config)
        self._hub, self._told = hub, told

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            gc.collect()
            gc.freeze()
            self._told()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._hub.close()
        super().handle_exit(sig, frame)


async def _serve(order: CentralOrder, store: Store, listener: socket.socket, voice: Voice) -> None:
    sys.setswitchinterval(TURN_S)
    gc.set_threshold(*_RARELY)
    works = Works(
        store,
        order.feed,
        anchor(order),
        now,
        settings=Settings(
            public_url=order.address.public_url or "",
            tile_url=order.ground.tiles,
            tile_credit=order.ground.credit,
            ground=waters(order.ground.waters),
            orders=tuple(Care) if order.keys else (),
            proxies=os.environ.get(_PROXIES, Settings().proxies),
        ),
        telling=telling(order, voice),
        desk=desk(order, voice),
    )
    config = server_config(order, works.app, short_way(works.reports))
    server = _Server(config, works.hub, lambda: _tell(order, listener, voice))
    tasks = (*works.tasks, works.every(ROOM_S, "disk", Room(order.data).look))
    if order.address.certificate and order.address.key:
        served = Certificate(order.address.certificate, order.address.key, now, lambda: config.ssl)
        tasks = (*tasks, works.every(LOOK_S, "certificate", served.look))
    await _while(server.serve([listener]), *tasks)


async def _while(serving: Awaitable[None], *tasks: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Let tasks run beside the server. Where one of them breaks, the process ends with it."""
    async with asyncio.TaskGroup() as group:
        running = [group.create_task(task()) for task in tasks]
        await serving
        for task in running:
            task.cancel()


def server_config(order: CentralOrder, app: Application, protocol: type[HttpToolsProtocol]) -> uvicorn.Config:
    """How central serves; `protocol` reads HTTP."""
    return uvicorn.Config(
        app,
        http=protocol,
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        proxy_headers=False,
        backlog=_BACKLOG,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=_GRACE_S,
        ssl_certfile=order.address.certificate,
        ssl_keyfile=order.address.key,
    )


def _tell(order: CentralOrder, listener: socket.socket, voice: Voice) -> None:
    host, port = listener.getsockname()[:2]
    scheme = "https" if order.address.certificate else "http"
    url = f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"
    if order.as_json:
        say_json(Listening(url=url))
    else:
        say(voice.words("central.listening", url=url))
    sys.stdout.flush()


def _listener(order: CentralOrder) -> socket.socket:
    family = socket.AF_INET6 if ":" in order.address.host else socket.AF_INET
    try:
        return socket.create_server((order.address.host, order.address.port), family=family, backlog=_BACKLOG)
    except OSError as error:
        said = words(
            "central.no-address", host=order.address.host, port=order.address.port, reason=refusal(error)
        )
        raise SaidError(said) from error


def _again(_signal: int, _frame: FrameType | None) -> None:
    """The server has heard the signal, and raises it again when it has ended: all is closed in order then."""


if __name__ == "__main__":
    end_with_parent()
    sys.exit(run_central(order_of(CentralOrder), Voice(sys.argv[2])))
