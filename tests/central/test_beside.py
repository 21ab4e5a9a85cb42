"""What is due beside a picture of the glass: its name and its picture are of one instant."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from beats import beat, with_zones, zone
from central_process import feed
from feed_world import World, notice, program
from store_world import report

from central.answers import Due
from central.beside import Beside
from central.judging.due_picture import due_picture
from central.judging.fleet import FleetReader
from central.service import Service
from central.store.store import Store
from device_profiles.heartbeat import Heartbeat
from playlists.timeline import showing

DEVICE = "kiosk-001"
PAGE = timedelta(seconds=8)
PROGRAM = program(DEVICE, (notice("a", "Bonjour"), notice("b", "Bonsoir")))


class Desk:
    """Central over a feed with one device, at an instant that a test sets."""

    def __init__(self, store: Store, world: World) -> None:
        self.now = world.now
        self.service = Service(
            store, FleetReader(world.feed, world.anchor), lambda: self.now, lambda _devices: None
        )
        self.service.put_enrolled(DEVICE, self.now)
        self.beside = Beside(self.service, world.feed)
        self._sequence = 0

    def hear(self, heartbeat: Heartbeat) -> None:
        """Take a report now."""
        self._sequence += 1
        asyncio.run(self.service.report(report(self._sequence, heartbeat=heartbeat), self.now))

    def tell(self) -> Heartbeat:
        """What the device says that shows what is due now."""
        part = self.service.duty(DEVICE)
        assert part is not None
        return beat(PROGRAM, self.now, edition=part.parts[-1].sha256)

    def due(self, taken: datetime | None) -> Due:
        """What is due beside a picture that was taken then; and its picture is of that instant."""
        member = self.service.members[DEVICE]
        found = self.beside.due(member, {} if taken is None else {"main": taken})["main"]
        duty = self.service.duty(DEVICE)
        assert duty is not None
        pictures = duty.parts[-1].pictures
        of_then = due_picture(PROGRAM, pictures, "main", found.at, lambda _: None)
        assert asyncio.run(self.beside.picture(DEVICE, "main", taken)) == of_then
        assert found.item == due_item(found.at)
        return found


def due_item(at: datetime) -> str:
    """What the program has at an instant."""
    due = showing(PROGRAM, at).screen("main")
    assert due is not None
    return due.zones[0].item_id


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    world = feed(tmp_path)
    assert world.publish(PROGRAM)
    store = Store.open(f"sqlite:///{tmp_path}/central.db")
    yield Desk(store, world)
    store.close()


def test_where_all_is_well_it_is_what_was_due_when_the_picture_was_taken(desk: Desk) -> None:
    desk.now += timedelta(minutes=1)
    desk.hear(desk.tell())
    taken, desk.now = desk.now, desk.now + PAGE
    desk.hear(desk.tell())
    assert desk.due(taken).at == taken
    assert desk.due(taken).item != due_item(desk.now)


def test_beside_a_wrong_glass_it_is_what_was_due_when_that_was_judged(desk: Desk) -> None:
    desk.now += timedelta(minutes=1)
    for _ in range(2):
        told = with_zones(desk.tell(), zone("main", "stranger"))
        desk.hear(told)
        judged, desk.now = desk.now, desk.now + PAGE
    assert desk.due(judged - 3 * PAGE) == Due(item=due_item(judged), at=judged)
    assert due_item(judged) != due_item(desk.now)


def test_of_a_device_that_is_silent_or_was_never_heard_it_is_what_is_due_now(desk: Desk) -> None:
    assert desk.due(None).at == desk.now
    desk.hear(desk.tell())
    desk.now += timedelta(minutes=5)
    desk.service.look_all()
    assert desk.due(desk.now - timedelta(minutes=5)).at == desk.now


def test_an_old_picture_is_beside_what_the_last_report_should_have_shown(desk: Desk) -> None:
    desk.now += timedelta(hours=2)
    desk.hear(desk.tell())
    judged, desk.now = desk.now, desk.now + PAGE
    assert desk.due(judged - timedelta(hours=1, minutes=1)).at == judged
