"""A device's stage in the test's own process, by a clock of the test."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from device_world import PATIENCE_S, Device
from PySide6.QtTest import QTest

from parvis.stage import BUILT, built_in_program
from player.clock import judge
from player.stage.device import DeviceStage
from player.stage.instants import from_ms
from player.stage.setup import Setup
from player.stage.theatre import Theatre, application
from player.stage.watcher import Eyes, Watcher

DEVICE = "totem-1"


@contextmanager
def staged(device: Device, clock: Callable[[], int], *, full_screen: bool = False) -> Iterator[DeviceStage]:
    """What plays the program of a device, until the end."""
    setup = Setup(
        device=DEVICE,
        state=device.state,
        clock=clock,
        steady_ms=lambda: time.monotonic_ns() / 1e6,
        fallback=partial(built_in_program, DEVICE, "plasma-16x9"),
        notify=lambda _: None,
        full_screen=full_screen,
    )
    trust = partial(judge, built=BUILT, synchronised=True, hardware=False)
    anchor = device.root.read_bytes()
    eyes = Eyes(
        device.state, anchor, DEVICE, lambda: from_ms(clock()), lambda at, seen: trust(at, last_seen=seen)
    )
    application(offscreen=True)
    first = eyes.first()
    watcher = Watcher(eyes, first)
    made = DeviceStage(setup, Theatre(), first, watcher)
    watcher.start()
    yield made
    made.close()


def until(happened: Callable[[], object]) -> None:
    """Let the stage play until something has happened."""
    ends = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < ends
        QTest.qWait(5)
