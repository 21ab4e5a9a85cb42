"""What `parvis central` is told, and what that gives: its folder, its store, its keys, its targets."""

from __future__ import annotations

import getpass
import os
import secrets
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from central.alarming.delivery import Memory
from central.alarming.targets import target
from central.answers import Audit
from central.errors import GroundError, StoreError, TargetError
from central.store.store import Store
from central.waters import read_waters
from central.works import Telling
from parvis.console import FAILED, GOOD, Voice, complain
from parvis.keys import open_keyring
from parvis.opening import OpeningError
from parvis.words import SaidError, refusal, words
from playlists.durable import once, put
from playlists.errors import FeedError, KeysError
from playlists.feed.publishing.orders import OrderDesk
from playlists.feed.tree import METADATA, ORDERS, ROOT, SNAPSHOT, TIMESTAMP, metadata_name
from playlists.feed.trust import read_root
from playlists.workspace.heard import refused
from playlists.workspace.said import Said

_SECRET_BYTES = 32
_TOLD = "told.json"
"""What alarms were told, in central's folder: a restart tells nothing twice."""


class Address(msgspec.Struct, frozen=True):
    """Where central listens, with which certificate and its key, and how one reaches it ("": just there)."""

    host: str = "127.0.0.1"
    port: int = 8080
    certificate: Path | None = None
    key: Path | None = None
    public_url: str | None = None


class Ground(msgspec.Struct, frozen=True):
    """What lies under the map’s dots: tiles and whose they are, a file of waters."""

    tiles: str = ""
    credit: str = ""
    waters: Path | None = None


class CentralOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for. `root` is the feed's first root.json."""

    data: Path
    feed: Path
    root: Path | None = None
    store: str | None = None
    address: Address = Address()
    keys: Path | None = None
    ground: Ground = Ground()
    tell: tuple[str, ...] = ()
    as_json: bool = False


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


def at_store(
    data: Path, store: str | None, work: Callable[[str], None], voice: Voice, *, makes: bool = True
) -> int:
    """Do a command's work at a store, by its address; what hinders it is said, and is failure (1).

    `makes` lets central's folder be made if it is missing.
    """
    url = store_url(data, store)
    try:
        if makes:
            prepare_data(data)
        work(url)
    except StoreError as error:
        complain(no_store(url, error).said.to(voice.language))
        return FAILED
    except SaidError as error:
        complain(error.said.to(voice.language))
        return FAILED
    return GOOD


def line_of(action: str, subject: str, detail: str = "") -> Audit:
    """The line of the audit log that tells what a command does, in the name of who runs it."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = str(os.getuid())
    who = f"{user} (parvis central)"
    return Audit(at=now(), who=who, address="", action=action, subject=subject, detail=detail)


def now() -> datetime:
    """The instant, by this machine's clock."""
    return datetime.now(UTC)


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
        found = once(file, _secret)
        if len(found) != _SECRET_BYTES:  # what a disk that lost it left of it
            file.unlink()
            found = once(file, _secret)
    except OSError as error:
        raise SaidError(words("central.no-data", folder=str(data), reason=refusal(error))) from error
    return found


def _secret() -> bytes:
    return secrets.token_bytes(_SECRET_BYTES)


def telling(order: CentralOrder, voice: Voice) -> Telling:
    """Whom alarms are told. Raises `SaidError`: nothing can be sent there."""
    file = order.data / _TOLD
    try:
        memory = msgspec.json.decode(file.read_bytes(), type=Memory)
    except (OSError, msgspec.DecodeError):
        memory = None
    try:
        targets = tuple(target(address) for address in order.tell)
    except TargetError as error:
        raise SaidError(words("central.no-target", reason=str(error))) from error
    return Telling(targets, voice.language, memory, lambda told: put(file, msgspec.json.encode(told)))


def desk(order: CentralOrder, voice: Voice) -> OrderDesk | None:
    """Who gives orders, if this central has the keys for that. Raises `SaidError`: one does not open."""
    if order.keys is None:
        return None
    keyring = open_keyring(order.keys, voice)
    try:
        keyring.open((ORDERS, SNAPSHOT, TIMESTAMP))
    except (KeysError, OpeningError) as error:
        raise SaidError(words("central.no-keys", keys=str(order.keys), reason=_why(error))) from error
    return OrderDesk(order.feed, anchor(order), keyring)


def waters(file: Path | None) -> bytes:
    """The city's waters, for the map. Raises `SaidError`: the file cannot be used."""
    if file is None:
        return b""
    try:
        read_waters(file)
        return file.read_bytes()
    except (OSError, GroundError) as error:
        raise SaidError(words("command.no-ground", file=str(file), reason=str(error))) from error


def _why(error: KeysError | OpeningError) -> Said:
    return error.said if isinstance(error, OpeningError) else refused(str(error))


def check_tls(address: Address) -> None:
    """Raise `SaidError` where what is given for TLS cannot be used."""
    if (address.certificate is None) != (address.key is None):
        raise SaidError(words("central.half-tls"))
    if address.certificate is None or address.key is None:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(address.certificate, address.key)
    except (OSError, ssl.SSLError) as error:
        files = {"certificate": str(address.certificate), "key": str(address.key)}
        raise SaidError(
            words("central.no-certificate", **files, reason=error.strerror or str(error))
        ) from error
