"""A box without identity waits for a stick, beside all else that it does, and takes what that brings."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from player.agent.bundle import Refused, Taken, Taker
from player.agent.stick import GLANCE_S, Mark, mark
from player.pairing import StickFault
from playlists.feed.bundle import FOLDER, MANIFEST, NEXT

_OF_SIGNED = {StickFault.EXPIRED, StickFault.REPLAYED}
"""The faults that name a device by signed settings. Nothing else that a stick says reaches the glass."""
_FILES = (f"{FOLDER}/{MANIFEST}", f"{FOLDER}/{NEXT}")


class StickTold(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be said of the stick: that it is being read, or what is wrong with it, for which device."""

    is_reading: bool = False
    fault: StickFault | None = None
    device: str = ""


class StickWatch:
    """Takes the first stick whose bundle holds; tells what is wrong with the others as long as they are in.

    `taker` is None where the box has no root of trust, and can believe none. `told` hears what is to be said.
    A stick that was refused is looked at again when something on it was changed, or it was pulled between.
    """

    def __init__(self, stick: Path, taker: Taker | None, told: Callable[[StickTold], None]) -> None:
        self._stick, self._taker, self._told = stick, taker, told
        self._stop = taker.stop if taker else threading.Event()
        self._seen: Mark | None = None

    def end(self) -> None:
        """Let `run` return soon, also while a stick is read. To be called from another thread."""
        self._stop.set()

    def run(self, now: Callable[[], datetime]) -> Taken | None:
        """Look until a stick made the box a device; None where it is to end before."""
        while not self._stop.is_set():
            now_is = mark(self._stick, _FILES)
            if now_is != self._seen:
                self._seen = now_is
                if taken := self._look(now()):
                    return taken
            self._stop.wait(GLANCE_S)
        return None

    def _look(self, at: datetime) -> Taken | None:
        if self._seen is None:
            self._told(StickTold())
            return None
        if self._taker is None:
            self._told(StickTold(fault=StickFault.NO_ROOT))
            return None
        self._told(StickTold(is_reading=True))
        try:
            found = self._taker.take(self._stick, at)
        except OSError as error:
            found = Refused(why=StickFault.DISK, detail=str(error))
        if isinstance(found, Taken):
            return found
        self._told(_said(found) if found else StickTold())
        return None


def _said(refused: Refused) -> StickTold:
    device = refused.detail if refused.why in _OF_SIGNED else ""
    return StickTold(fault=refused.why, device=device)
