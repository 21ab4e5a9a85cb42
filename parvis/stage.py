"""`parvis stage`: plays what the state directory says on this device's screens.

As `python -m parvis.stage ORDER LANGUAGE` it starts a third of a second earlier, without a command line: so
the supervisor starts it.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from parvis.child import end_with_parent, order_of
from parvis.display import has_display
from parvis.notify import notify
from parvis.orders import StageOrder
from player.clock import ClockTrust, has_hardware, is_synchronised, judge
from player.lock import HeldError, Lock
from player.memory import give_back_pictures
from player.state import State
from playlists.program import Program

BUILT = datetime(2026, 11, 25, tzinfo=UTC)
"""No clock that is right says an earlier time."""


def run_stage(order: StageOrder, language: str) -> int:
    """Play until asked to end; what hinders it is said on standard error, and is failure (1)."""
    try:
        _run(order, language)
    except Exception as error:
        from parvis.words import SaidError  # reading what can be said takes 30 ms of the start

        if not isinstance(error, SaidError):
            raise
        sys.stderr.write(f"parvis: {error.said.to(language)}\n")
        return 1
    return 0


def _run(order: StageOrder, language: str) -> None:
    give_back_pictures()
    from player.stage.run import run_stage as run
    from player.stage.setup import Setup
    from player.stage.watcher import Eyes

    state, anchor = State(order.state), read_anchor(order.root)
    try:
        lock = Lock(state.stage_lock)
    except HeldError as held:
        from parvis.words import SaidError, words

        raise SaidError(words("device.held", file=str(held.file), process=held.holder)) from held
    setup = Setup(
        device=order.device,
        state=state,
        clock=lambda: time.time_ns() // 1_000_000,
        steady_ms=lambda: time.monotonic_ns() / 1e6,
        fallback=partial(built_in_program, order.device, order.profile),
        notify=notify,
        full_screen=order.full_screen,
        hold_ms=round(order.hold * 1000),
        language=language,
    )
    kept = partial(_trust, trusted=order.trust_clock)
    eyes = Eyes(state, anchor, order.device, lambda: datetime.now(UTC), kept)
    run(setup, eyes, offscreen=not has_display())
    lock.release()


def read_anchor(file: Path) -> bytes:
    """The first root of the feed. Raises `SaidError`."""
    try:
        return file.read_bytes()
    except OSError as error:
        from parvis.words import SaidError, refusal, words

        raise SaidError(words("feed.no-anchor", file=str(file), cause=refusal(error))) from error


def _trust(at: datetime, last_seen: datetime | None, *, trusted: bool) -> ClockTrust:
    synchronised = trusted or is_synchronised()
    return judge(at, built=BUILT, last_seen=last_seen, synchronised=synchronised, hardware=has_hardware())


def built_in_program(device: str, profile: str) -> Program:
    """What a device plays that has nothing yet: its profile's built-in slide."""
    from device_profiles.catalog import catalog
    from layouts.theme import derive
    from playlists.program import ScreenProgram

    found = catalog().get(profile)
    if found is None:
        from parvis.words import SaidError, words

        raise SaidError(words("device.no-profile", profile=profile, profiles=", ".join(sorted(catalog()))))
    return Program(
        device=device,
        profile=profile,
        place="",
        position=None,
        time_zone="Europe/Paris",
        country="FR",
        languages=tuple(found.built_in.headline),
        built_in=found.built_in,
        theme=derive(background=None, accent=None, categories=None),
        screens=tuple(
            ScreenProgram(screen=screen, layouts={}, playlists={}, events=()) for screen in found.screens
        ),
    )


if __name__ == "__main__":
    end_with_parent()
    sys.exit(run_stage(order_of(StageOrder), sys.argv[2]))
