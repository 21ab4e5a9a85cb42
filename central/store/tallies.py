"""What was counted of people at touch screens: sums by hour and device, and nothing that is finer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from central.store.figures import added as summed
from central.store.figures import figure
from central.store.limits import Limits
from central.store.proof import Names
from central.store.rows import Row
from central.store.rows import totals as added
from central.store.tables import instant, ms, names, tallies
from central.store.taken import Days, Taken
from central.voices import Part, TallyLine
from device_profiles.report import Tally, What

HOUR_MS = 3_600_000


def names_of(tally: Tally) -> tuple[str, str, str]:
    """What stands in a tally as a name."""
    return tally.what, tally.name, tally.answer


def rows(counted: Iterable[tuple[Taken, Tally]], number: Mapping[str, int], limits: Limits) -> list[Row]:
    """Rows to be added to those that are there, those of one key together."""
    return added(
        (
            (
                _hour(taken.received, tally.hour, limits),
                number[taken.device],
                *(number[name] for name in names_of(tally)),
            ),
            (tally.count,),
        )
        for taken, tally in counted
    )


def totals(
    connection: sa.Connection,
    start: datetime,
    end: datetime,
    what: Sequence[What],
    by: Sequence[Part],
    *,
    days: Days,
    device: str = "",
) -> Iterator[TallyLine]:
    """What was counted in a stretch of time, told apart by what is asked, in that order."""
    timed = Part.DAY in by or Part.HOUR in by
    columns = [tallies.c.what, tallies.c.name, tallies.c.answer]
    columns += [tallies.c.device] if Part.DEVICE in by else []
    columns += [tallies.c.at] if timed else []
    asked = (
        sa.select(*columns, summed(tallies.c.count))
        .where(tallies.c.at >= ms(start), tallies.c.at < ms(end))
        .where(tallies.c.what.in_(sa.select(names.c.id).where(names.c.name.in_(what))))
        .group_by(*columns)
    )
    if device:
        asked = asked.where(
            tallies.c.device == sa.select(names.c.id).where(names.c.name == device).scalar_subquery()
        )
    name, found = Names(connection), Counter[tuple[str, str, str, str, str, str]]()
    for kind, which, answer, *rest, count in connection.execute(asked).all():
        of = name[rest.pop(0)] if Part.DEVICE in by else ""
        day, hour = _when(instant(rest[0]), by, days) if timed else ("", "")
        found[day, hour, of, name[kind], name[which], name[answer]] += int(count)
    for (day, hour, of, kind, which, answer), count in sorted(found.items()):
        yield TallyLine(
            day=datetime.fromisoformat(day).date() if day else None,
            hour=datetime.fromisoformat(hour) if hour else None,
            device=of,
            what=What(kind),
            name=which,
            answer=answer,
            count=figure(count),
        )


def _when(at: datetime, by: Sequence[Part], days: Days) -> tuple[str, str]:
    return days.day(at).isoformat() if Part.DAY in by else "", at.isoformat() if Part.HOUR in by else ""


def _hour(received: datetime, told: datetime, limits: Limits) -> int:
    """The hour that a device told; where that cannot be, the one in which it was received."""
    wrong = not received - limits.behind <= told <= received + limits.ahead
    return ms(received if wrong else told) // HOUR_MS * HOUR_MS
