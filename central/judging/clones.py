"""One identity on two machines: a device that reports from one, then from another, then from the first again.

A disk that moved into a new box comes from another machine once. Two boxes with one key come by turns.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from central.standing import Reason


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """So many changes of the machine within so long are told."""

    turns: int = 2
    within: timedelta = timedelta(hours=1)


LIMITS = Limits()


class Machines(msgspec.Struct, frozen=True, array_like=True):
    """The machine of the last report that named one, the one before it, and when that changed of late."""

    last: str = ""
    before: str = ""
    turns: tuple[datetime, ...] = ()


def seen(known: Machines, machine: str, at: datetime, limits: Limits = LIMITS) -> Machines:
    """What is known after a report from a machine; one that names none changes nothing."""
    turns = tuple(turn for turn in known.turns if at - turn <= limits.within)[-limits.turns :]
    if machine in {"", known.last}:
        return msgspec.structs.replace(known, turns=turns)
    if not known.last:
        return Machines(machine)
    return Machines(machine, known.last, (*turns, at)[-limits.turns :])


def by_turns(known: Machines, limits: Limits = LIMITS) -> Iterator[Reason]:
    """Whether two machines are one device."""
    if len(known.turns) >= limits.turns:
        machines = " / ".join(sorted(machine[:8] for machine in (known.last, known.before)))
        yield Reason(code="cloned", detail=machines)
