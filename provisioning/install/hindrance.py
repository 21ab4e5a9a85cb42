"""Why a machine is not installed."""

from __future__ import annotations

from enum import StrEnum


class Hindrance(StrEnum):
    """What stands in the way."""

    NOT_THERE = "not-there"
    NOT_ROOT = "not-root"
    NOT_DEBIAN = "not-debian"
    NO_ROOM = "no-room"
    NO_PARTITION = "no-partition"
    LINK_ON_THE_WAY = "link-on-the-way"
    ODD_FILE = "odd-file"
    BAD_MANIFEST = "bad-manifest"
    NOT_INSTALLED = "not-installed"
