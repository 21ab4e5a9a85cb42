"""Rules about polls: names once, answers that differ, an end that follows its beginning."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from playlists.workspace.outline import Path
from playlists.workspace.problems import Findings
from playlists.workspace.said import said
from playlists.workspace.times import closes_at, opens_at
from playlists.workspace.touch import SERVICES_FILE, PollTable, ServiceTable

_UTC = ZoneInfo("UTC")


def check_polls(service: ServiceTable, path: Path, findings: Findings) -> None:
    """Report what is wrong in the polls of a service."""
    seen: set[str] = set()
    for index, poll in enumerate(service.polls):
        at = (*path, "polls", index)
        if poll.id in seen:
            message = said("services.poll-twice", id=poll.id, service=service.id)
            findings.error(SERVICES_FILE, (*at, "id"), message)
        seen.add(poll.id)
        _check_answers(poll, at, findings)
        opens, closes = opens_at(poll.from_, _UTC), closes_at(poll.until, _UTC)
        if opens is not None and closes is not None and closes <= opens:
            message, hint = said("services.never-open", id=poll.id), said("services.later-until")
            findings.error(SERVICES_FILE, (*at, "until"), message, hint=hint)


def _check_answers(poll: PollTable, path: Path, findings: Findings) -> None:
    seen: set[str] = set()
    for index, answer in enumerate(poll.answers):
        if answer.id in seen:
            message = said("services.answer-twice", id=answer.id, poll=poll.id)
            findings.error(SERVICES_FILE, (*path, "answers", index, "id"), message)
        seen.add(answer.id)
