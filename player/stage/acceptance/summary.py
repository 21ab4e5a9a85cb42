"""What the glass says while the doctor measures, and when it is done. Pure."""

from __future__ import annotations

from typing import Any

from device_profiles.acceptance import Check, Verdict
from player.acceptance import Progress
from player.stage.acceptance.words import say

_MOST = 14
_MARKS = {
    Verdict.PASSED: ("✓", "#7fd1c8"),
    Verdict.FAILED: ("✗", "#ff9a8f"),
    Verdict.SKIPPED: ("–", "#9fb4bd"),
}
_VERDICTS = {
    Verdict.PASSED: ("accepted", "#00796f"),
    Verdict.FAILED: ("refused", "#b3261e"),
    Verdict.SKIPPED: ("nothing", "#2b4450"),
}


def summary(progress: Progress | None, language: str) -> dict[str, Any]:
    """What the model is to show: the last checks while it goes on, then the verdict and what failed."""
    checks = progress.checks if progress else ()
    if progress is None or progress.verdict is None:
        return {
            "verdict": say("measuring", language),
            "verdict_ink": "#2b4450",
            "lines": [_line(check, language) for check in checks[-_MOST:]],
            "question": "",
            "head": "",
        }
    name, ink = _VERDICTS[progress.verdict]
    failed = [check for check in checks if check.verdict is Verdict.FAILED]
    counts = {one.value: sum(check.verdict is one for check in checks) for one in Verdict}
    sent = {True: say("sent", language), False: say("unsent", language), None: ""}[progress.sent]
    return {
        "verdict": say(name, language),
        "verdict_ink": ink,
        "lines": [_line(check, language) for check in failed[:_MOST]],
        "head": say("counts", language, **counts),
        "question": sent,
    }


def _line(check: Check, language: str) -> dict[str, str]:
    mark, ink = _MARKS[check.verdict]
    figure = "" if check.figure is None else f"{check.figure:g} {check.unit}".strip()
    if language == "fr":
        figure = figure.replace(".", ",")
    group = check.name.split("/")
    where = " · ".join(group[:-1]) if group[0] != "glass" else say("screen", language, screen=group[1])
    return {"mark": mark, "ink": ink, "text": f"{where} · {check.said.to(language)}", "figure": figure}
