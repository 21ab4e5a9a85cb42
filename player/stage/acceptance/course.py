"""What a technician is shown on each screen, in which order, and what was found. Pure: no Qt, no clock."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from device_profiles.acceptance import Check, Verdict
from device_profiles.profile import Colour, DeviceProfile, Screen
from player.stage.acceptance.words import told


class Kind(StrEnum):
    """One test."""

    ORIENTATION = "orientation"
    RED = "red"
    GREEN = "green"
    BLUE = "blue"
    YELLOW = "yellow"
    WHITE = "white"
    BLACK = "black"
    GREYS = "greys"
    RAMPS = "ramps"
    GEOMETRY = "geometry"
    BAR = "bar"
    TOUCH = "touch"
    FINGERS = "fingers"
    ACCURACY = "accuracy"
    TONE = "tone"


TOUCHED = (Kind.TOUCH, Kind.FINGERS, Kind.ACCURACY)
"""These are answered by the fingers themselves."""
FINGERS = 10
"""Nobody has more; a table takes more than one person's."""
_EYES = (Kind.GREYS, Kind.RAMPS, Kind.GEOMETRY, Kind.BAR)
_COLOURS = {
    Colour.FULL: (Kind.RED, Kind.GREEN, Kind.BLUE, Kind.WHITE, Kind.BLACK),
    Colour.TRICOLOUR: (Kind.RED, Kind.GREEN, Kind.YELLOW, Kind.BLACK),
    Colour.MONO: (Kind.WHITE, Kind.BLACK),
}


class Step(msgspec.Struct, frozen=True):
    """A test on a screen."""

    screen: Screen
    kind: Kind


def steps(profile: DeviceProfile) -> tuple[Step, ...]:
    """All tests of a device, screen by screen; the tone once, at the end, where one of them sounds."""
    found = [Step(screen, kind) for screen in profile.screens for kind in _kinds(screen)]
    loud = next((screen for screen in profile.screens if screen.sound), None)
    return (*found, *((Step(loud, Kind.TONE),) if loud else ()))


def _kinds(screen: Screen) -> tuple[Kind, ...]:
    eyes = (Kind.GEOMETRY, Kind.BAR) if screen.is_matrix else _EYES
    touched = TOUCHED if screen.touch_points else ()
    return (Kind.ORIENTATION, *_COLOURS[screen.colour], *eyes, *touched)


def fingers_of(screen: Screen) -> int:
    """How many fingers at once a screen must feel."""
    return min(screen.touch_points, FINGERS)


def seen(step: Step, *, good: bool | None) -> Check:
    """What a person saw of a test; None where nobody said."""
    verdict = Verdict.SKIPPED if good is None else Verdict.PASSED if good else Verdict.FAILED
    said = told("nobody-said") if good is None else told(f"{step.kind.value}-{'good' if good else 'bad'}")
    return Check(name=_name(step), verdict=verdict, said=said)


def counted(step: Step, count: int, wanted: int) -> Check:
    """How many cells, or fingers, were felt of those wanted."""
    verdict = Verdict.PASSED if count >= wanted else Verdict.FAILED
    said = told(f"{step.kind.value}-{'good' if count >= wanted else 'bad'}")
    return Check(name=_name(step), verdict=verdict, said=said, figure=count, limit=wanted, least=True)


def measured(step: Step, worst_mm: float | None, limit_mm: float) -> Check:
    """How far the worst touch was from where the finger aimed; None where not all targets were tried."""
    if worst_mm is None:
        return seen(step, good=False)
    good = worst_mm <= limit_mm
    verdict = Verdict.PASSED if good else Verdict.FAILED
    said = told(f"accuracy-{'good' if good else 'far'}")
    return Check(
        name=_name(step), verdict=verdict, said=said, figure=round(worst_mm, 1), unit="mm", limit=limit_mm
    )


def _name(step: Step) -> str:
    return f"glass/{step.screen.name}/{step.kind.value}"
