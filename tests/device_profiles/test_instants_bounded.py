"""Instants from outside: none that calendars cannot follow passes, wherever in a report it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest
from msgspec import inspect

from device_profiles.instants import EARLIEST, LATEST, Instants
from device_profiles.report import Report

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
FIRST = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))
LAST = datetime(9999, 12, 31, 23, 59, tzinfo=timezone(-timedelta(hours=14)))
PLAIN: dict[type, Any] = {
    inspect.IntType: 1,
    inspect.FloatType: 1.0,
    inspect.BoolType: True,
    inspect.StrType: "a",
    inspect.BytesType: "",
}


def whole(kind: inspect.Type, at: Callable[[], str]) -> Any:
    """A value as JSON has it in which every field has something, and every instant is what `at` tells."""
    match kind:
        case inspect.StructType(fields=fields):
            told = {field.encode_name: whole(field.type, at) for field in fields}
            return told if kind.tag is None else told | {str(kind.tag_field): kind.tag}
        case inspect.UnionType(types=kinds):
            return whole(next(one for one in kinds if not isinstance(one, inspect.NoneType)), at)
        case inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item):
            return [whole(one, at) for one in alternatives(item)]
        case inspect.DictType(value_type=item):
            return {"a": whole(item, at)}
        case inspect.DateTimeType():
            return at()
        case _:
            return next(iter(kind.cls)).value if isinstance(kind, inspect.EnumType) else PLAIN[type(kind)]


def alternatives(kind: inspect.Type) -> Iterator[inspect.Type]:
    """A type for each kind of record, where it is an entry of an outbox; else itself."""
    fields = kind.fields if isinstance(kind, inspect.StructType) else ()
    for place, field in enumerate(fields):
        kinds = field.type.types if isinstance(field.type, inspect.UnionType) else ()
        if len([one for one in kinds if isinstance(one, inspect.StructType)]) > 1:
            for one in kinds:
                own = msgspec.structs.replace(field, type=one)
                yield msgspec.structs.replace(kind, fields=(*fields[:place], own, *fields[place + 1 :]))
            return
    yield kind


def reports(instant: datetime) -> Iterator[Report]:
    """A report for each place where an instant may stand in it, with this one there, and noon elsewhere."""
    _, places = told_with(instant, -1)
    for odd in range(places):
        yield told_with(instant, odd)[0]


def told_with(instant: datetime, odd: int) -> tuple[Report, int]:
    """A report with an odd instant at that place, and how many instants it has."""
    told = 0

    def at() -> str:
        nonlocal told
        told += 1
        return (instant if told - 1 == odd else NOON).isoformat()

    made = whole(inspect.type_info(Report), at)
    return msgspec.json.decode(msgspec.json.encode(made), type=Report), told


@pytest.mark.parametrize("instant", [FIRST, LAST, EARLIEST - timedelta(seconds=1), LATEST])
def test_wherever_it_stands_an_instant_outside_of_time_is_found(instant: datetime) -> None:
    find = Instants(Report)
    told = list(reports(instant))
    assert len(told) > 14
    for one in told:
        assert find.stray(one) == instant, one


@pytest.mark.parametrize("instant", [EARLIEST, NOON, LATEST - timedelta(seconds=1)])
def test_within_time_nothing_is_found(instant: datetime) -> None:
    find = Instants(Report)
    assert all(find.stray(one) is None for one in reports(instant))


def test_what_has_no_instants_has_none_astray() -> None:
    class Plain(msgspec.Struct, frozen=True):
        name: str

    assert Instants(Plain).stray(Plain("a")) is None
