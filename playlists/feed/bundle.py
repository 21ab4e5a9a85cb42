"""What lies where on a stick that makes boxes devices.

    parvis-bundle/feed/                 a plain feed tree: what the devices need, each object once
    parvis-bundle/devices/NAME.json     settings of one device (`playlists.feed.settings`)
    parvis-bundle/next.txt              which device the next box becomes, in a technician's hand
    parvis-bundle/bundle.json           which devices there are; written last: with it the stick is whole

Only settings and feed are signed. What else lies there may mislead a box in the choice among settings that
hold, and in nothing else.
"""

from __future__ import annotations

import hashlib
from typing import Annotated

import msgspec
from msgspec import Meta

from device_profiles.decoding import from_json
from playlists.errors import FeedError

FOLDER = "parvis-bundle"
FEED, DEVICES, NEXT, MANIFEST = "feed", "devices", "next.txt", "bundle.json"
MOST_DEVICES = 1000
MANIFEST_BYTES = 512 * 1024
NEXT_BYTES = 1024
FORMAT = 1
FAT_BYTES = 2**32 - 1
"""The largest file that FAT holds."""

_Id = Annotated[str, Meta(min_length=1, max_length=64)]


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """What a device on the stick is: its profile, and the family that goes back to."""

    profile: _Id
    family: Annotated[str, Meta(max_length=64)] = ""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The devices of a bundle by id, and how many files and bytes they need."""

    format: int = FORMAT
    bundle: _Id
    devices: Annotated[dict[_Id, Kind], Meta(min_length=1, max_length=MOST_DEVICES)]
    files: Annotated[int, Meta(ge=0, le=2**40)]
    bytes: Annotated[int, Meta(ge=0, le=2**53)]


def settings_path(device: str) -> str:
    """Where a device's settings lie below the folder: no id that FAT or Windows would take for another."""
    return f"{DEVICES}/{hashlib.sha256(device.encode()).hexdigest()[:16]}.json"


def read_manifest(data: bytes) -> Manifest:
    """The manifest in a file. Raises `FeedError`."""
    try:
        found = from_json(data, Manifest)
    except msgspec.DecodeError as error:
        raise FeedError(f"the list of devices on a stick cannot be read: {error}") from error
    if found.format != FORMAT:
        raise FeedError(f"a stick has format {found.format}; this version reads format {FORMAT}")
    return found


def named_next(data: bytes) -> str:
    """The device that a technician wrote down: the first word of the file, "" where there is none."""
    words = data.decode("utf-8", "replace").lstrip("\ufeff").split()
    return words[0] if words else ""
