"""An outbox with records of another id that the device had before: they go in one step, and that is told."""

from __future__ import annotations

import sqlite3
from datetime import datetime

import msgspec

from device_profiles.report import Fault, Lost

_IS_OF = "CASE WHEN json_valid(CAST(body AS TEXT)) THEN json_extract(CAST(body AS TEXT), '$.device') END"
_FOREIGN = f"""
WITH whose AS (SELECT {_IS_OF} AS device FROM (SELECT body FROM records UNION ALL SELECT body FROM aside))
SELECT group_concat(DISTINCT device), count(*) FROM whose WHERE device <> ?
"""  # noqa: S608 - ours


def part_with_others(base: sqlite3.Connection, device: str, at: datetime) -> None:
    """Within a transaction: let go of what is not of this device, and add a `Fault` and a `Lost` of it."""
    foreign, count = base.execute(_FOREIGN, (device,)).fetchone()
    if not count:
        return
    for table in ("records", "aside"):
        base.execute(f"DELETE FROM {table} WHERE {_IS_OF} <> ?", (device,))  # noqa: S608 - ours
    base.execute("UPDATE about SET lost = lost + ?", (count,))
    message = f"this was {foreign} before, of which {count} records had not been delivered"
    fault = Fault(device=device, at=at, part="spool", kind="renamed", message=message)
    told = [(msgspec.json.encode(one),) for one in (fault, Lost(device=device, at=at, count=count))]
    base.executemany("INSERT INTO records (body) VALUES (?)", told)
