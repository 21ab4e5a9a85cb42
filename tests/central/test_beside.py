"""What is due beside a picture of the glass: its name and its picture are of one instant."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from beats import with_zones, zone
from one_device import DEVICE, PAGE, PROGRAM, Desk, one_device

from central.answers import Due
from central.judging.due_picture import due_picture
from playlists.timeline import showing


def due_beside(desk: Desk, taken: datetime | None) -> Due:
    """What is due beside a picture that was taken then; and its picture is of that instant."""
    member, duty = desk.service.members[DEVICE], desk.service.duty(DEVICE)
    assert duty is not None
    found = desk.beside.due(member, {} if taken is None else {"main": taken})["main"]
    of_then = due_picture(PROGRAM, duty.parts[-1].pictures, "main", found.at, lambda _: None)
    assert asyncio.run(desk.beside.picture(DEVICE, "main", taken)) == of_then
    assert found.item == due_item(found.at)
    return found


def due_item(at: datetime) -> str:
    """What the program has at an instant."""
    due = showing(PROGRAM, at).screen("main")
    assert due is not None
    return due.zones[0].item_id


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with one_device(tmp_path) as made:
        yield made


def test_where_all_is_well_it_is_what_was_due_when_the_picture_was_taken(desk: Desk) -> None:
    desk.now += timedelta(minutes=1)
    desk.hear(desk.tell())
    taken, desk.now = desk.now, desk.now + PAGE
    desk.hear(desk.tell())
    assert due_beside(desk, taken).at == taken
    assert due_beside(desk, taken).item != due_item(desk.now)


def test_beside_a_wrong_glass_it_is_what_was_due_when_that_was_judged(desk: Desk) -> None:
    desk.now += timedelta(minutes=1)
    for _ in range(2):
        told = with_zones(desk.tell(), zone("main", "stranger"))
        desk.hear(told)
        judged, desk.now = desk.now, desk.now + PAGE
    assert due_beside(desk, judged - 3 * PAGE) == Due(item=due_item(judged), at=judged)
    assert due_item(judged) != due_item(desk.now)


def test_of_a_device_that_is_silent_or_was_never_heard_it_is_what_is_due_now(desk: Desk) -> None:
    assert due_beside(desk, None).at == desk.now
    desk.hear(desk.tell())
    desk.now += timedelta(minutes=5)
    desk.service.look_all()
    assert due_beside(desk, desk.now - timedelta(minutes=5)).at == desk.now


def test_an_old_picture_is_beside_what_the_last_report_should_have_shown(desk: Desk) -> None:
    desk.now += timedelta(hours=2)
    desk.hear(desk.tell())
    judged, desk.now = desk.now, desk.now + PAGE
    assert due_beside(desk, judged - timedelta(hours=1, minutes=1)).at == judged
