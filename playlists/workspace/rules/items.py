"""Rules about when items play: their dates, their time rules, and whether any device ever shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from playlists.spans import Spans, join
from playlists.workspace.bookings import report_overbooked
from playlists.workspace.calendar import Calendar
from playlists.workspace.model import SCHEDULE_FILE, NumberedItem, Playlist, Workspace
from playlists.workspace.problems import Findings
from playlists.workspace.rules.schedule import first_meeting
from playlists.workspace.said import said
from playlists.workspace.times import is_sound
from playlists.workspace.uses import Use


def check_items(workspace: Workspace, calendar: Calendar, uses: Sequence[Use], findings: Findings) -> None:
    """Report items that cannot play, or never will."""
    on_air = _on_air(calendar, uses)
    named = {playlist for numbered in workspace.events for playlist in numbered.event.zones.values()}
    is_whole = SCHEDULE_FILE not in workspace.spoilt
    for playlist in workspace.playlists.values():
        if not playlist.items and playlist.file not in workspace.spoilt:
            findings.warning(playlist.file, (), said("items.empty-playlist"), hint=said("items.add-item"))
        if playlist.name not in named and is_whole:
            message = said("items.unused-playlist")
            findings.warning(playlist.file, (), message, hint=said("items.use-playlist"))
        report_overbooked(workspace, playlist, findings)
        for numbered in playlist.items:
            path = (*numbered.path, "when")
            if is_sound(workspace, numbered.item.when, findings, playlist.file, path, item=numbered.id):
                _check_times(
                    calendar, playlist, numbered, on_air.get(playlist.name) if is_whole else None, findings
                )


def _check_times(
    calendar: Calendar, playlist: Playlist, numbered: NumberedItem, on_air: Spans | None, findings: Findings
) -> None:
    item = numbered.item
    calendar.check_dates(item, playlist.file, numbered.path, findings, item=numbered.id)
    own = calendar.spans(item)
    if on_air and own and first_meeting(own, on_air) is None:
        message, hint = said("items.never-shown"), said("items.compare-times")
        findings.warning(playlist.file, numbered.path, message, hint=hint, item=numbered.id)


def _on_air(calendar: Calendar, uses: Sequence[Use]) -> dict[str, Spans]:
    """When each playlist is on the air somewhere, in the year; priorities left aside."""
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    seen = set()
    for use in uses:
        if (use.playlist, use.event.id) not in seen:
            seen.add((use.playlist, use.event.id))
            spans[use.playlist] += calendar.spans(use.event.event)
    return {playlist: join(found) for playlist, found in spans.items()}
