"""What `parvis central` is told, and what that gives: its anchor, its keys, its targets."""

from __future__ import annotations

import ssl
from pathlib import Path

import msgspec

from central.alarming.delivery import Memory, Target
from central.alarming.targets import target
from central.errors import GroundError, TargetError
from central.waters import read_waters
from central.works import Telling
from device_profiles.decoding import from_json
from parvis.console import Voice
from parvis.keys import open_keyring
from parvis.one_block import OpeningError
from parvis.words import SaidError, refusal, words
from playlists.durable import put
from playlists.errors import FeedError, KeysError
from playlists.feed.publishing.orders import OrderDesk
from playlists.feed.tree import METADATA, ORDERS, ROOT, SNAPSHOT, TIMESTAMP, metadata_name
from playlists.feed.trust import read_root
from playlists.workspace.heard import refused
from playlists.workspace.said import Said

_SCHEME = 20
"""Letters of an address that are told: the rest may be a secret."""
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


def telling(order: CentralOrder, voice: Voice) -> Telling:
    """Whom alarms are told. Raises `SaidError`: nothing can be sent there."""
    file = order.data / _TOLD
    try:
        memory = from_json(file.read_bytes(), Memory)
    except (OSError, msgspec.DecodeError):
        memory = None
    targets = tuple(map(_target, order.tell))
    return Telling(targets, voice.language, memory, lambda told: put(file, msgspec.json.encode(told)))


def _target(address: str) -> Target:
    try:
        return target(address)
    except TargetError as error:
        scheme = address.partition(":")[0][:_SCHEME]
        raise SaidError(words("central.no-target", scheme=scheme, reason=str(error))) from error


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
