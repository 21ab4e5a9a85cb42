"""A device's stage: plays what the state directory says, on through every change of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer

from player.acceptance import Desk
from player.choice import is_playing
from player.clock import ClockTrust, for_clock
from player.eligible import built_in_only
from player.living import Living
from player.memory import give_back_rest
from player.recorder import Recorder
from player.stage.acceptance.door import Door
from player.stage.instants import from_ms, to_ms
from player.stage.notices import Notices
from player.stage.objects import Objects
from player.stage.photograph import develop, photographs
from player.stage.player import StagePlayer
from player.stage.relay import Relay
from player.stage.report import Reporter, Shown
from player.stage.setup import Setup
from player.stage.theatre import Theatre
from player.stage.warnings import Warnings
from player.stage.watcher import Look, Watcher
from player.stage.worker import joined
from player.standing import carrying
from playlists.documents import Batch
from playlists.feed.alerts import Alert
from playlists.feed.pictures import Pictures
from playlists.program import Program

if TYPE_CHECKING:
    from player.touch.aloud.voice import Voice

_BEAT_MS = 1000
_AHEAD_MS = 60_000
"""The next edition's pictures are made ready so long before it begins."""
_TIDY_MS = 600_000
"""So often memory that lies free goes back to the system."""
_WRITING_S, _CLOSING_S = 3.0, 1.0
"""So long the end waits for what writes, and for the first other one that hangs; 10 s, and it is killed."""
_STEP_MS = 1000
"""A clock that leaves the monotonic one by more has been set."""


class DeviceStage(QObject):
    """Plays until it is closed. Lives in the application's thread and needs it to run."""

    def __init__(self, setup: Setup, theatre: Theatre, first: Look, watcher: Watcher) -> None:
        super().__init__()
        self._setup, self._theatre, self._watcher = setup, theatre, watcher
        self._look = first
        self._objects = Objects(setup.state.objects, removes=True)
        self._editions: WeakKeyDictionary[Program, str] = WeakKeyDictionary()
        self._generations: WeakKeyDictionary[Program, str] = WeakKeyDictionary()
        self._pictures: WeakKeyDictionary[Program, Pictures] = WeakKeyDictionary()
        self._urgent: WeakKeyDictionary[Program, object] = WeakKeyDictionary()
        self._notices = Notices(setup.device, first, setup.steady_ms)
        self._warnings = Warnings(setup.steady_ms)
        self._living = Living()
        self._recorder = Recorder(setup.state.spool)
        self._reporter = Reporter(setup, self._recorder, theatre.renderer)
        self._offset_ms = setup.clock() - setup.steady_ms()
        self._hold_until = setup.steady_ms() + setup.hold_ms
        desk = Desk(setup.state)
        self._door = Door(desk, setup.clock, setup.steady_ms, setup.language, theatre.lay_over)
        self._voice: Voice | None = None
        self._programs: dict[object, Program] = {}
        self._refused: tuple[str, ...] = ()
        self._started = False
        self._marked: str | None = None
        self._returned = False
        self._tidied_ms = setup.steady_ms()
        self._photographed = first.asked
        self._objects.barred = first.barred
        self._program = self._target(setup.clock())
        self._ahead: Program | None = None
        self._players = Relay(self._made(self._program))
        self.player.hurry()
        self._started = True
        watcher.looked.connect(self._see)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._beat)
        self._timer.start(_BEAT_MS)
        self._reporter.tell_refusals(first.refusals)
        self._reporter.tell_alerts(first.standing.trouble)

    @property
    def player(self) -> StagePlayer:
        """Who is on the glass."""
        return self._players.player

    def close(self) -> None:
        """Note what was on the glass, and leave it; what hangs is not waited for."""
        self._beat()
        self._timer.stop()
        self._watcher.looked.disconnect(self._see)
        self._reporter.close()
        self._players.close()
        self._watcher.close()
        self._recorder.close(_WRITING_S)
        joined((self._watcher.join, self._players.join, self._reporter.join), _CLOSING_S)
        if self._voice is not None:
            self._voice.close()

    def _see(self, look: Look) -> None:
        """Take what the watcher found."""
        if look.refusals != self._look.refusals:
            self._reporter.tell_refusals(look.refusals)
        if look.standing.trouble != self._look.standing.trouble:
            self._reporter.tell_alerts(look.standing.trouble)
        self._look = look
        for player in self._players:
            player.know(self._city())
        self._objects.barred = look.barred
        self._photograph()
        self._follow()

    def _photograph(self) -> None:
        """Give who asked pictures of the glass, once there is a window that shows something."""
        asked = self._look.asked
        if asked != self._photographed and _is_open(self.player):
            self._photographed = asked
            shots, edition = photographs(self.player), self._on_glass().edition
            self._watcher.do(partial(develop, shots, self._setup.state.status, asked, edition))

    def _follow(self) -> None:
        """Let the glass go over to what should be played now, and make ready what comes soon."""
        at_ms = self._setup.clock()
        wanted = self._target(at_ms)
        if wanted is not self._program:
            is_ahead, self._program = wanted is self._ahead, wanted
            self._ahead = None
            warns = self._warns_otherwise(wanted)
            if not is_ahead or warns:
                self._go_over(wanted, 0, at_once=warns)
        self._prepare(at_ms)
        used = (self._program, self._ahead)
        self._programs = {key: program for key, program in self._programs.items() if program in used}

    def _warns_otherwise(self, wanted: Program) -> bool:
        """Whether a program says anything else at once than what is on the air: alerts, and notices."""
        shown = (window.live.program for window in self.player.windows.values())
        return any(self._urgent.get(program) != self._urgent[wanted] for program in shown)

    def _prepare(self, at_ms: int) -> None:
        """Let the next edition stand ready before its time, once what plays before it is on the air."""
        found = self._look.choice
        switch = found.next_switch(from_ms(at_ms)) if found else None
        if switch is None or to_ms(switch) - at_ms > _AHEAD_MS or not self._is_on_air(self._program):
            return
        coming = self._target(to_ms(switch))
        if coming not in (self._program, self._ahead) and _fits(self.player, coming):
            self._ahead = coming
            self._go_over(coming, to_ms(switch))

    def _target(self, at_ms: int) -> Program:
        """What should be played at an instant; the same object as long as it stays the same."""
        part = self._look.choice.part(from_ms(at_ms)) if self._look.choice else None
        alerts, dated = self._warnings.of(self._look), self._look.trust is not ClockTrust.UNTRUSTED
        notice = self._notices.of(self._look)
        if part is None or notice or self._setup.steady_ms() < self._hold_until:
            self._refused = ()
            bare_key = (None, alerts, dated, str(notice))
            if bare_key not in self._programs:
                bare = built_in_only(part.program) if part else self._setup.fallback()
                bare = replace(bare, built_in=notice) if notice else bare
                self._keep(bare_key, bare, alerts, notice)
            return self._programs[bare_key]
        program, refused = for_clock(part.program, self._look.trust)
        if self._waits_for(program, alerts, at_ms):
            return self._program
        self._refused = (*part.refused, *refused)
        data = self._living.found(program, self._look.data, self._look.trust, from_ms(at_ms))
        key = (part.sha256, program.place, program.position, self._refused, alerts, dated, data)
        if key not in self._programs:
            made = self._keep(key, self._living.filled(program, data), alerts)
            self._editions[made], self._pictures[made] = part.sha256, part.pictures
        if self._look.choice:
            self._generations[self._programs[key]] = self._look.choice.generation
        return self._programs[key]

    def _waits_for(self, program: Program, alerts: tuple[Alert, ...], at_ms: int) -> bool:
        """Whether what is live in a program is still being found beside the drawing thread.

        What is on the air stays meanwhile; but neither the first frame nor an alert waits for it.
        """
        if not self._started or self._urgent[self._program] != (alerts, None):
            return False
        look = self._look
        return not self._living.is_ready(program, look.data, look.trust, from_ms(at_ms), self._watcher.do)

    def _keep(
        self, key: object, program: Program, alerts: tuple[Alert, ...], notice: object = None
    ) -> Program:
        """Keep a program under a key, with the alerts that it is to carry."""
        made = self._programs[key] = carrying(program, alerts, self._look.trust)
        self._urgent[made] = alerts, notice
        return made

    def _go_over(self, program: Program, since_ms: int, *, at_once: bool = False) -> None:
        """Play another program: in the windows there are, or in others that open beside them."""
        self._players.dismiss()
        if _fits(self.player, program):
            self.player.replace(program, since_ms, at_once=at_once)
        else:
            self._players.coming = self._made(program)

    def _made(self, program: Program) -> StagePlayer:
        setup = self._setup
        made = StagePlayer(
            program,
            setup.state.objects,
            setup.clock,
            theatre=self._theatre,
            full_screen=setup.full_screen,
            witness=lambda screen: self._reporter.witness(screen, self._editions.get, self._pictures.get),
            store=self._objects,
            steady_ms=setup.steady_ms,
            voice=self._voice_of(program),
        )
        made.know(self._city())
        for window in made.windows.values():
            self._door.watch(window.window, window.live.screen)
        return made

    def _voice_of(self, program: Program) -> Voice | None:
        """What speaks to those who touch a screen, from the first program on with one that may be heard."""
        heard = (one.screen for one in program.screens if one.screen.touch_points)
        if self._voice is None and any(screen.speech or screen.sound for screen in heard):
            from player.touch.aloud.voice import Voice  # noqa: PLC0415 - most screens are never touched

            self._voice = Voice()
            self._voice.plugged.connect(lambda plugged: self.player.plug(plugged=plugged))
        return self._voice

    def _city(self) -> tuple[Batch, ...]:
        """The city data that may be shown: by an untrusted clock nobody knows how old they are."""
        return () if self._look.trust is ClockTrust.UNTRUSTED else self._look.data.batches

    def _is_on_air(self, program: Program) -> bool:
        """Whether frames of it were presented on every screen."""
        windows = self.player.windows.values()
        return all(window.live.program is program and window.live.presented.frames for window in windows)

    def _on_glass(self) -> Shown:
        """What is shown; while screens go over to another program one by one, what they come from."""
        shown = (window.live.program for window in self.player.windows.values())
        program = next((one for one in shown if one is not self._program), self._program)
        edition = self._editions.get(program)
        return Shown(self._generations.get(program) if edition else None, edition)

    def _try_again(self) -> None:
        """Begin the program anew where an object that could not be used is there again."""
        if self._objects.lacks:
            self._watcher.do(self._look_for_lacking)
        if self._returned and self._ahead is None and self._players.coming is None:
            self._returned = False
            self.player.replace(self._program)

    def _look_for_lacking(self) -> None:
        """In the watcher's thread."""
        self._returned = self._objects.returned() or self._returned

    def _beat(self) -> None:
        at_ms, steady_ms = self._setup.clock(), self._setup.steady_ms()
        if abs(at_ms - steady_ms - self._offset_ms) > _STEP_MS:
            self._offset_ms = at_ms - steady_ms
            for player in self._players:
                player.refresh()
        if steady_ms - self._tidied_ms >= _TIDY_MS:
            self._tidied_ms = steady_ms
            self._watcher.do(give_back_rest)
        self._photograph()
        self._follow()
        self._players.succeed(steady_ms)
        self._try_again()
        playing = self._look.choice
        if playing and playing.generation != self._marked and self._is_on_air(self._program):
            self._marked = playing.generation
            self._watcher.do(partial(is_playing, self._setup.state, playing))
        self._reporter.tell(self.player, self._look, self._on_glass(), self._refused, at_ms)


def _is_open(player: StagePlayer) -> bool:
    """Whether any of its windows is there to be seen."""
    return any(window.window.isVisible() for window in player.windows.values())


def _fits(player: StagePlayer, program: Program) -> bool:
    """Whether its windows are the screens of a program."""
    shown = [window.live.screen for window in player.windows.values()]
    return shown == [screen.screen for screen in program.screens]
