"""What an outbox at its limit keeps: like summed with like, what people said, the newest else. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from device_profiles.report import Fault, FaultSum, Lost, PlayRecord, PlaySum, Record, Tally, What


def summed(records: Iterable[Record]) -> list[Record]:
    """Records with what is alike put together, in the order of their beginnings."""
    alike: dict[object, list[Record]] = {}
    for record in records:
        alike.setdefault(_likeness(record), []).append(record)
    return [_together(found) for found in alike.values()]


def _likeness(record: Record) -> object:
    match record:
        case PlayRecord() | PlaySum():
            hour = record.start.replace(minute=0, second=0, microsecond=0)
            place = (record.device, record.screen, record.zone)
            return (*place, record.item, record.object, record.edition, record.verified, hour)
        case Fault() | FaultSum():
            return (record.device, record.part, record.kind, record.message)
        case Tally():
            return (record.device, record.screen, record.hour, record.what, record.name, record.answer)
        case Lost():
            return (record.device,)


def _together(alike: Sequence[Record]) -> Record:
    """One record for several that are alike, or for one."""
    count = sum(getattr(record, "count", 1) for record in alike)
    told = msgspec.structs.asdict(alike[-1]) | {"count": count}
    match alike[-1]:
        case PlayRecord() | PlaySum():
            plays = [record for record in alike if isinstance(record, PlayRecord | PlaySum)]
            told["start"] = min(play.start for play in plays)
            told["duration_ms"] = sum(play.duration_ms for play in plays)
            told["frames"] = sum(play.frames for play in plays)
            told["bits"] = _worst(play.bits for play in plays)
            told["levels"] = _worst(play.levels for play in plays)
            return PlaySum(**told)
        case Fault() | FaultSum():
            told["at"] = min(fault.at for fault in alike if isinstance(fault, Fault | FaultSum))
            return FaultSum(**told)
        case Tally():
            return Tally(**told)
        case Lost():
            return Lost(**told)


def _records(record: Record) -> int:
    """How many records it stands for: a tally is one, however often something was touched."""
    return 1 if isinstance(record, Tally) else getattr(record, "count", 1)


def _worst(found: Iterable[int | None]) -> int | None:
    return max((known for known in found if known is not None), default=None)


def fitting(records: list[Record], rows: int, room: int) -> tuple[list[Record], int]:
    """The newest of them: at most so many, in so many bytes.

    What had to go is said in one `Lost`; how many those were comes with them.
    """
    kept: list[Record] = []
    # What people said comes first: it is little, and nobody can say it for them again.
    said = [record for record in records if _is_said(record)]
    records = [record for record in records if not _is_said(record)] + said
    for record in reversed(records):
        room -= len(msgspec.json.encode(record))
        if room < 0 or len(kept) >= rows:
            break
        kept.append(record)
    gone = records[: len(records) - len(kept)]
    fresh = sum(_records(record) for record in gone if not isinstance(record, Lost))
    if gone:
        count = sum(map(_records, gone))
        last = gone[-1]
        kept.append(Lost(device=last.device, at=instant(last), count=count))
    return kept[::-1], fresh


def _is_said(record: Record) -> bool:
    return isinstance(record, Tally) and record.what in (What.POLL, What.SIGNAL)


def instant(record: Record) -> datetime:
    """The instant that a record tells of."""
    match record:
        case PlayRecord() | PlaySum():
            return record.start
        case Tally():
            return record.hour
        case _:
            return record.at
