"""How a device stood at an instant of the past: by what its screens did, for nothing else of then is kept."""

from __future__ import annotations

from central.answers import Band, DeviceLine
from central.judging.devices import Standing
from central.judging.fleet import Member
from central.judging.lines import line_of
from central.standing import Judged, Reason, ScreenJudged, State, Verdict

_WRONG = frozenset(Verdict) - {Verdict.RIGHT, Verdict.DARK, Verdict.UNKNOWN}


def then(
    member: Member, bands: tuple[Band, ...]
) -> tuple[DeviceLine, tuple[Reason, ...], tuple[ScreenJudged, ...]]:
    """A device by what its screens did, and why it stood so."""
    screens = tuple(ScreenJudged(screen=band.screen, verdict=band.verdict) for band in bands)
    verdicts = {band.verdict for band in bands}
    wrong = [band for band in bands if band.verdict in _WRONG]
    since = max((band.start for band in bands), default=None)
    reasons = tuple(
        Reason(code=band.verdict.value, screen=band.screen, since=band.start)
        for band in sorted(wrong, key=lambda band: band.verdict)
    )
    state = State.WELL
    if wrong:
        state = State.WRONG
    elif not verdicts or Verdict.UNKNOWN in verdicts:
        state, reasons = State.SILENT, (Reason(code="silent", since=since),)
    elif verdicts == {Verdict.DARK}:
        state = State.DARK
    standing = Standing(state=state, since=since, reasons=reasons)
    judged = Judged(at=since, screens=screens) if since else None
    return line_of(member, standing, judged=judged), reasons, screens
