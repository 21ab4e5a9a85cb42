"""What a device shows of itself by order: its name, twice and steadily, and that it is out of service."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from device_world import Device

RED = "#d02020"
HASTE = 4


@pytest.fixture
def device(tmp_path: Path) -> Device:
    made = Device(tmp_path)
    made.publish(made.still("red", RED))
    return made


def test_out_of_service_is_shown_at_once_and_through_a_restart_until_it_is_back(device: Device) -> None:
    with device.stage() as stage:
        stage.until(RED)
        device.state.out_of_service.write_bytes(b"{}")
        while stage.look()["colour"] == RED:
            pass
    with device.stage() as stage:
        assert RED not in stage.for_looks(3)
        device.state.out_of_service.unlink()
        stage.until(RED)


def test_which_device_it_is_comes_twice_and_the_program_goes_on(device: Device) -> None:
    device.state.identify_asked.touch()
    with device.stage("--haste", str(HASTE)) as stage:
        stage.until(RED)
        assert set(stage.for_looks(5)) == {RED}, "an order of before this stage is not shown again"
        device.state.identify_asked.touch()
        asked = time.monotonic()
        while stage.look()["colour"] == RED:
            pass
        stage.until(RED)
        while stage.look()["colour"] == RED:
            pass
        stage.until(RED)
        took_s = HASTE * (time.monotonic() - asked)
    assert took_s >= 29, "steadily, within half a minute"
    assert len(stage.colours) <= 2 + 5, f"four changes in half a minute, no flashing: {stage.colours}"
