"""Looks at the disk for the drawing thread: a newer generation, quarantine, the clock, what is missing."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from device_profiles.decoding import from_json
from player import choice, quarantine
from player.choice import Choice, Refusal
from player.clock import ClockTrust
from player.living import Living
from player.standing import Bulletin, CityData, Data, Standing, carrying, get_ready
from player.state import State
from player.status import CLOCK
from playlists.durable import put
from playlists.feed.tree import ALERTS, LIVE

_log = logging.getLogger(__name__)
_GLANCE_S = 0.25
_NOTED_S = 600.0
_SLOW = 40
"""Clock and objects are looked at every so many glances."""
_SETTLED = 240
"""After so many glances, a minute, there is time to get ready for an alert."""


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What a stage is to play from, as the disk and the clock say it.

    `standing` are the alerts, `data` is what is known of the city; `last_seen` is when the clock was last
    known to be right; `asked` is when a picture of the glass was last asked for, `identify` when the device’s
    name was, in nanoseconds; `is_out` tells that it is out of service.
    """

    choice: Choice | None
    trust: ClockTrust
    barred: frozenset[str]
    missing: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    standing: Standing = Standing()
    data: Data = Data()
    last_seen: datetime | None = None
    asked: int = 0
    identify: int = 0
    is_out: bool = False


class Eyes:
    """Looks once: at the start in the thread that starts, then in the watcher's."""

    def __init__(
        self,
        state: State,
        anchor: bytes,
        device: str,
        now: Callable[[], datetime],
        judge: Callable[[datetime, datetime | None], ClockTrust],
    ) -> None:
        self._state, self._anchor, self._device = state, anchor, device
        self._now, self._judge = now, judge
        self._tried: str | None = None
        self._bulletin = Bulletin(state.dispatch(ALERTS), anchor)
        self._city = CityData(state.dispatch(LIVE), anchor)
        self._bars: tuple[quarantine.Barred, ...] = ()
        self._bars_of: tuple[int, int] | None = None

    def first(self) -> Look:
        """All there is to see."""
        self._tried = choice.latest(self._state)
        found, refusals = choice.choose(self._state, self._anchor, self._device)
        trust, seen = self._trust()
        look = Look(
            choice=found,
            trust=trust,
            barred=self._barred(),
            refusals=refusals,
            standing=self._bulletin.look(),
            data=self._city.look(),
            last_seen=seen,
            asked=_touched(self._state.picture_asked),
            identify=_touched(self._state.identify_asked),
            is_out=self._state.out_of_service.exists(),
        )
        return msgspec.structs.replace(look, missing=self._missing(look))

    def again(self, before: Look, *, thoroughly: bool) -> Look:
        """What there is now; the clock and the objects only when looking `thoroughly`."""
        look = msgspec.structs.replace(
            before,
            barred=self._barred(),
            standing=self._bulletin.look(),
            data=self._city.look(),
            asked=_touched(self._state.picture_asked),
            identify=_touched(self._state.identify_asked),
            is_out=self._state.out_of_service.exists(),
        )
        if look.choice and look.standing != before.standing:
            program = look.choice.part(self._now()).program
            carrying(program, look.standing.alerts, look.trust)  # sets its type here, which is then kept
        if look.choice and look.data != before.data:
            program = look.choice.part(self._now()).program
            Living().found(program, look.data, look.trust, self._now())  # finds its room here, which is kept
        newest = choice.latest(self._state)
        if newest is not None and newest != self._tried:
            self._tried = newest
            match choice.open_generation(self._state, newest, self._anchor, self._device):
                case Choice() as found:
                    look = msgspec.structs.replace(look, choice=found, refusals=())
                case Refusal() as refusal:
                    look = msgspec.structs.replace(look, refusals=(refusal,))
        if thoroughly:
            trust, seen = self._trust()
            look = msgspec.structs.replace(look, trust=trust, last_seen=seen, missing=self._missing(look))
        return look

    def _trust(self) -> tuple[ClockTrust, datetime | None]:
        """How far the clock is to be trusted, and when it last was right: that is noted while it is."""
        at, file = self._now(), self._state.status / CLOCK
        seen: datetime | None = None
        with suppress(OSError, msgspec.DecodeError):
            seen = from_json(file.read_bytes(), datetime)
        trust = self._judge(at, seen)
        if trust is ClockTrust.SYNCHRONISED and (seen is None or abs((at - seen).total_seconds()) > _NOTED_S):
            with suppress(OSError):  # a disk that cannot be written: the clock will be asked again
                put(file, msgspec.json.encode(at))
        return trust, seen

    def _barred(self) -> frozenset[str]:
        file = self._state.quarantine
        try:
            found = file.stat()
            version = found.st_mtime_ns, found.st_ino
        except OSError:
            version = None
        if version != self._bars_of:
            self._bars_of, self._bars = version, quarantine.read(file)
        return quarantine.names(self._bars, self._now())

    def _missing(self, look: Look) -> tuple[str, ...]:
        return choice.missing(self._state, look.choice.part(self._now())) if look.choice else ()


def _touched(file: Path) -> int:
    """When a file was touched last, in nanoseconds; 0 where there is none."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


class Watcher(QObject):
    """Looks again and again in a thread of its own; `looked` tells, in this object's thread, what is new."""

    looked = Signal(object)

    def __init__(self, eyes: Eyes, first: Look) -> None:
        super().__init__()
        self._eyes, self._look = eyes, first
        self._jobs: list[Callable[[], None]] = []
        self._wake = threading.Event()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="watcher", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def do(self, job: Callable[[], None]) -> None:
        """Do something on the disk, in the thread; what the disk refuses is logged.

        What waits to be done already is not done twice: a disk may hang for days.
        """
        if job not in self._jobs:
            self._jobs.append(job)
        self._wake.set()

    def close(self) -> None:
        """Do what there is still to do, and end; nobody waits for it."""
        self._closed = True
        self._wake.set()

    def join(self, patience_s: float) -> bool:
        """After `close`: whether it has ended, within so many seconds."""
        self._thread.join(patience_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        glances = 0
        while not self._closed:
            self._wake.wait(_GLANCE_S)
            self._wake.clear()
            glances += 1
            if glances == _SETTLED:
                get_ready()
            try:
                self._do_jobs()
                look = self._eyes.again(self._look, thoroughly=glances % _SLOW == 0)
            except Exception:  # noqa: BLE001 - a watcher that is no more would be noticed by nobody
                _log.exception("the state cannot be looked after, what plays goes on")
                continue
            if look != self._look and not self._closed:
                self._look = look
                self.looked.emit(look)
        self._do_jobs()

    def _do_jobs(self) -> None:
        while self._jobs:
            try:
                self._jobs.pop(0)()
            except OSError as error:
                _log.warning("the state cannot be written, playing goes on: %s", error)
