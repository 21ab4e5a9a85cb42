"""A thread that hangs keeps neither another picture from the glass nor the stage from its end."""

from __future__ import annotations

import time
from pathlib import Path

from device_world import PATIENCE_S, Device
from patience import until, wait

from player import supervisor
from player.status import STAGE, WORK, read_work

RED, GREEN, BLUE = "#ff0000", "#00ff00", "#0000ff"


def test_what_comes_after_a_picture_that_is_never_ready_is_shown(tmp_path: Path) -> None:
    device = Device(tmp_path)
    green = device.still("green", GREEN, 1.0)
    device.publish(device.still("red", RED, 1.0), green, device.still("blue", BLUE, 1.0))
    with device.stage("--endless", device.path_of(green).name, "--haste", "20") as drawing:
        for colour in (RED, BLUE, RED, BLUE):
            drawing.until(colour)
    assert GREEN not in drawing.colours
    named = read_work(device.state.status / WORK)
    assert named is not None, "what goes on hides nothing of what hangs"
    assert named.item == "green"


def test_a_stage_of_which_every_thread_hangs_ends_before_it_is_killed(tmp_path: Path) -> None:
    device = Device(tmp_path)
    colours = [f"#{number:02x}00ff" for number in range(12)]
    device.publish(*(device.still(f"still-{colour}", colour, 1.0) for colour in colours))
    sign = tmp_path / "sign"
    with device.stage("--hang", str(sign), "--out", "/dev/null", "--haste", "20") as drawing:
        until("it plays", (device.state.status / STAGE).exists, PATIENCE_S)
        sign.touch()
        wait(2.0)
        began = time.monotonic()
        drawing.end()
        assert time.monotonic() - began < supervisor._STOP_S
