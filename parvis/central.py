"""`parvis central`: serve the feed, take reports."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import socket
import ssl
import sys
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

import msgspec
import uvicorn
from litestar import Litestar

from central.app import Application, central_app
from central.errors import StoreError
from central.feed_host import feed_host
from central.feed_watch import LOOK_S, FeedWatch
from central.intake import Intake
from central.keeping import Keeping
from central.keyring import Keyring
from central.push import Hub
from central.reporting import Reports
from central.rhythm import every
from central.store.keys import enrolled
from central.store.store import Store
from central.store.upkeep import PAUSE_S, Upkeep
from parvis.console import FAILED, GOOD, Voice, complain, say, say_json
from parvis.words import SaidError, refusal, words

KEYS_S = 2.0
"""How often it is looked whether other devices are enrolled."""
_KEEP_ALIVE_S = 75
"""Longer than devices wait between two reports, so that none needs a new connection."""
_GRACE_S = 5
_BACKLOG = 4096
_RARELY = (50_000, 20, 100)
"""Python's collector stops everything for half a second where it meets 5,000 streams too often."""


class CentralOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for: `root` is the feed's first root.json, `public_url` how one reaches us."""

    data: Path
    feed: Path
    root: Path | None = None
    store: str | None = None
    host: str = "127.0.0.1"
    port: int = 8080
    certificate: Path | None = None
    key: Path | None = None
    public_url: str | None = None
    as_json: bool = False


class Listening(msgspec.Struct, frozen=True, kw_only=True):
    """Where central listens, told when it does."""

    event: str = "listening"
    url: str


def run_central(order: CentralOrder, voice: Voice) -> int:
    """Run until told to end."""
    try:
        store = open_store(order.data, order.store)
    except SaidError as error:
        complain(error.said.to(voice.language))
        return FAILED
    try:
        _check_tls(order)
        listener = _listener(order)
    except SaidError as error:
        store.close()
        complain(error.said.to(voice.language))
        return FAILED
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr
    )
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, _again)
    try:
        asyncio.run(_serve(order, store, listener, voice))
    finally:
        store.close()
    return GOOD


def store_url(data: Path, store: str | None) -> str:
    """Where the store of a folder lies, unless it lies elsewhere."""
    return store or f"sqlite:///{data / 'central.db'}"


def prepare_data(data: Path) -> None:
    """Make central's folder. Raises `SaidError`."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SaidError(words("central.no-data", folder=str(data), reason=refusal(error))) from error


def open_store(data: Path, store: str | None) -> Store:
    """The store. Raises `SaidError`."""
    prepare_data(data)
    url = store_url(data, store)
    try:
        return Store.open(url)
    except StoreError as error:
        raise no_store(url, error) from error


def no_store(url: str, error: StoreError) -> SaidError:
    """What is said where a store cannot be used; its password is not."""
    told = url.rpartition("@")[2] if "@" in url else url
    return SaidError(words("central.no-store", store=told, reason=str(error).partition("\n")[0]))


def now() -> datetime:
    """The instant, by this machine's clock."""
    return datetime.now(UTC)


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
    gc.set_threshold(*_RARELY)
    keyring = Keyring()
    keyring.fill(store.look(enrolled))
    intake = Intake(keyring, store.marks())
    hub = Hub(intake, now)
    app = central_app(
        reports=Reports(intake, Keeping(store), now),
        push=hub,
        feed=feed_host(order.feed),
        faces=Litestar(logging_config=None, openapi_config=None),
    )

    async def news(version: int) -> None:
        hub.tell("feed", str(version))

    async def keys() -> None:
        keyring.fill(await store.read(enrolled))

    tasks = (
        hub.keep_alive(),
        every(KEYS_S, keys),
        every(LOOK_S, FeedWatch(order.feed, news).look),
        every(PAUSE_S, Upkeep(store, now).once),
    )
    server = _Server(server_config(order, app), hub, lambda: _tell(order, listener, voice))
    await _while(server.serve([listener]), *tasks)


async def _while(serving: Awaitable[None], *tasks: Coroutine[Any, Any, None]) -> None:
    """Let tasks run beside the server. Where one of them breaks, the process ends with it."""
    async with asyncio.TaskGroup() as group:
        running = [group.create_task(task) for task in tasks]
        await serving
        for task in running:
            task.cancel()


def server_config(order: CentralOrder, app: Application) -> uvicorn.Config:
    """How central serves."""
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        backlog=_BACKLOG,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=_GRACE_S,
        ssl_certfile=order.certificate,
        ssl_keyfile=order.key,
    )


def _tell(order: CentralOrder, listener: socket.socket, voice: Voice) -> None:
    host, port = listener.getsockname()[:2]
    scheme = "https" if order.certificate else "http"
    url = f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"
    if order.as_json:
        say_json(Listening(url=url))
    else:
        say(voice.words("central.listening", url=url))
    sys.stdout.flush()


def _listener(order: CentralOrder) -> socket.socket:
    family = socket.AF_INET6 if ":" in order.host else socket.AF_INET
    try:
        return socket.create_server((order.host, order.port), family=family, backlog=_BACKLOG)
    except OSError as error:
        said = words("central.no-address", host=order.host, port=order.port, reason=refusal(error))
        raise SaidError(said) from error


def _check_tls(order: CentralOrder) -> None:
    if (order.certificate is None) != (order.key is None):
        raise SaidError(words("central.half-tls"))
    if order.certificate is None or order.key is None:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(order.certificate, order.key)
    except (OSError, ssl.SSLError) as error:
        files = {"certificate": str(order.certificate), "key": str(order.key)}
        raise SaidError(
            words("central.no-certificate", **files, reason=error.strerror or str(error))
        ) from error


def _again(_signal: int, _frame: FrameType | None) -> None:
    """The server has heard the signal, and raises it again when it has ended: all is closed in order then."""
