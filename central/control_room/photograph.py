"""A picture of the window, for who has no display: what a demo and a report show."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QEventLoop, QTimer

from central.control_room.app import Open, application
from central.control_room.limits import Limits
from central.control_room.link import Bond
from central.control_room.parts import Setting
from central.control_room.room import Room
from central.telling.signs import Key


class Shot(NamedTuple):
    """How large, of which screen, into which file; `patience_s` is how long central may take."""

    path: Path
    size: tuple[int, int] = (1920, 1080)
    select: str = ""
    on_map: bool = False
    patience_s: float = 20.0


_SETTLED_MS = 250
_LOOK_MS = 50


def photograph(shot: Shot, setting: Setting, token: str, steady: Callable[[], float], limits: Limits) -> bool:
    """Write the picture; False where central was not heard in time, which the picture then says."""
    application(offscreen=True)
    opened = Open(setting, token, steady, limits)
    window, room = opened.window, opened.room
    window.resize(*shot.size)
    window.show()
    if shot.on_map:
        window.face(on_map=True)
    begun, asked = steady(), False
    while steady() - begun < shot.patience_s and not _is_shown(room, shot):
        _wait(_LOOK_MS)
        if room.live is not None and shot.select and not asked:
            asked = True
            device, _, screen = shot.select.partition("/")
            of_device = (key for key in room.live.signs if key.device == device)
            room.select(next((key for key in of_device if screen in {"", key.screen}), None))
    _wait(_SETTLED_MS)
    window.grab().save(str(shot.path))
    heard = room.link.bond is Bond.LIVE
    opened.close()
    return heard


def _is_shown(room: Room, shot: Shot) -> bool:
    """Whether everything that was asked for is there."""
    if room.live is None or room.me is None:
        return room.link.bond is Bond.DENIED
    if not shot.select:
        return True
    key: Key | None = room.selected
    whole = room.gone or (room.device is not None and room.history is not None and len(room.pictures) > 1)
    return key is not None and whole


def _wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
