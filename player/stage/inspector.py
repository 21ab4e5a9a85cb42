"""Now and then looks at what one screen really shows, and says how far that is from what it should show."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from device_profiles.sight import Distance, Sight, distance
from player.stage.glass import Glass
from player.stage.limits import Limits
from player.stage.props import Layer, PageKey, SceneProps, ZoneProps
from player.stage.sample import Sample
from playlists.feed.pictures import Picture
from playlists.program import Program

Expected = Callable[[Program, PageKey], Picture | None]
"""Says, in any thread, how a page of a program should look."""

_AGAIN_MS = 250
_UNKNOWN = float("inf")


class Sighting(msgspec.Struct, frozen=True, kw_only=True):
    """What a zone showed when it was looked at, and how far that is from what it should, if that is known."""

    zone: str
    layer: Layer
    at_ms: int
    sight: Sight
    distance: Distance | None


class Inspector(QObject):
    """Looks at a screen once a play and page, when its picture rests, and so rarely as `Limits` says.

    `steady_ms` is the monotonic clock; `tell` hears of each zone looked at, in the drawing thread. Pixels are
    taken there too, and judged in `worker`.
    """

    _judged = Signal(object)

    def __init__(
        self,
        *,
        expected: Expected,
        tell: Callable[[Sighting], None],
        worker: Callable[[], Executor],
        clock: Callable[[], int],
        steady_ms: Callable[[], float],
        limits: Limits,
    ) -> None:
        super().__init__()
        self._expected, self._tell, self._worker = expected, tell, worker
        self._clock, self._steady_ms, self._limits = clock, steady_ms, limits
        self._glass: Glass | None = None
        self._is_covered = False
        self._props: SceneProps | None = None
        self._program: Program | None = None
        self._presented: dict[str, PageKey] = {}
        self._seen: dict[str, Layer] = {}
        self._last_ms: float | None = None
        self._rehearsed_ms: float | None = None
        self._cost_ms = _UNKNOWN
        self._judged.connect(self._pass_on)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)

    def watch(self, glass: Glass) -> None:
        """Look at this from now on."""
        self._glass = glass

    def cover(self, *, covered: bool) -> None:
        """Something else lies over the glass: it is not looked at as long as that is so."""
        self._is_covered = covered
        self._presented = {}
        if covered:
            self._timer.stop()

    def close(self) -> None:
        """Look no more."""
        self._glass = None
        self._timer.stop()

    def scene(self, props: SceneProps, program: Program) -> None:
        """From now on this is drawn."""
        self._props, self._program = props, program
        self._wake()

    def frame(self) -> None:
        """A frame of the last scene was presented."""
        zones = self._props.zones if self._props else ()
        self._presented = {zone.name: zone.incoming.key for zone in zones if zone.incoming}
        self._wake()

    def _wake(self) -> None:
        """Look as soon as may be, if there is something to be looked at."""
        if self._glass is None or self._is_covered or self._timer.isActive() or not self._unseen():
            return
        wait_ms = float(self._limits.look_after_ms)
        if self._last_ms is not None:
            wait_ms = max(wait_ms, self._last_ms + self._limits.look_every_ms - self._steady_ms())
        self._timer.start(round(wait_ms))

    def _unseen(self) -> list[ZoneProps]:
        """The zones whose picture was presented and not looked at in this play."""
        zones = self._props.zones if self._props and not self._props.dark else ()
        return [
            zone
            for zone in zones
            if zone.incoming is not None
            and zone.incoming.key == self._presented.get(zone.name)
            and zone.incoming != self._seen.get(zone.name)
        ]

    def _look(self) -> None:
        """Take a sample of each zone that rests, if now is a good moment."""
        props, program, glass, at_ms = self._props, self._program, self._glass, self._clock()
        unseen = self._unseen()
        if props is None or program is None or glass is None or not unseen:
            return
        resting = [zone for zone in unseen if zone.rests(at_ms)]
        if not resting or not self._has_time(props, at_ms):
            self._learn(glass)
            self._timer.start(_AGAIN_MS)
            return
        began_ms = self._steady_ms()
        samples = glass.look([zone.rect for zone in resting])
        self._last_ms = self._steady_ms()
        self._cost_ms = self._last_ms - began_ms
        if not samples:
            return
        for zone, sample in zip(resting, samples, strict=True):
            if zone.incoming is not None:
                self._seen[zone.name] = zone.incoming
                self._worker().submit(self._judge, zone.name, zone.incoming, program, sample, at_ms)

    def _has_time(self, props: SceneProps, at_ms: int) -> bool:
        """Whether no frame that is due waits for the look."""
        if props.valid_until_ms - at_ms < _AGAIN_MS:
            return False
        if not props.moves(at_ms):
            return True
        fading = any(zone.fading(at_ms) for zone in props.zones)
        return not fading and self._is_cheap

    @property
    def _is_cheap(self) -> bool:
        return self._cost_ms <= self._limits.look_cost_ms

    def _learn(self, glass: Glass) -> None:
        """Have it rehearsed in the worker what a look will cost, before it costs the drawing a frame."""
        now_ms, every_ms = self._steady_ms(), self._limits.look_every_ms
        lately = self._rehearsed_ms is not None and now_ms < self._rehearsed_ms + every_ms
        if glass.can_rehearse and not self._is_cheap and not lately:
            self._rehearsed_ms = now_ms
            self._worker().submit(self._rehearse, glass)

    def _rehearse(self, glass: Glass) -> None:
        began_ms = self._steady_ms()
        glass.rehearse()
        self._cost_ms = glass.PARTS * (self._steady_ms() - began_ms)

    def _judge(self, zone: str, layer: Layer, program: Program, sample: Sample, at_ms: int) -> None:
        """Compare what was seen with what should be, in the worker."""
        seen = sample.sight()
        picture = self._expected(program, layer.key)
        due = picture.sight if picture else None
        found = distance(seen, due) if due else None
        self._judged.emit(Sighting(zone=zone, layer=layer, at_ms=at_ms, sight=seen, distance=found))

    def _pass_on(self, seen: Sighting) -> None:
        if self._glass is not None:
            self._tell(seen)
