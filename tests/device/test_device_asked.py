"""A picture of what is on the glass, for who asks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from device_world import DEVICE, HEIGHT, SMALL, WIDTH, Device
from patience import until
from PIL import Image

from player.status import GLASS, STAGE, read_glass, read_status

RED = "#ff0000"


@pytest.fixture
def device(tmp_path: Path) -> Device:
    return Device(tmp_path)


def test_who_asks_is_given_a_picture_of_the_glass_and_its_instant(device: Device) -> None:
    device.publish(device.still("red", RED, 3600))
    with device.stage() as stage:
        stage.until(RED)
        device.state.picture_asked.touch()
        asked = device.state.picture_asked.stat().st_mtime_ns
        while (told := read_glass(device.state.status / GLASS)) is None:
            assert stage.look()["colour"] == RED
        stage.end()
    (picture,) = told.pictures
    assert (told.asked, told.edition) == (asked, device.world.parts(DEVICE)[0].sha256)
    assert abs(datetime.now(UTC) - picture.at) < timedelta(minutes=1)
    with Image.open(device.state.status / picture.file) as image:
        assert image.convert("RGB").getcolors() == [(WIDTH * HEIGHT, (255, 0, 0))]


def test_who_asks_while_no_window_is_open_is_answered_once_one_is(device: Device) -> None:
    device.publish(device.still("red", RED, 3600))
    with device.stage("--shut", "3") as stage:
        until("a stage", lambda: read_status(device.state.status / STAGE) is not None)
        device.state.picture_asked.touch()
        stage.until(RED)
        while (told := read_glass(device.state.status / GLASS)) is None:
            stage.look()
        stage.end()
    assert [picture.screen for picture in told.pictures] == [SMALL.name]
