"""How the window stands with central: what is on the wall is true only while central speaks."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Bond(StrEnum):
    """Whether central speaks to us."""

    CONNECTING = "connecting"
    LIVE = "live"
    LOST = "lost"
    DENIED = "denied"


class Cause(StrEnum):
    """Why it does not."""

    REFUSED = "refused"
    QUIET = "quiet"
    ANSWER = "answer"
    UNREAD = "unread"


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """The bond, and by the monotonic clock when central last said anything (None: never)."""

    bond: Bond = Bond.CONNECTING
    heard: float | None = None
    cause: Cause | None = None


def heard(now: float) -> Link:
    """Central has said something."""
    return Link(bond=Bond.LIVE, heard=now)


def lost(link: Link, cause: Cause) -> Link:
    """The connection is gone. It stays lost until central is heard again."""
    if link.bond is Bond.DENIED:
        return link
    return msgspec.structs.replace(link, bond=Bond.LOST, cause=cause)


def denied(link: Link) -> Link:
    """Central does not know our token."""
    return msgspec.structs.replace(link, bond=Bond.DENIED, cause=None)


def watched(link: Link, now: float, quiet_s: float) -> Link:
    """A line that stands but says nothing is lost too."""
    if link.bond is Bond.LIVE and link.heard is not None and now - link.heard > quiet_s:
        return msgspec.structs.replace(link, bond=Bond.LOST, cause=Cause.QUIET)
    return link
