"""Rules about touch pages as they are composed: large enough to be touched, apart, in reach, nothing cut."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

import msgspec

from playlists.program import Program, ScreenProgram
from playlists.workspace.model import Workspace
from playlists.workspace.problems import Findings
from playlists.workspace.said import Fact, said
from playlists.workspace.touch import SERVICES_FILE


class Fault(StrEnum):
    """What can be wrong with a touch page."""

    HIGH = "high"
    LOW = "low"
    NEAR = "near"
    SMALL = "small"
    CUT = "cut"


class Flaw(msgspec.Struct, frozen=True, order=True):
    """A fault of a page: of a service's, or of one that the interface has by itself (`service` is "").

    `mm` is how large or how high it is, `bound_mm` what it should be; both 0 where words are cut.
    """

    fault: Fault
    service: str = ""
    mm: float = 0.0
    bound_mm: float = 0.0


Feel = Callable[[Program, ScreenProgram], Iterable[Flaw]]
"""Composes the pages of a touch screen, and says what is wrong with them."""
_MOUNTINGS = frozenset({Fault.HIGH, Fault.LOW})
"""Where a screen is mounted: that is no matter of a page."""


def check_touch(workspace: Workspace, program: Program, feel: Feel, findings: Findings) -> None:
    """Report what cannot be touched or read on the touch screens of a device.

    Where even the pages that every screen has are too small, nothing else is told.
    """
    for screen in program.screens:
        found = [] if screen.services is None else [*feel(program, screen)]
        small = [flaw for flaw in found if flaw.fault is Fault.SMALL and not flaw.service]
        for flaw in small or [flaw for flaw in found if flaw.fault not in _MOUNTINGS]:
            _tell(workspace, program, flaw, findings)
        for fault in () if small else sorted(_MOUNTINGS):
            _tell_mounting([flaw for flaw in found if flaw.fault is fault], workspace, program, findings)


def _tell_mounting(flaws: list[Flaw], workspace: Workspace, program: Program, findings: Findings) -> None:
    """Tell once how high a screen hangs, however many pages show it: by the worst of them, at the first."""
    if flaws:
        first, *others = sorted(flaws, key=lambda flaw: flaw.service)
        worst = max(flaws, key=lambda flaw: abs(flaw.mm - flaw.bound_mm))
        found = msgspec.structs.replace(worst, service=first.service)
        _tell(workspace, program, found, findings, also=[flaw.service for flaw in others])


def _tell(
    workspace: Workspace, program: Program, flaw: Flaw, findings: Findings, also: Sequence[str] = ()
) -> None:
    numbers = {table.id: number - 1 for number, table in workspace.services}
    path = (
        ("services", numbers[flaw.service]) if flaw.service in numbers else ("table",) if flaw.service else ()
    )
    tell = findings.warning if flaw.fault in _MOUNTINGS else findings.error
    facts: dict[str, Fact] = {"mm": round(flaw.mm, 1), "bound": round(flaw.bound_mm)} if flaw.bound_mm else {}
    facts |= {"services": ", ".join(also)} if also else {}
    code = f"touch.{flaw.fault.value}{'-also' if also else ''}"
    message = said(code, device=program.device, profile=program.profile, **facts)
    hint = said(f"touch.{flaw.fault.value}-cure", profile=program.profile)
    tell(SERVICES_FILE, path, message, hint=hint, device=program.device)
