"""What a device said of an order stays known when the device has forgotten it, which takes two days."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace
from one_device import DEVICE, Desk, one_device

from central.answers import OrderLine
from central.outcomes import Outcomes
from central.store import notes

DAY = timedelta(days=1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with one_device(tmp_path) as made:
        yield made


def said_of(desk: Desk, said: dict[str, str]) -> None:
    """The device reports, and says so of orders."""
    desk.hear(replace(desk.tell(), orders=said))


def given(desk: Desk, *names: str) -> None:
    for name in names:
        order = OrderLine(
            id=name, order="picture", devices=(DEVICE,), by="Anne", at=desk.now, until=desk.now + DAY / 96
        )
        asyncio.run(desk.service.store.write(partial(notes.keep_order, order=order)))


def known(desk: Desk) -> dict[str, str]:
    """What central knows of each order."""
    outcomes = Outcomes(desk.service)
    since = desk.now - 30 * DAY
    found = desk.service.store.look(partial(notes.newest_orders, since=since, most=99))
    return {order.id: outcomes.of(order).outcomes.get(DEVICE, "") for order in found}


def look(desk: Desk) -> None:
    asyncio.run(Outcomes(desk.service).look())


def test_what_became_of_an_order_outlasts_the_memory_of_its_device(desk: Desk) -> None:
    given(desk, "a", "b", "c")
    said_of(desk, {"a": "done", "b": "failed: no stage runs", "c": "doing picture", "x": "done"})
    look(desk)
    desk.now += 3 * DAY
    said_of(desk, {})
    look(desk)
    assert known(desk) == {"a": "done", "b": "failed: no stage runs", "c": ""}


def test_what_is_under_way_is_not_final(desk: Desk) -> None:
    given(desk, "a", "b")
    said_of(desk, {"a": "doing picture", "b": "waiting doctor"})
    look(desk)
    assert known(desk) == {"a": "doing picture", "b": "waiting doctor"}
    said_of(desk, {"a": "done", "b": "done"})
    assert known(desk) == {"a": "done", "b": "done"}


def test_what_is_kept_is_final_and_short(desk: Desk) -> None:
    given(desk, "a")
    said_of(desk, {"a": "failed: " + "é\0" * 5000})
    look(desk)
    kept = known(desk)["a"]
    assert kept.startswith("failed: é")
    assert len(kept) == 240
    said_of(desk, {"a": "done"})
    look(desk)
    assert known(desk) == {"a": kept}
