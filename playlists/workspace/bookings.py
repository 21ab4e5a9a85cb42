"""The bookings of a playlist: which items do not fit into 100 % of its air time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from playlists.errors import DaypartError
from playlists.spans import to_instant
from playlists.workspace.model import NumberedItem, Playlist, Workspace
from playlists.workspace.problems import Findings
from playlists.workspace.said import Said, said
from playlists.workspace.shares import Booking, overbooked
from playlists.workspace.times import daypart_of, say_moment, say_weekday, window


def report_overbooked(workspace: Workspace, playlist: Playlist, findings: Findings) -> frozenset[str]:
    """The ids of items that lead over 100 % beside those written before them; each is among the findings."""
    zone = ZoneInfo(workspace.site.time_zone)
    booked = [
        (numbered, booking)
        for numbered in playlist.items
        if (booking := _booking(workspace, numbered, zone)) is not None
    ]
    refused = set()
    for fault in overbooked([booking for _, booking in booked]):
        numbered = booked[fault.index][0]
        refused.add(numbered.id)
        earlier = [booking for _, booking in booked[: fault.index + 1]]
        when = _when(to_instant(fault.at).astimezone(zone), earlier)
        findings.error(
            playlist.file,
            (*numbered.path, "share"),
            said("items.overbooked", total=round(fault.total * 100), when=when),
            expected=said("items.all-of-it"),
            hint=said("items.lower-share"),
            item=numbered.id,
        )
    return frozenset(refused)


def _booking(workspace: Workspace, numbered: NumberedItem, zone: ZoneInfo) -> Booking | None:
    """The booking of an item with a share; None for one without, or with a time rule that does not parse."""
    item = numbered.item
    if item.share is None:
        return None
    try:
        daypart = daypart_of(workspace, item.when) if item.when else None
    except DaypartError:
        return None
    opens, closes = window(item, zone)
    return Booking(share=item.share, opens=opens, closes=closes, daypart=daypart)


def _when(when: datetime, bookings: Sequence[Booking]) -> Said:
    """When it is too much: on a date where dates are written, else on a day of the week, else always."""
    if any(booking.opens or booking.closes for booking in bookings):
        return said("items.on-a-date", when=say_moment(when))
    if any(booking.daypart for booking in bookings):
        return said("items.on-a-weekday", day=say_weekday(when), time=f"{when:%H:%M}")
    return said("items.always")
