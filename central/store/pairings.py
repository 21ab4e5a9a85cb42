"""Boxes that wait, the technicians who claim them, and the reports of what they found on the spot."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from central.enrolling.limits import LIMITS
from central.enrolling.pairings import Kept, Technician
from central.store.pairing_tables import acceptances, pairings, technicians
from central.store.tables import instant, ms


class Acceptance(msgspec.Struct, frozen=True, kw_only=True):
    """A report of an acceptance: when central took it, with which key it was signed, and its page."""

    at: datetime
    fingerprint: str
    report: bytes
    pdf: bytes | None


def tidy(connection: sa.Connection, at: datetime) -> None:
    """Forget codes that ended long ago."""
    connection.execute(sa.delete(pairings).where(pairings.c.until < ms(at - LIMITS.told)))


def keep(connection: sa.Connection, kept: Kept) -> None:
    """Put a box in place, new or in the place of the one with its key."""
    drop(connection, kept.fingerprint)
    row = msgspec.structs.asdict(kept)
    row |= {"until": ms(kept.until), "claimed": None if kept.claimed is None else ms(kept.claimed)}
    connection.execute(pairings.insert().values(**row))


def drop(connection: sa.Connection, print_: str) -> None:
    """A box waits no more."""
    connection.execute(sa.delete(pairings).where(pairings.c.fingerprint == print_))


def of_box(connection: sa.Connection, print_: str) -> Kept | None:
    """The box with a key."""
    return _kept(connection, pairings.c.fingerprint == print_)


def of_code(connection: sa.Connection, code: str) -> Kept | None:
    """The box that was given a code."""
    return _kept(connection, pairings.c.code == code)


def waiting(connection: sa.Connection, at: datetime, source: str | None = None) -> int:
    """How many boxes wait, or those behind one address."""
    wanted = sa.select(sa.func.count()).where(pairings.c.until > ms(at), pairings.c.claimed.is_(None))
    if source is not None:
        wanted = wanted.where(pairings.c.source == source)
    return connection.scalar(wanted) or 0


def keep_technician(connection: sa.Connection, one: Technician) -> None:
    """Put a technician's token in place."""
    connection.execute(sa.delete(technicians).where(technicians.c.id == one.id))
    row = msgspec.structs.asdict(one) | {"made": ms(one.made), "until": ms(one.until)}
    row["revoked"] = None if one.revoked is None else ms(one.revoked)
    connection.execute(technicians.insert().values(**row))


def technician(connection: sa.Connection, *, id_: str = "", digest: str = "") -> Technician | None:
    """A technician by the token's id, or by what its secret is known by."""
    where = technicians.c.digest == digest if digest else technicians.c.id == id_
    row = connection.execute(sa.select(technicians).where(where)).first()
    return None if row is None else _technician(row)


def all_technicians(connection: sa.Connection) -> tuple[Technician, ...]:
    """All that are kept, the newest first."""
    found = connection.execute(sa.select(technicians).order_by(technicians.c.made.desc(), technicians.c.id))
    return tuple(_technician(row) for row in found)


def tidy_technicians(connection: sa.Connection, at: datetime) -> int:
    """Forget those that ended long ago; tells how many are left."""
    connection.execute(sa.delete(technicians).where(technicians.c.until < ms(at - LIMITS.kept)))
    return connection.scalar(sa.select(sa.func.count()).select_from(technicians)) or 0


def accept(connection: sa.Connection, device: str, print_: str, report: bytes, at: datetime) -> None:
    """Keep a report of an acceptance; the oldest of many goes."""
    mine = acceptances.c.device == device
    known = list(connection.scalars(sa.select(acceptances.c.at).where(mine).order_by(acceptances.c.at)))
    if known and known[-1] >= ms(at):
        connection.execute(sa.delete(acceptances).where(mine & (acceptances.c.at == known.pop())))
    if old := known[: max(0, len(known) + 1 - LIMITS.acceptances)]:
        connection.execute(sa.delete(acceptances).where(mine & acceptances.c.at.in_(old)))
    connection.execute(
        acceptances.insert().values(device=device, at=ms(at), fingerprint=print_, report=report, pdf=None)
    )


def accept_page(connection: sa.Connection, device: str, print_: str, pdf: bytes) -> bool:
    """Put its page beside the newest report, where that was signed by the same key."""
    found = acceptance(connection, device)
    if found is None or found.fingerprint != print_:
        return False
    mine = (acceptances.c.device == device) & (acceptances.c.at == ms(found.at))
    connection.execute(sa.update(acceptances).where(mine).values(pdf=pdf))
    return True


def acceptance(connection: sa.Connection, device: str) -> Acceptance | None:
    """The newest report of a device."""
    wanted = sa.select(acceptances).where(acceptances.c.device == device)
    row = connection.execute(wanted.order_by(acceptances.c.at.desc()).limit(1)).first()
    if row is None:
        return None
    return Acceptance(at=instant(row.at), fingerprint=row.fingerprint, report=row.report, pdf=row.pdf)


def _kept(connection: sa.Connection, where: sa.ColumnElement[bool]) -> Kept | None:
    row = connection.execute(sa.select(pairings).where(where)).first()
    if row is None:
        return None
    return Kept(**_with_instants(row, "until", "claimed"))


def _technician(row: Any) -> Technician:
    return Technician(**_with_instants(row, "made", "until", "revoked"))


def _with_instants(row: Any, *names: str) -> dict[str, Any]:
    values = dict(row._mapping)  # noqa: SLF001 - public by its documentation
    return values | {name: None if values[name] is None else instant(values[name]) for name in names}
