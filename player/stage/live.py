"""One screen live: keeps its scene in step with the clock and its pictures ahead of it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from player.stage.ahead import coming, first, following, stand_ins
from player.stage.air import Air
from player.stage.continuity import continued, holds
from player.stage.footage import Footage
from player.stage.limits import Limits
from player.stage.model import StageModel
from player.stage.objects import Objects
from player.stage.painters import Offered, Painters
from player.stage.pictures import Pictures
from player.stage.planner import Planner
from player.stage.preload import Preloader
from player.stage.presented import Presented
from player.stage.props import Layer, PageKey, SceneProps, is_built_in
from player.stage.scene import derive
from player.stage.witness import Witness
from playlists.feed.alerts import CAMPAIGN
from playlists.program import Film, Program

Clock = Callable[[], int]
"""The wall clock, in milliseconds since 1970."""

_ASLEEP_MS = 600_000
"""The longest that a screen sleeps, so that a clock set anew is noticed."""
_NOTHING_YET_MS = 250


class LiveScreen(QObject):
    """Shows one screen of a program through `model`, until `close`.

    `ready` is emitted once, when the first scene has all the pictures it can have: the time to open the
    window. A dark one `is_ready` at once. `slides` paints the built-in slide, as `worker` may hang over what
    it stands in for. Everything runs in the thread that made it, painting, films apart.
    """

    ready = Signal()

    def __init__(
        self,
        program: Program,
        screen_name: str,
        *,
        objects: Objects,
        pictures: Pictures,
        worker: Executor,
        slides: Executor | None = None,
        clock: Clock,
        limits: Limits,
        on_gpu: bool = False,
        witness: Witness | None = None,
    ) -> None:
        super().__init__()
        self._witness = witness or Witness()
        self._clock, self._limits = clock, limits
        self._air = Air(program, screen_name)
        self._next: Air | None = None
        self._next_from_ms, self._asked_ms, self._since_ms, self._at_once = 0, 0, 0, False
        self.screen = self._air.screen.screen
        self._painters = Painters(objects, self.screen, program, self._witness)
        self.model = StageModel(self.screen.width, self.screen.height)
        self.presented = Presented(limits.late_ms)
        self._preloader = Preloader(
            self._painters.paint, lambda key: (is_built_in(key) and slides) or worker, limits, self
        )
        self._planner = Planner(worker, limits.plan_ahead_ms, self)
        opened = (self._painters.open_film, self._painters.film_path)
        self._footage = Footage(*opened, pictures, clock, limits, on_gpu=on_gpu, parent=self)
        self._offered = Offered(pictures, self._preloader.image)
        self._props: SceneProps | None = None
        self.is_ready = self.is_covered = self._closed = self._is_late = False
        self._wake_ms = 0
        self._timer = QTimer(self)
        self._connect()

    def _connect(self) -> None:
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.refresh)
        self._preloader.settled.connect(self.refresh)
        self._planner.planned.connect(self.refresh)
        self._footage.changed.connect(self.refresh, Qt.ConnectionType.QueuedConnection)
        self.model.projected.connect(self._footage.project)
        self.model.ticked.connect(self._tick)

    @property
    def program(self) -> Program:
        """The program on the air."""
        return self._air.program

    @property
    def held_bytes(self) -> int:
        """The memory that decoded pictures take, films apart."""
        return self._preloader.bytes

    @property
    def next_change_ms(self) -> int:
        """When another scene is due, transitions apart."""
        return self._props.valid_until_ms if self._props else 0

    def close(self) -> None:
        """Stop; the last picture stays in the scene, and what is still queued finds it closed."""
        self._closed = True
        self._timer.stop()
        self.model.set_moving(moving=False)
        for signal in (self._preloader.settled, self._planner.planned, self._footage.changed):
            signal.disconnect(self.refresh)
        self._footage.close()
        self._offered.keep(())
        self._witness.leaves()

    def join(self, patience_s: float) -> bool:
        """After `close`: whether the threads of its films have ended, each within so many seconds."""
        return self._footage.join(patience_s)

    def replace(self, program: Program, from_ms: int = 0, *, at_once: bool = False) -> None:
        """Prepare another program beside the one on the air.

        It takes over at the first change from `from_ms` on for which it is ready; where none comes, soon;
        with `at_once` as soon as it is ready.
        """
        self._next = Air(program, self.screen.name, self._painters.add(program))
        self._next_from_ms, self._asked_ms, self._at_once = from_ms, self._clock(), at_once
        self.refresh()

    def refresh(self) -> None:
        """Bring the scene up to the clock, ask for the pictures to come, and sleep until the next change."""
        if self._closed:
            return
        at_ms = self._clock()
        for key, fault in self._footage.faults(at_ms):
            self._preloader.give_up(key, fault, at_ms)
            self._witness.broken(key, fault)
        self._take_over(at_ms)
        fresh = derive(self._air.view(at_ms), at_ms, lambda key: self._usable(key, at_ms))
        props = continued(fresh, self._props, self.screen.transitions[0], at_ms)
        if self._props is not None and holds(self._props, fresh):
            props = self._props
        if self._props is not None and self.is_ready:
            self.presented.scene(self._props, props, self._since_ms)
        self._props = props
        self.model.apply(props, at_ms, lambda layer: self._address(layer, at_ms))
        self._witness.scene(props, self._air.program, at_ms)
        self._withdraw(props, at_ms)
        fades_until = max((zone.fades_until(at_ms) for zone in props.zones), default=0)
        if not fades_until or (self._next and self._at_once):
            self._preload(at_ms)
        if fades_until:
            self._wake_ms = min(props.valid_until_ms, fades_until)
        self.model.set_upcoming(self._footage.upcoming(at_ms))
        self._sleep(at_ms)
        if not self.is_ready and self._has_begun(at_ms):
            self.is_ready, self._is_late = True, False
            self.ready.emit()

    def hurry(self) -> None:
        """Nothing else is on the glass: let the built-in slide stand in for first pictures that are late."""
        QTimer.singleShot(self._limits.first_ms, self, self._be_late)

    def _be_late(self) -> None:
        self._is_late = not self.is_ready
        self.refresh()

    def frame_presented(self) -> None:
        """A frame has reached the glass."""
        at_ms = self._clock()
        self.presented.frame(at_ms, flowing=self._props is not None and self._props.flows(at_ms))
        if not self.is_covered:
            self._witness.frame(at_ms)

    def cover(self, *, covered: bool) -> None:
        """A touch session lies over the scene, from now on or no more; below it all goes on."""
        if covered != self.is_covered:
            self.is_covered = covered
            self._witness.covered(covered=covered)

    @property
    def may_be_covered(self) -> bool:
        """Whether nothing is due that must be seen: an alert, or darkness by rule."""
        props = self._props
        if props is None or props.dark:
            return False
        return not any(layer.key.item.startswith(CAMPAIGN) for layer in props.layers(self._clock()))

    def moves(self, at_ms: int) -> bool:
        """Whether frames are due at every refresh."""
        return self._props is not None and self._props.moves(at_ms)

    def is_alive(self, at_ms: int) -> bool:
        """Whether the scene is the one that is due; a clock set anew is noticed a little later."""
        return self._props is not None and at_ms < self._props.valid_until_ms + self._limits.stalled_ms

    def _has_begun(self, at_ms: int) -> bool:
        """Whether the scene shows all that it can, or where that is late, something everywhere."""
        if self._props is None or (self._is_late and not self._props.lacks):
            return self._props is not None
        due, shown = first(self._air, at_ms), self._props.layers(at_ms)
        needed = (*due, *self._stand_ins(due, at_ms))
        return self._preloader.settled_on(layer.key for layer in needed) and self._footage.has_begun(
            (*due, *shown), at_ms
        )

    def _tick(self) -> None:
        if self._closed:
            return
        at_ms = self._clock()
        if self._props is None or at_ms >= self._wake_ms or not self._props.moves(at_ms):
            self.refresh()
        else:
            self.model.set_now(at_ms, lambda layer: self._address(layer, at_ms))

    def _take_over(self, at_ms: int) -> None:
        """Let the next program begin, at a change of the present one if that comes soon, once it is ready."""
        if self._next is None or self._props is None or at_ms < self._next_from_ms:
            return
        self._asked_ms = min(self._asked_ms, at_ms)  # a clock that was set back makes nobody wait for it
        waits_ms = at_ms - self._waits_from_ms
        waited, lingered = waits_ms >= self._limits.swap_ms, waits_ms >= self._limits.linger_ms
        idle = self._at_once or all(is_built_in(layer.key) for layer in self._props.layers(at_ms))
        due = (idle or lingered or at_ms >= self._props.valid_until_ms) and self._next.is_planned(at_ms)
        if waited or (due and self._preloader.settled_on(x.key for x in first(self._next, at_ms))):
            self._air, self._next = self._next, None
            self._since_ms = at_ms

    def _preload(self, at_ms: int) -> None:
        """Ask for the pictures on the glass, those that should be, and those to come, in this order.

        This waits for the end of a transition, whose frames come first.
        """
        if self._props is None:
            return
        shown = self._props.pictures(at_ms)
        to_come = tuple(coming(self._air, at_ms, self._limits, self._preloader.is_broken))
        wanted = [*shown, *first(self._air, at_ms)]
        due = tuple(wanted)
        wanted += self._stand_ins(due, at_ms)
        if self._next is not None:
            wanted += following(self._next, at_ms, self._props.valid_until_ms)
        wanted += [layer for _, layer in to_come]
        self._preloader.want((layer.key for layer in wanted), at_ms)
        self._planner.want([self._air, *([self._next] if self._next else [])], at_ms)
        lead_ms = self._limits.film_lead_ms
        films = {layer: due_ms for due_ms, layer in reversed(to_come) if layer.film}
        soon = {layer: due_ms for layer, due_ms in films.items() if due_ms <= at_ms + lead_ms}
        held = soon | {layer: at_ms for layer in due if layer.film}
        self._footage.want(
            {layer: due_ms for layer, due_ms in held.items() if self._preloader.usable(layer.key)}
        )
        leads = [due_ms - lead_ms for layer, due_ms in films.items() if layer not in soon]
        self._wake_ms = min([self._props.valid_until_ms, at_ms + _ASLEEP_MS, *leads, *self._patience(at_ms)])

    @property
    def _waits_from_ms(self) -> int:
        return max(self._next_from_ms, self._asked_ms)

    def _patience(self, at_ms: int) -> tuple[int, ...]:
        """When the next program is taken as it is, and before that when its pictures are to be made ready."""
        if self._next is None:
            return ()
        from_ms, lingers_ms, waits_ms = self._waits_from_ms, self._limits.linger_ms, self._limits.swap_ms
        steps = (from_ms - waits_ms, from_ms, from_ms + lingers_ms, from_ms + waits_ms)
        return tuple(ms for ms in steps if ms > at_ms)

    def _stand_ins(self, due: tuple[Layer, ...], at_ms: int) -> tuple[Layer, ...]:
        """The built-in slide for zones with nothing to show, where what is due has failed or is late."""
        if self._props is None or not self._props.lacks:
            return ()
        is_time = self._is_late or self._preloader.settled_on(layer.key for layer in due)
        return stand_ins(self._air, at_ms) if is_time else ()

    def _sleep(self, at_ms: int) -> None:
        retry = self._preloader.retry_ms()
        wake = self._wake_ms if retry is None else min(self._wake_ms, max(retry, at_ms + _NOTHING_YET_MS))
        watch = self._footage.watch_ms()
        wake = wake if watch is None else min(wake, watch)
        self._timer.start(max(0, wake - at_ms))

    def _address(self, layer: Layer, at_ms: int) -> str:
        address = self._footage.address(layer, at_ms) if layer.film else None
        return address or self._offered.address(layer.key)

    def _withdraw(self, props: SceneProps, at_ms: int) -> None:
        """Let go of what is no longer on the glass, and of the programs it came from."""
        kept = {layer.key for layer in props.pictures(at_ms)}
        self._offered.keep(kept)
        editions = {self._air.edition, *(key.edition for key in kept)}
        editions |= {self._next.edition} if self._next else set()
        self._painters.keep(editions)

    def _usable(self, key: PageKey, at_ms: int) -> bool:
        is_film = isinstance(key.content, Film)
        return self._preloader.usable(key) and (not is_film or self._footage.usable(key, at_ms))
