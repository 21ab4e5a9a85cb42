"""What keys do, wherever the focus is not a field that takes them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from PySide6.QtCore import Qt


class Act(StrEnum):
    """Something that can be done by a key."""

    FIND = "find"
    CLEAR = "clear"
    NEXT = "next"
    PREVIOUS = "previous"
    GROUP = "group"
    MAP = "map"
    BACK = "back"
    ON = "on"
    NOW = "now"
    REACH = "reach"
    SOUND = "sound"
    TAKE = "take"
    SNOOZE = "snooze"
    NEARER = "nearer"
    FURTHER = "further"
    WHOLE = "whole"
    ALARMS = "alarms"
    WRONG = "wrong"
    FROZEN = "frozen"
    SILENT = "silent"
    DEGRADED = "degraded"


KEYS: Final = {
    Qt.Key.Key_Slash: Act.FIND,
    Qt.Key.Key_Escape: Act.CLEAR,
    Qt.Key.Key_N: Act.NEXT,
    Qt.Key.Key_P: Act.PREVIOUS,
    Qt.Key.Key_G: Act.GROUP,
    Qt.Key.Key_M: Act.MAP,
    Qt.Key.Key_Comma: Act.BACK,
    Qt.Key.Key_Period: Act.ON,
    Qt.Key.Key_0: Act.NOW,
    Qt.Key.Key_R: Act.REACH,
    Qt.Key.Key_S: Act.SOUND,
    Qt.Key.Key_T: Act.TAKE,
    Qt.Key.Key_Z: Act.SNOOZE,
    Qt.Key.Key_Plus: Act.NEARER,
    Qt.Key.Key_Equal: Act.NEARER,
    Qt.Key.Key_Minus: Act.FURTHER,
    Qt.Key.Key_Home: Act.WHOLE,
    Qt.Key.Key_A: Act.ALARMS,
    Qt.Key.Key_1: Act.WRONG,
    Qt.Key.Key_2: Act.FROZEN,
    Qt.Key.Key_3: Act.SILENT,
    Qt.Key.Key_4: Act.DEGRADED,
}
