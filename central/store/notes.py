"""What people write and decide: service notes, alarms, orders, tokens, and the log of all of it.

A row that cannot be read, because its disk has turned a bit over, counts as none, and the log names it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa

from central.access import Role, Token
from central.answers import Audit, OrderLine
from central.standing import SCOPES, Alarm
from central.store.tables import alarms, audit, instant, ms, orders, service_notes, tokens
from device_profiles.decoding import from_json
from device_profiles.instants import within

_log = logging.getLogger(__name__)
T = TypeVar("T", bound=msgspec.Struct)
_ROLES = frozenset(role.value for role in Role)


def out_of_service(connection: sa.Connection) -> Mapping[str, str]:
    """The devices that are out of service, and why."""
    found = connection.execute(sa.select(*service_notes.c["device", "out"]))
    return {row.device: row.out for row in found}


def put_out(connection: sa.Connection, device: str, out: str, at: datetime) -> None:
    """Take a device out of service for a reason; an empty one takes it back into service."""
    connection.execute(sa.delete(service_notes).where(service_notes.c.device == device))
    if out:
        connection.execute(service_notes.insert().values(device=device, out=out, since=ms(at)))


def lasting(connection: sa.Connection) -> tuple[Alarm, ...]:
    """The alarms that have not ended."""
    found = connection.execute(sa.select(*alarms.c["id", "body"]).where(alarms.c.ended.is_(None)))
    return _alarms(found)


def ended(
    connection: sa.Connection, since: datetime, most: int, *, begun: datetime | None = None
) -> tuple[Alarm, ...]:
    """The alarms that ended since then, the newest first; only those that had `begun` before an instant."""
    wanted = sa.select(*alarms.c["id", "body"]).where(alarms.c.ended >= ms(since))
    if begun is not None:
        wanted = wanted.where(alarms.c.since < ms(begun))
    found = connection.execute(wanted.order_by(alarms.c.ended.desc()).limit(most))
    return _alarms(found)


def _alarms(rows: Iterable[Any]) -> tuple[Alarm, ...]:
    return tuple(_in_time(alarm) for alarm in _read(rows, Alarm) if _is_known(alarm))


def _is_known(alarm: Alarm) -> bool:
    if alarm.scope not in SCOPES:
        _log.error("Alarm %s in the store is damaged, it is left out: scope %r", alarm.id, alarm.scope)
    return alarm.scope in SCOPES


def _in_time(alarm: Alarm) -> Alarm:
    """An alarm; one that began outside of time, as an older central took it, began at its edge."""
    return msgspec.structs.replace(alarm, since=within(alarm.since))


def _read(rows: Iterable[Any], kind: type[T]) -> Iterator[T]:
    """What rows of ids and bodies hold."""
    for name, body in rows:
        try:
            yield from_json(body, kind)
        except msgspec.DecodeError as error:
            _log.error("%s %s in the store is damaged, it is left out: %s", kind.__name__, name, error)


def keep_alarms(connection: sa.Connection, given: Iterable[Alarm]) -> None:
    """Put alarms in place, new or in the place of those with their ids."""
    rows = [
        {
            "id": one.id,
            "since": ms(one.since),
            "ended": None if one.ended is None else ms(one.ended),
            "body": msgspec.json.encode(one),
        }
        for one in given
    ]
    if rows:
        connection.execute(sa.delete(alarms).where(alarms.c.id.in_([row["id"] for row in rows])))
        connection.execute(alarms.insert(), rows)


def newest_orders(connection: sa.Connection, since: datetime, most: int) -> tuple[OrderLine, ...]:
    """The orders that were given since then, the newest first."""
    wanted = sa.select(*orders.c["id", "body"]).where(orders.c.at >= ms(since))
    found = connection.execute(wanted.order_by(orders.c.at.desc(), orders.c.id).limit(most))
    return tuple(_read(found, OrderLine))


def order(connection: sa.Connection, name: str) -> OrderLine | None:
    """An order by its id; None where there is none, or none that can be read."""
    found = connection.execute(sa.select(*orders.c["id", "body"]).where(orders.c.id == name))
    return next(_read(found, OrderLine), None)


def keep_order(connection: sa.Connection, order: OrderLine) -> None:
    """Put an order in place, new or in the place of the one with its id."""
    connection.execute(sa.delete(orders).where(orders.c.id == order.id))
    values = {"at": ms(order.at), "until": ms(order.until), "body": msgspec.json.encode(order)}
    connection.execute(orders.insert().values(id=order.id, **values))


def known_tokens(connection: sa.Connection) -> tuple[Token, ...]:
    """All tokens, revoked ones too; one that has no role that there is opens nothing."""
    columns = tokens.c["id", "name", "role", "digest", "made", "used", "revoked"]
    return tuple(token for row in connection.execute(sa.select(*columns)) if (token := _token(row)))


def _token(row: sa.Row[Any]) -> Token | None:
    if row.role not in _ROLES:
        _log.error("token %s in the store is damaged, it opens nothing: make another", row.id)
        return None
    return Token(
        id=row.id,
        name=row.name,
        role=Role(row.role),
        digest=row.digest,
        made=instant(row.made),
        used=None if row.used is None else instant(row.used),
        revoked=None if row.revoked is None else instant(row.revoked),
    )


def keep_token(connection: sa.Connection, token: Token) -> None:
    """Keep a new token."""
    connection.execute(
        tokens.insert().values(
            id=token.id,
            name=token.name,
            role=token.role.value,
            digest=token.digest,
            made=ms(token.made),
            used=None if token.used is None else ms(token.used),
            revoked=None if token.revoked is None else ms(token.revoked),
        )
    )


def use_token(connection: sa.Connection, token: str, at: datetime) -> None:
    """Note when a token was used last, and nothing else of it: it may be revoked meanwhile."""
    connection.execute(sa.update(tokens).where(tokens.c.id == token).values(used=ms(at)))


def revoke_token(connection: sa.Connection, token: str, at: datetime) -> None:
    """A token is revoked, if it was not before."""
    lasts = (tokens.c.id == token) & tokens.c.revoked.is_(None)
    connection.execute(sa.update(tokens).where(lasts).values(revoked=ms(at)))


def note(connection: sa.Connection, entry: Audit) -> None:
    """Add a line to the log; none is ever changed."""
    values = msgspec.structs.asdict(entry) | {"at": ms(entry.at)}
    connection.execute(audit.insert().values(**values))


def noted(work: Callable[[sa.Connection], object], entry: Audit) -> Callable[[sa.Connection], None]:
    """Some work and the line of the log that tells of it: both in one transaction, or neither."""

    def both(connection: sa.Connection) -> None:
        work(connection)
        note(connection, entry)

    return both


def newest_notes(connection: sa.Connection, most: int) -> tuple[Audit, ...]:
    """The newest lines of the log, the newest first."""
    columns = audit.c["at", "who", "address", "action", "subject", "detail"]
    found = connection.execute(sa.select(*columns).order_by(audit.c.id.desc()).limit(most))
    return tuple(
        Audit(at=instant(at), who=who, address=address, action=action, subject=subject, detail=detail)
        for at, who, address, action, subject, detail in found
    )
