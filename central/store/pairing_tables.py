"""The tables of enrolling: boxes that wait, technicians, the keys that each id had, acceptance reports."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Table, Text

from central.store.tables import metadata


def _text(name: str, *, key: bool = False, unique: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=False, unique=unique)


def _number(name: str, *, key: bool = False, null: bool = False) -> Column[int]:
    return Column(name, BigInteger, primary_key=key, nullable=null, autoincrement=False)


pairings = Table(
    "pairings",
    metadata,
    _text("fingerprint", key=True),
    *(_text(name) for name in ("public", "machine", "profile", "version", "address", "source")),
    _text("code", unique=True),
    _number("until"),
    _number("claimed", null=True),
    *(_text(name) for name in ("device", "by", "token")),
)
technicians = Table(
    "technicians",
    metadata,
    _text("id", key=True),
    _text("name"),
    _text("digest", unique=True),
    _text("by"),
    *(_number(name) for name in ("made", "until", "most", "used")),
    _number("revoked", null=True),
)
enrolments = Table(
    "enrolments",
    metadata,
    _text("device", key=True),
    _number("number", key=True),
    *(_text(name) for name in ("public", "fingerprint", "machine", "profile", "bundle")),
    _number("since"),
    _text("by"),
    _text("address"),
    _number("seen", null=True),
    _number("ended", null=True),
    _text("ended_by"),
    _text("why"),
    _number("grant"),
    _text("granted"),
)
Index("enrolments_by_fingerprint", enrolments.c.fingerprint)
retired = Table("retired", metadata, _text("device", key=True), _number("at"), _text("by"), _text("why"))
acceptances = Table(
    "acceptances",
    metadata,
    _text("device", key=True),
    _number("at", key=True),
    _text("fingerprint"),
    Column("report", LargeBinary, nullable=False),
    Column("pdf", LargeBinary),
)

TABLES = (pairings, technicians, enrolments, retired, acceptances)
"""What version 3 of the store has that version 2 had not."""
