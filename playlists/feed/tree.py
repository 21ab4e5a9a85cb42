"""The feed's places and roles: what lies where, who signs what, how long it is good for.

`metadata/` holds TUF's `timestamp.json` and `N.ROLE.json` (consistent snapshots), `programs/<sha256>` what
devices play, `approvals/<sha256>` what an editor approved of a campaign, `objects/<aa>/<sha256>` pictures and
films.
"""

from __future__ import annotations

import re
from datetime import timedelta

METADATA, PROGRAMS, APPROVALS, OBJECTS = "metadata", "programs", "approvals", "objects"

ROOT, TARGETS, SNAPSHOT, TIMESTAMP = "root", "targets", "snapshot", "timestamp"
DEVICES, ALERTS, LIVE, ORDERS = "devices", "alerts", "live", "orders"
EDITOR_PREFIX = "approved-"
"""The role of editor `marie` is `approved-marie`: each editor says alone what they approve."""

EDITORS = 32
"""The most editors that a feed has: devices look at no more, lest a feed make them ask for ever."""

SERVICES = (ALERTS, LIVE, ORDERS)
"""Roles with keys of their own, whose data live a short time."""

BIN_BITS = 6
"""2**6 bins of devices: a change of one device costs that bin, not the fleet (reference: python-tuf succinct
roles). 64 bins make a snapshot of 2.6 KB, and 80 devices a bin at 5,000."""

DEVICE_PATH = "d"
"""Before a device's id in metadata: short, since it stands there for each of a fleet."""

APPROVALS_NEEDED = "x-parvis-approvals-needed"
"""Field of `targets`: how many editors must have approved what reaches the glass."""
PUBLICATION = "x-parvis-publication"
"""Field of `snapshot`: who published what when, for the history."""

LIFE = {
    ROOT: timedelta(days=2 * 365),
    TARGETS: timedelta(days=182),
    EDITOR_PREFIX: timedelta(days=182),
    DEVICES: timedelta(days=30),
    ALERTS: timedelta(days=2),
    LIVE: timedelta(days=1),
    ORDERS: timedelta(days=1),
    SNAPSHOT: timedelta(days=7),
    TIMESTAMP: timedelta(days=3),
}
"""How long a signature is good for accepting something new. What was accepted plays on for ever.

That of `alerts` is good as long as the longest alert, so that no alert needs to be signed twice.
"""

CHUNK_BYTES = 8 * 2**20
CHUNKED_BYTES = 16 * 2**20
"""Objects larger than this carry a hash for each chunk, so that one bad byte costs a chunk, not the file."""

SHA256 = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def life(role: str) -> timedelta:
    """How long a signature of a role is good for."""
    if role.startswith(EDITOR_PREFIX):
        return LIFE[EDITOR_PREFIX]
    return LIFE[DEVICES if role.startswith(DEVICES) else role]


def last_part(role: str) -> timedelta:
    """The end of a signature's life, a quarter: if nobody signed anew by then, somebody should hear of it."""
    return life(role) / 4


def editor_role(editor: str) -> str:
    """The role of an editor. A name that is not of a-z, 0-9 and - is a caller's mistake."""
    if not is_name(editor):
        raise ValueError(f"not the name of an editor: {editor!r}")
    return EDITOR_PREFIX + editor


def is_name(text: str) -> bool:
    """Whether a text may name an editor or a key: letters a-z, digits and hyphens, 40 at most."""
    return bool(_NAME.fullmatch(text))


def metadata_name(role: str, version: int) -> str:
    """The file of a role's metadata, below `metadata/`."""
    return f"{TIMESTAMP}.json" if role == TIMESTAMP else f"{version}.{role}.json"


def device_target(device: str) -> str:
    """The TUF target that stands for a device; `device_of` tells which."""
    return f"{DEVICE_PATH}/{device}"


def device_of(target: str) -> str:
    """The device that a TUF target stands for."""
    return target.removeprefix(f"{DEVICE_PATH}/")


def campaign_target(editor: str, campaign: str) -> str:
    """The TUF target that stands for an editor’s approval of a campaign."""
    return f"approved/{editor}/{campaign}"


def document_path(folder: str, sha256: str) -> str:
    """Where a program or an approval lies below the feed."""
    if not SHA256.fullmatch(sha256):
        raise ValueError(f"not a SHA-256: {sha256!r}")
    return f"{folder}/{sha256}"


def object_path(name: str) -> str:
    """Where an object lies below the feed. A name that is no SHA-256 is a caller's mistake."""
    if not SHA256.fullmatch(name):
        raise ValueError(f"not the name of an object: {name!r}")
    return f"{OBJECTS}/{name[:2]}/{name}"
