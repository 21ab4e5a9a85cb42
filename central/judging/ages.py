"""For how long the feed's signatures are good: what ended, and what ends soon because nobody signs anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from central.standing import Reason
from playlists.feed.tree import last_part

Ends = Mapping[str, datetime]
"""Until when each role is good for something new."""


def over(ends: Ends, at: datetime) -> dict[str, datetime]:
    """The roles whose time is over at an instant, and since when: devices take nothing new from them."""
    return {role: end for role, end in ends.items() if end <= at}


def ending(ends: Ends, at: datetime) -> dict[str, datetime]:
    """The roles that nobody signed anew in good time, and until when they are good."""
    return {role: end for role, end in ends.items() if end - last_part(role) <= at < end}


def aged(ends: Ends, at: datetime) -> tuple[Reason, ...]:
    """What is wrong with signatures at an instant."""
    found = []
    if gone := over(ends, at):
        detail = f"the signatures of {', '.join(sorted(gone))} are too old"
        found.append(Reason(code="feed", detail=detail, since=min(gone.values())))
    if soon := ending(ends, at):
        detail = ", ".join(f"{role} {end:%Y-%m-%d %H:%M}Z" for role, end in sorted(soon.items()))
        since = min(end - last_part(role) for role, end in soon.items())
        found.append(Reason(code="expiry", detail=detail, since=since))
    return tuple(found)
