"""Which keys each id has and had: a row for each, that is ended and never taken away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from central.store.pairing_tables import enrolments, retired
from central.store.tables import instant, ms
from device_profiles.enrolment import fingerprint

_HEARD = (
    sa.update(enrolments)
    .where(enrolments.c.device == sa.bindparam("of"), enrolments.c.ended.is_(None))
    .where(enrolments.c.seen.is_(None), enrolments.c.since <= sa.bindparam("at"))
    .values(seen=sa.bindparam("at"))
)


class How(msgspec.Struct, frozen=True, kw_only=True):
    """By whom a key was given or taken, from which address, and what was known of its box."""

    by: str = ""
    address: str = ""
    machine: str = ""
    profile: str = ""
    bundle: str = ""
    why: str = ""


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A key that an id has or had. `grant` is the number of its last grant, `granted` what that said."""

    device: str
    number: int
    public: str
    fingerprint: str
    machine: str
    profile: str
    bundle: str
    since: datetime
    by: str
    address: str
    seen: datetime | None
    ended: datetime | None
    ended_by: str
    why: str
    grant: int
    granted: str


class Gone(msgspec.Struct, frozen=True, kw_only=True):
    """An id that is retired: since when, by whom and why."""

    device: str
    at: datetime
    by: str
    why: str


def begin(connection: sa.Connection, device: str, public: str, at: datetime, how: How) -> Held:
    """An id has a key from now on; the one before ends. The same key again changes nothing."""
    before = current(connection, device)
    if before is not None and before.public == public:
        return before
    end(connection, device, at, how)
    own = sa.select(sa.func.max(enrolments.c.number)).where(enrolments.c.device == device)
    print_ = fingerprint(public)
    given = sa.select(sa.func.max(enrolments.c.grant)).where(enrolments.c.fingerprint == print_)
    held = Held(
        device=device,
        number=(connection.scalar(own) or 0) + 1,
        public=public,
        fingerprint=print_,
        machine=how.machine,
        profile=how.profile,
        bundle=how.bundle,
        since=at,
        by=how.by,
        address=how.address,
        seen=None,
        ended=None,
        ended_by="",
        why="",
        grant=(connection.scalar(given) or 0) + 1,
        granted="",
    )
    row = msgspec.structs.asdict(held) | {"since": ms(at)}
    connection.execute(enrolments.insert().values(**row))
    return held


def end(connection: sa.Connection, device: str, at: datetime, how: How) -> None:
    """The key of an id ends, if it has one."""
    mine = (enrolments.c.device == device) & enrolments.c.ended.is_(None)
    connection.execute(sa.update(enrolments).where(mine).values(ended=ms(at), ended_by=how.by, why=how.why))


def put(connection: sa.Connection, held: Held, **values: Any) -> None:
    """Change what is known of a key that an id has: its machine, when it was first heard, its grant."""
    mine = (enrolments.c.device == held.device) & (enrolments.c.number == held.number)
    connection.execute(sa.update(enrolments).where(mine).values(**values))


def hear(connection: sa.Connection, device: str, at: datetime) -> None:
    """Note when a report was first signed with the key of an id."""
    connection.execute(_HEARD, {"of": device, "at": ms(at)})


def current(connection: sa.Connection, device: str) -> Held | None:
    """The key of an id."""
    return _one(connection, (enrolments.c.device == device) & enrolments.c.ended.is_(None))


def of_fingerprint(connection: sa.Connection, print_: str) -> Held | None:
    """Whose key this is now; or was last, then it has ended."""
    wanted = sa.select(enrolments).where(enrolments.c.fingerprint == print_)
    row = connection.execute(
        wanted.order_by(enrolments.c.ended.is_(None).desc(), enrolments.c.since.desc()).limit(1)
    ).first()
    return None if row is None else _held(row)


def of_machine(connection: sa.Connection, machine: str) -> Held | None:
    """The device that a machine was last."""
    wanted = sa.select(enrolments).where(enrolments.c.machine == machine)
    row = connection.execute(wanted.order_by(enrolments.c.since.desc()).limit(1)).first()
    return None if row is None else _held(row)


def of_bundle(connection: sa.Connection, bundle: str) -> bool:
    """Whether a bundle was used."""
    return connection.scalar(sa.select(sa.func.count()).where(enrolments.c.bundle == bundle)) != 0


def all_current(connection: sa.Connection) -> Mapping[str, Held]:
    """Every id that has a key."""
    found = connection.execute(sa.select(enrolments).where(enrolments.c.ended.is_(None)))
    return {row.device: _held(row) for row in found}


def history(connection: sa.Connection, device: str) -> tuple[Held, ...]:
    """All keys of an id, the newest first."""
    wanted = sa.select(enrolments).where(enrolments.c.device == device)
    return tuple(_held(row) for row in connection.execute(wanted.order_by(enrolments.c.number.desc())))


def retire(connection: sa.Connection, gone: Gone) -> None:
    """An id is gone for good."""
    connection.execute(retired.insert().values(device=gone.device, at=ms(gone.at), by=gone.by, why=gone.why))


def take_back(connection: sa.Connection, device: str) -> None:
    """An id is not gone after all."""
    connection.execute(sa.delete(retired).where(retired.c.device == device))


def all_retired(connection: sa.Connection) -> Mapping[str, Gone]:
    """The ids that are gone."""
    found = connection.execute(sa.select(retired))
    return {row.device: Gone(device=row.device, at=instant(row.at), by=row.by, why=row.why) for row in found}


def _one(connection: sa.Connection, where: sa.ColumnElement[bool]) -> Held | None:
    row = connection.execute(sa.select(enrolments).where(where)).first()
    return None if row is None else _held(row)


def _held(row: Any) -> Held:
    values = dict(row._mapping)  # noqa: SLF001 - public by its documentation
    for name in ("since", "seen", "ended"):
        values[name] = None if values[name] is None else instant(values[name])
    return Held(**values)
