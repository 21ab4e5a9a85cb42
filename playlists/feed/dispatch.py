"""A dispatch: what a quickly changing role says, in one file with all the metadata that vouch for it.

One file is put in place at once and is verified by itself, whatever becomes of generations beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec
from tuf.api.metadata import Targets

from device_profiles.decoding import from_json
from playlists.errors import FeedError
from playlists.feed.tree import ROOT
from playlists.feed.trust import Chain

MOST_BYTES = 8 * 2**20
"""A dispatch larger than this is not looked at."""


class Dispatch(msgspec.Struct, frozen=True, kw_only=True):
    """A role as verified: its metadata, and the versions and ends of all roles that vouch for it."""

    targets: Targets
    versions: dict[str, int]
    expires: dict[str, datetime]


def file_name(role: str, version: int) -> str:
    """What a dispatch, and a generation, call the metadata of a role: roots are kept by version."""
    return f"{version}.{ROOT}.json" if role == ROOT else f"{role}.json"


def pack(files: Mapping[str, bytes]) -> bytes:
    """A dispatch's file. `files` go by `file_name`; metadata are text."""
    return msgspec.json.encode({name: data.decode() for name, data in files.items()})


def read(data: bytes, anchor: bytes, role: str) -> Dispatch:
    """What a dispatch says of a role, verified from the anchor. Raises `FeedError`."""
    if len(data) > MOST_BYTES:
        raise FeedError(f"a dispatch of {role} has {len(data)} bytes: too many")
    try:
        files = from_json(data, dict[str, str])
    except msgspec.DecodeError as error:
        raise FeedError(f"a dispatch of {role} cannot be read: {error}") from error

    def fetch(name: str, version: int) -> bytes | None:
        text = files.get(file_name(name, version))
        return None if text is None else text.encode()

    chain = Chain(fetch, anchor)
    targets = chain.delegated(role, chain.targets)
    return Dispatch(targets=targets, versions=chain.versions, expires=chain.expires)
