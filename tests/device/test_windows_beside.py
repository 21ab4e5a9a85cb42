"""Windows that open beside those of another program: they follow the clock before they are alone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from device_stage import staged, until
from device_world import PATIENCE_S, SMALL, Device
from msgspec.structs import replace
from PySide6.QtGui import QColor

import player.stage.device
from player.stage.device import DeviceStage
from player.stage.instants import to_ms
from player.stage.objects import Objects

RED, GREEN, BLUE = "#ff0000", "#00ff00", "#0000ff"
HOUR_MS = 3_600_000
BEGIN_MS = to_ms(datetime(2026, 12, 1, 12, 30, tzinfo=UTC))
"""In the middle of an hour: items of an hour each change far from it."""


class Gated(Objects):
    """One object cannot be read before the gate is open."""

    gate = Event()
    slow = ""

    def path(self, name: str) -> Path:
        if name == self.slow:
            self.gate.wait(PATIENCE_S)
        return super().path(name)


class Clock:
    """A wall clock that can be set."""

    def __init__(self) -> None:
        self.ahead_ms = BEGIN_MS - round(time.monotonic() * 1000)

    def __call__(self) -> int:
        return round(time.monotonic() * 1000) + self.ahead_ms


@pytest.fixture
def device(tmp_path: Path) -> Device:
    return Device(tmp_path)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stage(device: Device, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[DeviceStage]:
    monkeypatch.setattr(player.stage.device, "Objects", Gated)
    device.publish(device.still("red", RED, 3600), device.still("green", GREEN, 3600))
    with staged(device, clock) as made:
        yield made
        Gated.gate.set()


def shows(stage: DeviceStage, screen: str) -> str:
    """The colour of a screen, "" while its window is not open."""
    window = stage.player.windows[screen].window
    return QColor(window.grabWindow().pixel(2, 2)).name() if window.isVisible() else ""


def test_windows_that_open_beside_others_follow_a_clock_that_is_set(
    device: Device, stage: DeviceStage, clock: Clock
) -> None:
    until(lambda: shows(stage, "main"))
    before = shows(stage, "main")
    slow = device.still("slow", BLUE, 3600)
    Gated.slow = device.path_of(slow).name
    both = device.program(device.still("red", RED, 3600), device.still("green", GREEN, 3600))
    beside = device.program(slow).screens[0]
    beside = replace(beside, screen=replace(SMALL, name="second"))
    device.world.publish(replace(both, screens=(*both.screens, beside)), editor=device.editor)
    device.fetch()
    until(lambda: stage._players.coming and stage._players.coming.windows["main"].window.isVisible())
    clock.ahead_ms += HOUR_MS
    until(lambda: shows(stage, "main") not in (before, ""))
    Gated.gate.set()
    until(lambda: "second" in stage.player.windows)
    until(lambda: shows(stage, "main") not in (before, ""))
