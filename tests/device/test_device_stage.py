"""A device's stage from what is on disk: real processes, real files, a feed signed for real."""

from __future__ import annotations

from pathlib import Path

import pytest
from device_world import Device

RED, GREEN, BLUE, YELLOW = "#ff0000", "#00ff00", "#0000ff", "#ffff00"


@pytest.fixture
def device(tmp_path: Path) -> Device:
    return Device(tmp_path)


def test_it_starts_from_disk_alone_and_plays_the_latest_generation(device: Device) -> None:
    device.publish(device.still("red", RED, 0.4), device.still("green", GREEN, 0.4))
    with device.stage() as stage:
        stage.until(RED)
        stage.until(GREEN)
        stage.until(RED)
        stage.end()
    assert set(stage.colours) == {RED, GREEN}
