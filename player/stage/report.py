"""What a stage tells: plays and faults to the spool, its status to a file, a beat to the watchdog."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtGui import QScreen

from device_profiles.report import What
from player.choice import Refusal
from player.recorder import Recorder
from player.stage.box import Box
from player.stage.glass import Glass
from player.stage.in_hand import InHand
from player.stage.inspection import Inspection
from player.stage.inspector import Inspector
from player.stage.instants import from_ms
from player.stage.ledger import Ledger, object_of
from player.stage.props import PageKey, SceneProps
from player.stage.setup import Setup
from player.stage.witness import Witness
from player.stage.wrongs import Wrongs
from player.status import STAGE, WORK, OnGlass, ScreenStatus, StageStatus
from playlists.feed.pictures import Pictures
from playlists.program import Program

if TYPE_CHECKING:
    from player.stage.player import StagePlayer
    from player.stage.watcher import Look

_PAINTS_MS = 600_000
"""Longer than any picture takes, and than a film of gigabytes is hashed on a slow disk."""
_AT_LEAST_MS = 5000
"""The status is written so often, and at once when something else is on the glass."""


class Shown(msgspec.Struct, frozen=True):
    """What is on the glass: the generation, and of it the edition; None for the built-in slide."""

    generation: str | None
    edition: str | None


class StageWitness(Witness):
    """Keeps the ledger of one screen, has its glass inspected, notes what is decoded and what is broken."""

    def __init__(
        self,
        ledger: Ledger,
        inspector: Inspector,
        in_hand: InHand,
        *,
        begun: Callable[[], None],
        tell: Callable[[PageKey, Exception], None],
        box: Box,
    ) -> None:
        self.ledger, self._inspector, self._box = ledger, inspector, box
        self._in_hand, self._begun, self._tell = in_hand, begun, tell
        self._is_over = False

    def opens(self, glass: Glass) -> None:
        """A window for the inspector."""
        self._inspector.watch(glass)

    def leaves(self) -> None:
        """What was on the glass has ended; no frame counts any more."""
        if not self._is_over:
            self._is_over = True
            self.ledger.close()
            self._inspector.close()

    def scene(self, props: SceneProps, program: Program, at_ms: int) -> None:
        """A scene for the ledger, and for the inspector."""
        self.ledger.scene(props, program, at_ms)
        self._inspector.scene(props, program)

    def frame(self, at_ms: int) -> None:
        """A frame for the ledger, and for the inspector."""
        if self._is_over:
            return
        self.ledger.frame(at_ms)
        self._inspector.frame()
        self._begun()

    def covered(self, *, covered: bool) -> None:
        """What was on the glass has ended; it is not looked at."""
        if covered:
            self.ledger.close()
        self._inspector.cover(covered=covered)

    def tallies(self, what: What, name: str, answer: str, hour_ms: int, count: int, /) -> int | None:
        """Something for the outbox."""
        return self._box.put(what, name, answer, hour_ms, count)

    @property
    def written(self) -> int:
        """How far the outbox is on the disk."""
        return self._box.recorder.written

    @property
    def votes(self) -> Mapping[tuple[str, str], int]:
        """As the outbox knows them."""
        return self._box.votes

    def painting(self, key: PageKey) -> None:
        """Something that a process may die of."""
        self._in_hand.begin(self, key)

    def painted(self, key: PageKey) -> None:
        """That is over."""
        self._in_hand.end(self, key)

    @property
    def is_stuck(self) -> bool:
        """Whether a picture is being painted that will never be ready."""
        return self._in_hand.longest_ms(self) > _PAINTS_MS

    def broken(self, key: PageKey, reason: Exception) -> None:
        """Something to report."""
        self._tell(key, reason)


class Reporter:
    """Collects what all screens tell."""

    def __init__(self, setup: Setup, recorder: Recorder, renderer: str) -> None:
        self._setup, self._recorder, self._renderer = setup, recorder, renderer
        self._ledgers: dict[str, Ledger] = {}
        self._witnesses: dict[str, StageWitness] = {}
        self._wrongs = Wrongs(setup.device, recorder, setup.clock)
        self._in_hand = InHand(setup.state.status / WORK, setup.steady_ms)
        self._inspection = Inspection(setup, self._wrongs.unlike, self._wrongs.right)
        self._frames: dict[str, int] = {}
        self._told_ms: float | None = None
        self._told: object = None
        self._ready = False

    def witness(
        self,
        screen: str,
        edition: Callable[[Program], str | None],
        pictures: Callable[[Program], Pictures | None],
    ) -> Witness:
        """Whom a screen tells of its work, from now on; `pictures` tells how a program should look."""
        before = self._witnesses.get(screen)
        if before is not None:
            before.leaves()
        ledger = Ledger(
            self._setup.device,
            screen,
            edition=edition,
            steady_ms=self._setup.steady_ms,
            keep=self._recorder.keep,
        )
        self._ledgers[screen] = ledger
        self._witnesses[screen] = made = StageWitness(
            ledger,
            self._inspection.inspector(screen, ledger, pictures),
            self._in_hand,
            begun=self._frame,
            tell=self._wrongs.broken,
            box=Box(self._setup.device, screen, self._recorder),
        )
        return made

    def _frame(self) -> None:
        """Tell whoever started the process when every screen has shown something."""
        if not self._ready and all(ledger.has_begun for ledger in self._ledgers.values()):
            self._ready = True
            self._setup.notify("READY=1")

    def close(self) -> None:
        """What is on the glass ends now."""
        for ledger in self._ledgers.values():
            ledger.close()
        self._inspection.close()

    def join(self, patience_s: float) -> bool:
        """After `close`: whether nothing is being judged any more, within so many seconds."""
        return self._inspection.join(patience_s)

    def tell_refusals(self, refusals: tuple[Refusal, ...]) -> None:
        """Generations that may not play."""
        for refusal in refusals:
            self._wrongs.tell(
                "generation", f"generation {refusal.generation} is not played: {refusal.reason}"
            )

    def tell_alerts(self, trouble: str) -> None:
        """What is wrong with the alerts in place, where anything is."""
        if trouble:
            self._wrongs.alerts(trouble)

    def tell(
        self, player: StagePlayer, look: Look, shown: Shown, refused: tuple[str, ...], at_ms: int
    ) -> None:
        """Write the status where it is time to, and beat the watchdog if the glass is as it should be."""
        steady_ms = self._setup.steady_ms()
        screens = tuple(self._screen(name, player, at_ms) for name in player.windows)
        self._wrongs.forget_mended(screens)
        self._wrongs.outputs({name: window.misfit for name, window in player.windows.items()})
        status = StageStatus(
            at=from_ms(at_ms),
            steady_s=steady_ms / 1000,
            process=os.getpid(),
            generation=shown.generation,
            edition=shown.edition,
            clock=look.trust,
            screens=screens,
            refused=refused,
            missing=look.missing,
            quarantined=tuple(sorted(look.barred)),
            faults=dict(self._wrongs.standing),
            renderer=self._renderer,
            lost_records=self._recorder.lost,
            trouble=self._recorder.trouble,
        )
        on_glass = [(one.zone, one.item, one.object) for screen in screens for one in screen.showing]
        told = (shown, on_glass, look, tuple(self._wrongs.standing))
        if told != self._told or self._told_ms is None or steady_ms - self._told_ms >= _AT_LEAST_MS:
            self._told, self._told_ms = told, steady_ms
            self._recorder.tell(self._setup.state.status / STAGE, msgspec.json.encode(status))
        self._beat(player, screens, at_ms)

    def _beat(self, player: StagePlayer, screens: tuple[ScreenStatus, ...], at_ms: int) -> None:
        """Beat if every screen that moves presented frames, and every other one shows what is due."""
        well = True
        for name, window in player.windows.items():
            frames = window.live.presented.frames
            well &= frames > self._frames.get(name, 0) or (frames > 0 and not window.live.moves(at_ms))
            self._frames[name] = frames
        if well and all(screen.alive for screen in screens):
            self._setup.notify("WATCHDOG=1")

    def _screen(self, name: str, player: StagePlayer, at_ms: int) -> ScreenStatus:
        window = player.windows[name]
        live = window.live
        told, ledger = live.presented, self._ledgers.get(name)
        shown = ledger.on_glass if ledger else {}
        changed_ms = ledger.changed_ms if ledger else None
        return ScreenStatus(
            screen=name,
            showing=_on_glass(ledger) if ledger else (),
            in_use=live.is_covered,
            touches=window.layer.touches() if window.layer else 0,
            frames=told.frames,
            dropped=told.dropped,
            starts=told.starts,
            late_starts=told.late_starts,
            worst_start_ms=told.worst_start_ms,
            alive=live.is_alive(at_ms) and not self._is_stuck(name),
            looked=self._inspection.looked(name, shown),
            latest_ms=tuple(told.latest_ms),
            changed=None if changed_ms is None else from_ms(changed_ms),
            output=_name_of(window.window.screen()),
        )

    def _is_stuck(self, screen: str) -> bool:
        witness = self._witnesses.get(screen)
        return witness is not None and witness.is_stuck


def _name_of(output: QScreen | None) -> str:
    return output.name() if output else ""


def _on_glass(ledger: Ledger) -> tuple[OnGlass, ...]:
    return tuple(
        OnGlass(zone=zone, item=key.item, object=object_of(key), since=from_ms(ledger.begun_ms(zone)))
        for zone, key in ledger.on_glass.items()
    )
