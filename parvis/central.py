"""`parvis central`: serve the feed, take reports."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import secrets
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

from central.api.desk import Settings
from central.app import Application
from central.errors import StoreError
from central.push import Hub
from central.store.store import Store
from central.works import Works
from parvis.child import end_with_parent, order_of
from parvis.console import FAILED, GOOD, Voice, complain, say, say_json
from parvis.keys import open_keyring
from parvis.words import SaidError, refusal, words
from playlists.durable import put
from playlists.errors import FeedError
from playlists.feed.orders import Care
from playlists.feed.publishing.orders import OrderDesk
from playlists.feed.tree import METADATA, ROOT, metadata_name
from playlists.feed.trust import read_root
from playlists.workspace.heard import refused

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
    keys: Path | None = None
    tiles: str | None = None
    tile_credit: str = ""
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
    works = Works(
        store,
        order.feed,
        anchor(order),
        now,
        secret=session_secret(order.data),
        settings=Settings(
            public_url=order.public_url or "",
            tile_url=order.tiles or "",
            tile_credit=order.tile_credit,
            orders=tuple(Care) if order.keys else (),
        ),
        exporter=_Exporter(),
        told=lambda _alarms, _at: None,
        desk=_desk(order, voice),
    )
    server = _Server(server_config(order, works.app), works.hub, lambda: _tell(order, listener, voice))
    await _while(server.serve([listener]), *works.tasks)


class _Exporter:
    def csv(self, plays, by, language):
        return b""

    def pdf(self, plays, by, language):
        return b""


def anchor(order: CentralOrder) -> bytes:
    """The first root that is trusted: given, kept from before, or the feed's own, which is then kept.

    Raises:
        SaidError: there is none.
    """
    kept = order.data / "root.json"
    own = order.feed / METADATA / metadata_name(ROOT, 1)
    file = order.root or (kept if kept.is_file() else own)
    try:
        data = file.read_bytes()
        read_root(data)
        if not kept.is_file() or order.root:
            put(kept, data)
    except OSError as error:
        raise SaidError(words("feed.no-anchor", file=str(file), cause=refusal(error))) from error
    except FeedError as error:
        raise SaidError(words("feed.no-anchor", file=str(file), cause=refused(str(error)))) from error
    return data


def session_secret(data: Path) -> bytes:
    """What browsers' sessions are signed with: the same after a restart. Raises `SaidError`."""
    file = data / "session.key"
    try:
        if not file.is_file():
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as opened:
                opened.write(secrets.token_bytes(32))
        return file.read_bytes()
    except OSError as error:
        raise SaidError(words("central.no-data", folder=str(data), reason=refusal(error))) from error


def _desk(order: CentralOrder, voice: Voice) -> OrderDesk | None:
    if order.keys is None:
        return None
    return OrderDesk(order.feed, anchor(order), open_keyring(order.keys, voice))


async def _while(serving: Awaitable[None], *tasks: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Let tasks run beside the server. Where one of them breaks, the process ends with it."""
    async with asyncio.TaskGroup() as group:
        running = [group.create_task(task()) for task in tasks]
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


if __name__ == "__main__":
    end_with_parent()
    sys.exit(run_central(order_of(CentralOrder), Voice(sys.argv[2])))
