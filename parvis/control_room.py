"""`parvis control-room`: the central team's window."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from central.errors import GroundError
from central.waters import Water, read_waters
from parvis.console import FAILED, GOOD, Voice, complain, interruptible
from parvis.display import has_display
from parvis.one_block import OpeningError, in_one_block
from parvis.settled import settle_types
from parvis.words import words

_SWITCH_S = 0.001
"""How soon Python's threads take turns: reading a long answer must not hold up the window."""


class RoomOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for. `ground` is a GeoJSON file of waters; `picture` is written instead of a window."""

    central: str
    token_file: Path | None = None
    ground: Path | None = None
    picture: Path | None = None
    size: str = "1920x1080"
    select: str = ""
    on_map: bool = False


def open_control_room(order: RoomOrder, voice: Voice) -> int:
    """Open the window, and stay until it is closed; or write one picture of it."""
    return in_one_block(voice, lambda: _open(order, voice))


def _open(order: RoomOrder, voice: Voice) -> int:
    parts = urlsplit(order.central)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise OpeningError(words("command.no-central-url", url=order.central))
    token = _token(order.token_file)
    if order.picture is None and not has_display():
        raise OpeningError(words("command.no-display-room"))
    sys.setswitchinterval(_SWITCH_S)
    interruptible()
    try:
        waters = read_waters(order.ground) if order.ground else ()
    except GroundError as error:
        raise OpeningError(words("command.no-ground", file=str(order.ground), reason=str(error))) from error
    return _show(order, voice, token, waters)


def _show(order: RoomOrder, voice: Voice, token: str, waters: tuple[Water, ...]) -> int:
    from central.control_room.app import Open, application, downloads
    from central.control_room.limits import Limits
    from central.control_room.parts import Setting
    from central.control_room.photograph import Shot, photograph
    from device_profiles.audible import has_sound
    from player.stage.sweep import sweep_here

    settle_types()
    running = application(offscreen=order.picture is not None)
    sweep_here(running)
    audible = order.picture is None and has_sound(os.environ)
    setting = Setting(voice.language, order.central, downloads(), waters, audible)
    if order.picture is not None:
        shot = Shot(order.picture, _size(order.size), order.select, order.on_map)
        if not photograph(shot, setting, token, time.monotonic, Limits()):
            complain(voice.words("command.central-silent", url=order.central))
            return FAILED
        return GOOD
    opened = Open(setting, token, time.monotonic, Limits())
    opened.window.resize(1600, 900)
    opened.window.showMaximized()
    running.exec()
    opened.close()
    return GOOD


def _token(file: Path | None) -> str:
    """The token, from its file or from the environment: never on the command line, where others see it."""
    if file is None:
        return os.environ.get("PARVIS_TOKEN", "").strip()
    try:
        return file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise OpeningError(words("command.no-token-file", file=str(file), reason=str(error))) from error


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise OpeningError(words("command.no-window-size", size=text))
    return int(width), int(height)
