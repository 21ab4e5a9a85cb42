"""How a device stood at an instant of the past, by its bands alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from programs import a_screen, utc

from central.answers import Band
from central.judging.fleet import Member
from central.judging.then import then
from central.standing import State, Verdict

AT = utc(2026, 11, 26, 12)
SCREENS = (a_screen("upper"), a_screen("touch"))
MEMBER = Member(device="kiosk-001", place="Commerce", position=None, groups=(), screens=SCREENS)
RIGHT, DARK, UNKNOWN = Verdict.RIGHT, Verdict.DARK, Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("verdicts", "state", "reasons"),
    [
        ((RIGHT, RIGHT), State.WELL, []),
        ((RIGHT, DARK), State.WELL, []),
        ((DARK, DARK), State.DARK, []),
        ((), State.SILENT, [("silent", "")]),
        ((UNKNOWN, UNKNOWN), State.SILENT, [("silent", "")]),
        ((RIGHT, Verdict.FROZEN), State.WRONG, [("frozen", "touch")]),
        ((Verdict.STALE, Verdict.BLACK), State.WRONG, [("black", "touch"), ("stale", "upper")]),
        ((UNKNOWN, Verdict.BLACK), State.WRONG, [("black", "touch")]),
    ],
)
def test_a_device_stood_as_its_screens_did_and_the_reasons_say_so(
    verdicts: tuple[Verdict, ...], state: State, reasons: list[tuple[str, str]]
) -> None:
    bands = tuple(
        Band(screen=screen.name, start=AT, end=AT + timedelta(hours=1), verdict=verdict)
        for screen, verdict in zip(SCREENS, verdicts, strict=False)
    )
    line, told, judged = then(MEMBER, bands)
    assert (line.state, [(one.code, one.screen) for one in told]) == (state, reasons)
    assert [screen.verdict for screen in judged] == list(verdicts)
    assert {one.since for one in told} <= {AT if bands else None}
