"""`parvis stage`: plays what the state directory says on this device's screens.

As `python -m parvis.stage ORDER LANGUAGE` it starts a third of a second earlier, without a command line: so
the supervisor starts it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from parvis.boxes import stage_as
from parvis.child import end_with_parent, leave, order_of
from parvis.display import has_display
from parvis.notify import notify
from parvis.orders import StageOrder
from parvis.settled import settle_types
from player import strikes
from player.clock import ClockTrust, has_hardware, is_synchronised, judge
from player.enrolled import Box
from player.lock import HeldError, Lock
from player.memory import give_back_pictures
from player.state import State
from player.supervisor import CHANGED
from playlists.program import Program

if TYPE_CHECKING:
    from player.stage.pairing.stage import PairingStage

DEFAULT_PROFILE = "plasma-16x9"

BUILT = datetime(2026, 11, 25, tzinfo=UTC)
"""No clock that is right says an earlier time."""


def run_stage(order: StageOrder, language: str) -> int:
    """Play until asked to end, and end the process; what hinders it is said, and is failure (1)."""
    try:
        return _run(order, language)
    except Exception as error:
        from parvis.words import SaidError  # reading what can be said takes 30 ms of the start

        if not isinstance(error, SaidError):
            raise
        sys.stderr.write(f"parvis: {error.said.to(language)}\n")
        return 1


def _run(order: StageOrder, language: str) -> int:
    give_back_pictures()
    settle_types()
    state = State(order.state)
    if order.device:
        read_anchor(order.root)
    try:
        lock = Lock(state.stage_lock)
    except HeldError as held:
        from parvis.words import SaidError, words

        raise SaidError(words("device.held", file=str(held.file), process=held.holder)) from held
    before, own = None, stage_as(order)
    if isinstance(own, Box) and order.hold:
        code = _hold(order, state, language)
        lock.release()
        return code
    if isinstance(own, Box):
        before = _pair(order, own)
        own = stage_as(order)
        if before is None or isinstance(own, Box):
            lock.release()
            return 0 if before is None else CHANGED
    changed = _play(own, state, before, language)
    lock.release()
    return leave(CHANGED if changed else 0)


def _pair(order: StageOrder, box: Box) -> PairingStage | None:
    """Show the pairing page until this is a device; None where the process is to end before.

    A box of which nobody said what it is shows the page of a common screen, fitted into what there is.
    """
    from device_profiles.catalog import catalog
    from parvis.pairing_words import say
    from player.stage.pairing.run import run_pairing
    from player.stage.pairing.stage import PairingSetup

    state = State(order.state)
    setup = PairingSetup(
        state=state,
        screens=(catalog().get(order.profile) or catalog()[DEFAULT_PROFILE]).screens,
        say=say,
        clock=_now_ms,
        steady_ms=_steady_ms,
        notify=notify,
        is_device=lambda: stage_as(order) != box,
        full_screen=order.full_screen,
    )
    return run_pairing(setup, offscreen=not has_display())


def _hold(order: StageOrder, state: State, language: str) -> int:
    """Show the built-in slide as long as nothing else may be shown: a box holds back its code too."""
    ends, before = _steady_ms() + order.hold * 1000, stage_as(order)

    def is_over() -> bool:
        return _steady_ms() >= ends or stage_as(order) != before

    return CHANGED if _show(order, b"", state, language, identity=is_over) else 0


def _play(order: StageOrder, state: State, before: PairingStage | None, language: str) -> bool:
    """Play as a device; whether it is another one now."""
    asked = StageOrder(order.state) if order.is_enrolled else order
    anchor = read_anchor(order.root)
    slide_s = strikes.count(state, order.device, datetime.now(UTC), time.monotonic())
    held = msgspec.structs.replace(order, hold=max(order.hold, slide_s))
    return _show(held, anchor, state, language, identity=lambda: stage_as(asked), before=before)


def _show(
    order: StageOrder,
    anchor: bytes,
    state: State,
    language: str,
    *,
    identity: Callable[[], object],
    before: PairingStage | None = None,
) -> bool:
    """Play what the anchor vouches for; whether `identity` has another value now."""
    from player.stage.run import run_stage as run
    from player.stage.setup import Setup
    from player.stage.watcher import Eyes

    setup = Setup(
        device=order.device,
        state=state,
        clock=_now_ms,
        steady_ms=_steady_ms,
        fallback=partial(
            built_in_program,
            order.device,
            order.profile or DEFAULT_PROFILE,
            stands_in=state.stands_in.exists(),
        ),
        notify=notify,
        full_screen=order.full_screen,
        hold_ms=round(order.hold * 1000),
        language=language,
    )
    kept = partial(_trust, trusted=order.trust_clock)
    eyes = Eyes(state, anchor, order.device, lambda: datetime.now(UTC), kept)
    return run(setup, eyes, offscreen=not has_display(), identity=identity, before=before)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def _steady_ms() -> float:
    return time.monotonic_ns() / 1e6


def read_anchor(file: Path | None) -> bytes:
    """The first root of the feed. Raises `SaidError`."""
    if file is None:
        from parvis.words import SaidError, words

        raise SaidError(words("agent.root-unsaid"))
    try:
        return file.read_bytes()
    except OSError as error:
        from parvis.words import SaidError, refusal, words

        raise SaidError(words("feed.no-anchor", file=str(file), cause=refusal(error))) from error


def _trust(at: datetime, last_seen: datetime | None, *, trusted: bool) -> ClockTrust:
    synchronised = trusted or is_synchronised()
    return judge(at, built=BUILT, last_seen=last_seen, synchronised=synchronised, hardware=has_hardware())


def built_in_program(device: str, profile: str, *, stands_in: bool = False) -> Program:
    """What a device plays that has nothing yet: its profile's built-in slide.

    Where an empty folder stands in for its state, that is said to whoever comes to see.
    """
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
        note=_of_lost_state(found.built_in.headline) if stands_in else "",
        theme=derive(background=None, accent=None, categories=None),
        screens=tuple(
            ScreenProgram(screen=screen, layouts={}, playlists={}, events=()) for screen in found.screens
        ),
    )


def _of_lost_state(languages: Iterable[str]) -> str:
    from parvis.words import words

    said = words("device.state-lost")
    return "\n".join(said.to(language) for language in languages)


if __name__ == "__main__":
    end_with_parent()
    sys.exit(run_stage(order_of(StageOrder), sys.argv[2]))
