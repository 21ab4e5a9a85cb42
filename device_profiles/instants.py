"""Instants in what came in from outside: all lie where calendars, databases and people can follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import inspect

EARLIEST = datetime(1969, 1, 1, tzinfo=UTC)
"""A clock that nobody has set stands at 1970, and when its machine began may lie a little before that."""
LATEST = datetime(2200, 1, 1, tzinfo=UTC)

_Finder = Callable[[Any, list[datetime]], None]
"""Adds the instants of a value to a list."""


def within(at: datetime) -> datetime:
    """An instant, or the bound that it lies beyond."""
    return min(max(at, EARLIEST), LATEST)


class Instants:
    """Finds them in values of one type, which holds itself nowhere; fields that have none cost nothing."""

    def __init__(self, kind: type[msgspec.Struct]) -> None:
        self._find = _finder(inspect.type_info(kind)) or _none

    def stray(self, value: msgspec.Struct) -> datetime | None:
        """One that lies outside of the bounds, if there is any."""
        found: list[datetime] = []
        self._find(value, found)
        return next((at for at in found if not EARLIEST <= at < LATEST), None)


def _none(_value: Any, _found: list[datetime]) -> None:
    return


def _finder(kind: inspect.Type) -> _Finder | None:
    match kind:
        case inspect.DateTimeType():
            return lambda value, found: found.append(value)
        case inspect.StructType(fields=fields):
            inner = [(field.name, find) for field in fields if (find := _finder(field.type))]
            return _in_fields(inner) if inner else None
        case inspect.UnionType(types=kinds):
            return _in_one_of([(_class(one), find) for one in kinds if (find := _finder(one))])
        case inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item):
            return _in_each(_finder(item), lambda value: value)
        case inspect.DictType(value_type=item):
            return _in_each(_finder(item), dict.values)
        case _:
            return None


def _class(kind: inspect.Type) -> type:
    match kind:
        case inspect.StructType(cls=cls):
            return cls
        case inspect.DateTimeType():
            return datetime
        case inspect.DictType():
            return dict
        case _:
            return tuple


def _in_fields(inner: list[tuple[str, _Finder]]) -> _Finder:
    def find(value: Any, found: list[datetime]) -> None:
        for name, each in inner:
            each(getattr(value, name), found)

    return find


def _in_one_of(kinds: list[tuple[type, _Finder]]) -> _Finder | None:
    def find(value: Any, found: list[datetime]) -> None:
        for cls, each in kinds:
            if isinstance(value, cls):
                each(value, found)
                return

    return find if kinds else None


def _in_each(item: _Finder | None, items: Callable[[Any], Iterable[Any]]) -> _Finder | None:
    if item is None:
        return None

    def find(value: Any, found: list[datetime]) -> None:
        for one in items(value):
            item(one, found)

    return find
