"""Which key each device signs with, as it was enrolled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from central.errors import RetiredError
from central.store import enrolments
from central.store.tables import device_keys, instant, ms
from device_profiles.identity import public_key


class Enrolled(NamedTuple):
    """A device's public key in base64, and since when it has it."""

    public: str
    since: datetime


def enrol(
    connection: sa.Connection,
    device: str,
    public: str | None,
    at: datetime,
    how: enrolments.How | None = None,
) -> None:
    """Set a device's key; None takes it. The history has both.

    Raises:
        IdentityError: it is no key.
        RetiredError: the id is gone for good.
    """
    if public is not None:
        public_key(public)
        if gone := enrolments.all_retired(connection).get(device):
            raise RetiredError(f"{device} was retired by {gone.by}: take it back first")
    connection.execute(sa.delete(device_keys).where(device_keys.c.device == device))
    if public is None:
        enrolments.end(connection, device, at, how or enrolments.How())
    else:
        enrolments.begin(connection, device, public, at, how or enrolments.How())
        connection.execute(device_keys.insert().values(device=device, public=public, enrolled=ms(at)))


def enrolled(connection: sa.Connection) -> Mapping[str, Enrolled]:
    """Every device that has a key."""
    found = connection.execute(sa.select(*device_keys.c["device", "public", "enrolled"]))
    return {device: Enrolled(public, instant(at)) for device, public, at in found}
