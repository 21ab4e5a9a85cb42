"""What a tile says: one sign a screen, from how its device stands and what is judged of the screen."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from central.answers import DeviceLine, ScreenLine
from central.standing import State, Verdict


class Sign(StrEnum):
    """What is to be seen of a screen at a glance. Each has a shape of its own; `RIGHT` has none."""

    RIGHT = "right"
    WRONG = "wrong"
    PICTURE = "picture"
    STALE = "stale"
    FALLBACK = "fallback"
    BLACK = "black"
    FROZEN = "frozen"
    SILENT = "silent"
    DEGRADED = "degraded"
    UNKNOWN = "unknown"
    DARK = "dark"
    OUT = "out"
    NEW = "new"


class Key(NamedTuple):
    """One tile: a screen of a device. A device that tells of no screen has one with no name."""

    device: str
    screen: str


BAD: Final = (Sign.BLACK, Sign.FROZEN, Sign.WRONG, Sign.PICTURE, Sign.STALE, Sign.FALLBACK, Sign.SILENT)
"""What somebody has to do something about, worst first."""
ODD: Final = (*BAD, Sign.DEGRADED, Sign.UNKNOWN)
"""What stands out on the wall, worst first."""

_BY_STATE: Final = {
    State.SILENT: Sign.SILENT,
    State.DARK: Sign.DARK,
    State.OUT_OF_SERVICE: Sign.OUT,
    State.NOT_ENROLLED: Sign.NEW,
}
_BY_VERDICT: Final = {
    Verdict.RIGHT: Sign.RIGHT,
    Verdict.WRONG_ITEM: Sign.WRONG,
    Verdict.WRONG_PICTURE: Sign.PICTURE,
    Verdict.STALE: Sign.STALE,
    Verdict.FALLBACK: Sign.FALLBACK,
    Verdict.BLACK: Sign.BLACK,
    Verdict.FROZEN: Sign.FROZEN,
    Verdict.DARK: Sign.DARK,
    Verdict.UNKNOWN: Sign.UNKNOWN,
}


def sign_of_verdict(verdict: Verdict) -> Sign:
    """The sign of a stretch of time."""
    return _BY_VERDICT[verdict]


def sign_of_code(code: str) -> Sign:
    """The sign of a reason or an alarm: that of the verdict of its name, or that something is not well."""
    if code in ("silent", "refused"):
        return Sign.SILENT
    return _BY_VERDICT[Verdict(code)] if code in set(Verdict) else Sign.DEGRADED


def sign_of(line: DeviceLine, screen: ScreenLine | None) -> Sign:
    """The sign of one screen of a device.

    * A device that is silent, dark, out of service or unknown says so for all its screens.
    * Otherwise the screen speaks for itself.
    * A screen that is right on a degraded device is degraded: it will not stay right by itself.
    """
    if line.state in _BY_STATE:
        return _BY_STATE[line.state]
    sign = Sign.UNKNOWN if screen is None else _BY_VERDICT[screen.verdict]
    if sign is Sign.RIGHT and line.state is State.DEGRADED:
        return Sign.DEGRADED
    return sign


def keys_of(line: DeviceLine) -> tuple[Key, ...]:
    """The tiles of a device, in its own order of screens."""
    return tuple(Key(line.device, screen.screen) for screen in line.screens) or (Key(line.device, ""),)


def signs_of(line: DeviceLine) -> tuple[Sign, ...]:
    """The signs of a device's tiles, as `keys_of` has them."""
    return tuple(sign_of(line, screen) for screen in line.screens) or (sign_of(line, None),)
