"""The stage of a device, as `parvis stage` starts it, that writes a JSON line for each look at its glass.

Arguments: the state directory, the root of trust, `--hold S`, `--offset FILE` (milliseconds
that its clock is ahead of the machine's), `--untrusted` (its clock; else it is synchronised),
`--out FILE` in the place of standard output, `--poison OBJECT` (it dies of decoding it),
`--endless OBJECT` (decoding it never ends), `--gate FILE` (or not before that is there),
`--hang FILE` (once that is there, none of its threads but the drawing one comes back),
`--lie ITEM` (it paints it black), `--shut S` (no window is open until so long after a picture was asked for),
`--haste N` (what it measures by its steady clock goes so many times as fast).
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QGuiApplication, QImage

import player.stage.device
from parvis.stage import BUILT, built_in_program
from player import strikes
from player.clock import ClockTrust, judge
from player.recorder import Recorder
from player.stage.device import DeviceStage
from player.stage.instants import from_ms
from player.stage.objects import Objects
from player.stage.pages import Painter
from player.stage.props import PageKey
from player.stage.sample import Sample
from player.stage.setup import Setup
from player.stage.signals import quit_on_signals
from player.stage.theatre import Theatre, application
from player.stage.watcher import Eyes, Watcher
from player.state import State

EVERY_MS, SLIDE_S = 20, 0.5


class Poisoned(Objects):
    """Decoding one object kills the process, as a fault in a decoder does; that of another never ends."""

    poison = ""
    endless = ""
    gate: Path | None = None

    def path(self, name: str) -> Path:
        found = super().path(name)
        while name == self.endless and not (self.gate and self.gate.exists()):
            threading.Event().wait(0.05)
        if name == self.poison:
            ctypes.string_at(0)
        return found


def paint_black(item: str) -> None:
    """Let a painter that lies come to the glass."""
    honest = Painter.__call__

    def lie(self: Painter, key: PageKey) -> QImage:
        picture = honest(self, key)
        if key.item == item:
            picture.fill(QColor("black"))
        return picture

    Painter.__call__ = lie  # type: ignore[method-assign]


def hang(sign: Path) -> None:
    """Let what looks, writes, judges and paints never end from a sign on."""

    def hanging(work: Callable[..., Any]) -> Callable[..., Any]:
        def hung(*args: Any, **options: Any) -> Any:
            while sign.exists():
                threading.Event().wait(0.05)
            return work(*args, **options)

        return hung

    Eyes.again = hanging(Eyes.again)  # type: ignore[method-assign]
    Recorder._write_status = hanging(Recorder._write_status)  # type: ignore[method-assign]
    Sample.sight = hanging(Sample.sight)  # type: ignore[method-assign]
    Painter.__call__ = hanging(Painter.__call__)  # type: ignore[method-assign]


def shut(stage: DeviceStage, state: State, seconds: float) -> None:
    """Keep the windows shut until a picture was asked for so long ago."""
    asked = state.picture_asked
    is_open = asked.exists() and time.time() - asked.stat().st_mtime >= seconds
    for window in stage.player.windows.values():
        window.window.setVisible(is_open)


def typed() -> argparse.Namespace:
    """The arguments."""
    flags = argparse.ArgumentParser()
    flags.add_argument("state", type=Path)
    flags.add_argument("root", type=Path)
    flags.add_argument("--hold", type=float, default=0)
    flags.add_argument("--offset", type=Path)
    flags.add_argument("--untrusted", action="store_true")
    flags.add_argument("--out", type=Path)
    flags.add_argument("--poison")
    flags.add_argument("--endless")
    flags.add_argument("--gate", type=Path)
    flags.add_argument("--hang", type=Path)
    flags.add_argument("--lie")
    flags.add_argument("--shut", type=float)
    flags.add_argument("--haste", type=int, default=1)
    return flags.parse_args()


def look(stage: DeviceStage, at_ms: int, out: TextIO) -> None:
    """Write what each window shows."""
    for name, window in stage.player.windows.items():
        if not window.window.isVisible():
            continue
        image = window.window.grabWindow()
        points = (
            (image.width() // 2, image.height() // 2),
            (2, 2),
            (image.width() - 3, image.height() - 3),
        )
        colours = sorted({QColor(image.pixel(*point)).name() for point in points})
        row = {
            "at": at_ms,
            "process": os.getpid(),
            "screen": name,
            "width": image.width(),
            "colour": "/".join(colours),
        }
        out.write(json.dumps(row) + "\n")
        out.flush()


def trust_of(asked: argparse.Namespace) -> Callable[[datetime, datetime | None], ClockTrust]:
    """How far the clock is to be trusted."""

    def trust(at: datetime, last_seen: datetime | None) -> ClockTrust:
        if asked.untrusted:
            return ClockTrust.UNTRUSTED
        return judge(at, built=BUILT, last_seen=last_seen, synchronised=True, hardware=False)

    return trust


def main() -> None:
    """Play until SIGTERM."""
    asked = typed()
    out = asked.out.open("a") if asked.out else sys.stdout
    if asked.poison or asked.endless:
        Poisoned.poison, Poisoned.endless, Poisoned.gate = asked.poison, asked.endless, asked.gate
        player.stage.device.Objects = Poisoned  # type: ignore[attr-defined]
    if asked.hang:
        hang(asked.hang)
    if asked.lie:
        paint_black(asked.lie)

    def clock() -> int:
        return time.time_ns() // 1_000_000 + (int(asked.offset.read_text() or 0) if asked.offset else 0)

    state = State(asked.state)
    steady_s = asked.haste * time.monotonic()
    slide_s = asked.haste * min(SLIDE_S, strikes.count(state, "totem-1", from_ms(clock()), steady_s))
    setup = Setup(
        device="totem-1",
        state=state,
        clock=clock,
        steady_ms=lambda: asked.haste * time.monotonic_ns() / 1e6,
        fallback=partial(built_in_program, "totem-1", "plasma-16x9"),
        notify=lambda _: None,
        hold_ms=round(1000 * max(asked.hold, slide_s)),
    )
    eyes = Eyes(setup.state, asked.root.read_bytes(), "totem-1", lambda: from_ms(clock()), trust_of(asked))
    application(offscreen=True)
    first = eyes.first()
    watcher = Watcher(eyes, first)
    stage = DeviceStage(setup, Theatre(), first, watcher)
    quit_on_signals(stage)
    watcher.start()
    timer = QTimer()
    timer.timeout.connect(lambda: look(stage, clock(), out))
    if asked.shut:
        timer.timeout.connect(lambda: shut(stage, setup.state, asked.shut))
    timer.start(EVERY_MS)
    QGuiApplication.exec()
    stage.close()


main()
