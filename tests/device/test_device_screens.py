"""Screens of a device that change, again and again: nothing of those before is left."""

from __future__ import annotations

import gc
import time
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from device_stage import staged, until
from device_world import SMALL, Device, read_plays
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication
from PySide6.QtQuick import QQuickWindow

from player.stage.device import DeviceStage

RED = "#ff0000"


@pytest.fixture
def device(tmp_path: Path) -> Device:
    made = Device(tmp_path)
    publish(made, "main", "second")
    return made


@pytest.fixture
def stage(device: Device) -> Iterator[DeviceStage]:
    with staged(device, lambda: time.time_ns() // 1_000_000) as made:
        until(lambda: all(told.frames for told in made.player.presented().values()))
        yield made


def publish(device: Device, *screens: str) -> None:
    """The same picture on each of these."""
    program = device.program(device.still("red", RED, 3600))
    parts = [
        replace(
            program.screens[0], screen=replace(SMALL, name=name), playlists=dict(program.screens[0].playlists)
        )
        for name in screens
    ]
    device.world.publish(replace(program, screens=tuple(parts)), editor=device.editor)
    device.fetch()


def go_over(stage: DeviceStage, device: Device, *screens: str) -> None:
    """To these screens, until the windows of those before are closed."""
    publish(device, *screens)
    until(lambda: list(stage.player.windows) == list(screens))
    until(lambda: not stage._players._leaving)
    gc.collect()
    QCoreApplication.processEvents()


def test_windows_and_pictures_of_screens_that_were_are_let_go(device: Device, stage: DeviceStage) -> None:
    windows: list[weakref.ref[QQuickWindow]] = []
    offered: list[int] = []
    for screens in (("main",), ("main", "second")) * 2:
        windows += [weakref.ref(one.window) for one in stage.player.windows.values()]
        offered.append(len(stage._theatre.pictures))
        go_over(stage, device, *screens)
    assert [window() for window in windows] == [None] * len(windows)
    assert offered == [2, 1, 2, 1], "one picture for each screen"


def test_what_a_screen_showed_ends_with_it(device: Device, stage: DeviceStage) -> None:
    until(lambda: stage._reporter._ledgers["second"].on_glass)
    go_over(stage, device, "main")
    until(lambda: [play for play in read_plays(device) if play.screen == "second"])
    (play,) = [play for play in read_plays(device) if play.screen == "second"]
    assert play.item == "red"
    assert play.duration_ms < 60_000
