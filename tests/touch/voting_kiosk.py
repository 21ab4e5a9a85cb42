"""The stage of a device with somebody in front of it who answers a poll; says `counted` once it thanks them.

Arguments: the state directory, the root of trust, the device, the answer, what is searched for before. It
goes on until it is killed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from touch_world import Finger

from layouts.layout import Rect
from layouts.page import TextLine
from parvis.stage import BUILT, built_in_program
from player.clock import ClockTrust
from player.stage.device import DeviceStage
from player.stage.instants import from_ms
from player.stage.setup import Setup
from player.stage.theatre import Theatre, application
from player.stage.watcher import Eyes, Watcher
from player.state import State
from player.touch.layer import TouchLayer
from player.touch.target import Act
from player.touch.words import say

EVERY_MS = 10


def clock() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def answers(stage: DeviceStage, answer: str, typed: str) -> Iterator[bool]:
    """What they do, one step after the other; false as long as they must wait."""
    (window,) = stage.player.windows.values()
    layer = window.layer
    while not isinstance(layer, TouchLayer) or not window.window.isVisible():
        yield False
        (window,) = stage.player.windows.values()
        layer = window.layer
    finger = Finger(window)
    finger.tap(500, 600)
    search = ((Act.SEARCH, ""), *((Act.TYPE, letter) for letter in typed), (Act.HOME, ""))
    for act, value in (*search, (Act.SERVICE, "avis"), (Act.POLL, ""), (Act.VOTE, answer)):
        while (found := _target(layer, act, value)) is None:
            yield False
        assert act is not Act.HOME or (layer.session and layer.session.query == typed)
        finger.tap_in(found)
    while say("vote_thanks", "fr") not in _words(layer):
        yield False
    yield True


def _target(layer: TouchLayer, act: Act, value: str) -> Rect | None:
    targets = layer.page.targets if layer.page else ()
    return next((one.rect for one in targets if one.act is act and value in {"", one.value}), None)


def _words(layer: TouchLayer) -> str:
    marks = layer.page.page.marks if layer.page else ()
    return " ".join(mark.text for mark in marks if isinstance(mark, TextLine))


def step(steps: Iterator[bool], tell: Callable[[str], object]) -> None:
    """The next thing they do."""
    if next(steps, False):
        tell("counted\n")
        sys.stdout.flush()


def main() -> None:
    """Play, and answer."""
    state, root, device, answer, typed = sys.argv[1:]
    setup = Setup(
        device=device,
        state=State(Path(state)),
        clock=clock,
        steady_ms=lambda: time.monotonic_ns() / 1e6,
        fallback=partial(built_in_program, device, "touch-19"),
        notify=lambda _: None,
    )
    eyes = Eyes(
        setup.state, Path(root).read_bytes(), device, lambda: from_ms(clock()),
        lambda _at, _seen: ClockTrust.SYNCHRONISED if from_ms(clock()) > BUILT else ClockTrust.UNTRUSTED,
    )  # fmt: skip
    application(offscreen=True)
    first = eyes.first()
    watcher = Watcher(eyes, first)
    stage = DeviceStage(setup, Theatre(), first, watcher)
    watcher.start()
    timer, steps = QTimer(), answers(stage, answer, typed)
    timer.timeout.connect(lambda: step(steps, sys.stdout.write))
    timer.start(EVERY_MS)
    QGuiApplication.exec()


main()
