"""The head of a device: which programs it plays from when, and what it alone says of itself.

Heads stand in the metadata of the device's bin, so that devices that differ in their place alone share one
program file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from device_profiles.decoding import from_json

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """One program file, in force from an instant on (UTC) until the next one is."""

    effective_from: datetime
    program: str
    bytes: int


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What one device is told: the edition in force, and at most one after it; `position` in degrees.

    `groups` tell central which devices fail together; nothing on the device hangs on them.
    """

    place: str
    position: tuple[float, float] | None
    editions: tuple[Edition, ...]
    groups: tuple[str, ...] = ()


class _Custom(msgspec.Struct, frozen=True, array_like=True):
    """A head as it stands in metadata, of few bytes: what the target itself tells is not told again.

    What is missing at its end is as here.
    """

    place: str
    position: tuple[float, float] | None
    since_ms: int
    before: tuple[int, str, int] | None = None
    groups: tuple[str, ...] = ()


def write_custom(head: Head) -> str:
    """The custom field of the target that names the newest edition. Text: signed JSON knows no fractions."""
    *before, newest = head.editions
    earlier = [(_ms(edition.effective_from), edition.program, edition.bytes) for edition in before]
    custom: list[object] = [head.place, head.position, _ms(newest.effective_from)]
    if earlier or head.groups:
        custom.append(earlier[-1] if earlier else None)
    if head.groups:
        custom.append(head.groups)
    return msgspec.json.encode(custom).decode()


def read_custom(custom: object, sha256: str, size: int) -> Head:
    """The head in a target of that hash and size. Raises `msgspec.DecodeError`."""
    found = from_json(msgspec.convert(custom, str), _Custom)
    editions = [Edition(effective_from=_instant(found.since_ms), program=sha256, bytes=size)]
    if found.before is not None:
        since, program, length = found.before
        editions.insert(0, Edition(effective_from=_instant(since), program=program, bytes=length))
    return Head(place=found.place, position=found.position, editions=tuple(editions), groups=found.groups)


def _ms(instant: datetime) -> int:
    return round(instant.timestamp() * 1000)


def _instant(ms: int) -> datetime:
    try:
        return _EPOCH + timedelta(milliseconds=ms)
    except OverflowError as error:
        raise msgspec.DecodeError(f"{ms} is no instant") from error


def in_force(editions: Sequence[Edition], at: datetime) -> Edition | None:
    """The last edition whose time has come; before the first one, the first: something good beats nothing."""
    begun = [edition for edition in editions if edition.effective_from <= at]
    return begun[-1] if begun else next(iter(editions), None)
