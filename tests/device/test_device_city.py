"""City data on the glass of a real stage: in their turn while they are good, gone when too old."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from device_world import Device, Stage
from feed_world import HOUR

from playlists.documents import AGES, Availability, Batch, State
from playlists.durable import put
from playlists.feed.publishing.live import put_up
from playlists.feed.tree import LIVE
from playlists.program import Item, LiveContent

RED = "#ff0000"
PARKING = Item(
    id="parking",
    content=LiveContent(source="parkings", headlines=(("fr", "Où se garer ?"),)),
    pages_ms=(1000,),
)


def feed_good_now(folder: Path) -> Device:
    made = Device(folder)
    made.world.now = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1)
    made.world.repository.renew(made.world.keyring, made.world.now)
    return made


def tell(device: Device, free: int) -> None:
    """Sign what a source said a minute ago, and put it in place as an agent does."""
    world = device.world
    place = Availability(id="1", name="Commerce", free=free, state=State.OPEN)
    found = Batch(source="parkings", fetched=world.now, ages=AGES[Availability], documents=(place,))
    put_up(world.repository, [found], world.keyring, world.now)
    put(device.state.dispatch(LIVE), world.dispatch(LIVE))


def until_other(stage: Stage) -> None:
    """Look until something else than the picture is on the glass."""
    for _ in range(1500):
        if stage.look()["colour"] != RED:
            return
    raise AssertionError("nothing but the picture")


def test_city_data_come_in_their_turn_and_leave_when_they_are_too_old(tmp_path: Path) -> None:
    device = feed_good_now(tmp_path)
    device.publish(PARKING, device.still("red", RED))
    with device.stage("--offset", str(device.offset)) as stage:
        stage.until(RED)
        assert set(stage.for_looks(60)) == {RED}, "without data the zone goes on"
        tell(device, 132)
        until_other(stage)
        stage.until(RED)
        until_other(stage)
        device.set_clock(datetime.now(UTC) + HOUR)
        for _ in range(1500):
            if set(stage.for_looks(60)) == {RED}:
                break
        else:
            raise AssertionError("too old, and still on the glass")
        stage.end()


def test_by_a_clock_that_nobody_can_rely_on_no_data_are_shown(tmp_path: Path) -> None:
    device = feed_good_now(tmp_path)
    device.publish(PARKING, device.still("red", RED))
    tell(device, 132)
    with device.stage("--untrusted") as stage:
        stage.until(RED)
        assert set(stage.for_looks(60)) == {RED}
        stage.end()


def test_what_nobody_signed_is_not_shown(tmp_path: Path) -> None:
    device = feed_good_now(tmp_path)
    device.publish(PARKING, device.still("red", RED))
    tell(device, 132)
    file = device.state.dispatch(LIVE)
    file.write_bytes(file.read_bytes().replace(b"132", b"999"))
    with device.stage() as stage:
        stage.until(RED)
        assert set(stage.for_looks(60)) == {RED}
        stage.end()
