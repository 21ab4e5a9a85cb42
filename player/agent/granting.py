"""Whether a box takes what it is granted: by its own root of trust, or by whom it speaks to."""

from __future__ import annotations

import re
from collections.abc import Container

import httpx

from device_profiles.enrolment import Grant
from player.agent.network import is_loopback
from player.enrolled import same_root
from player.pairing import Refusal
from playlists.errors import FeedError
from playlists.feed.trust import read_root

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def objection(
    grant: Grant, *, installed: bytes | None, central: str, profiles: Container[str]
) -> Refusal | None:
    """What is wrong with a grant that came from `central`; None where it can be taken.

    `installed` is the root of trust that was installed with the box, `profiles` are those that it knows.
    """
    if not _ID.fullmatch(grant.device):
        return Refusal.NAME
    if grant.profile not in profiles:
        return Refusal.PROFILE
    if not (is_web(grant.feed) and is_web(grant.central)):
        return Refusal.ADDRESS
    try:
        read_root(grant.root.encode())
    except FeedError:
        return Refusal.ROOT_BAD
    if installed is not None:
        return None if same_root(installed, grant.root) else Refusal.ROOT_DIFFERS
    return None if may_be_believed(central) else Refusal.INSECURE


def may_be_believed(central: str) -> bool:
    """Whether a box without a root of trust may take one from there: nobody stands in between."""
    url = httpx.URL(central)
    return url.scheme == "https" or is_loopback(url.host)


def is_web(address: str) -> bool:
    """Whether this is an address of a web server."""
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        return False
    return url.scheme in {"http", "https"} and bool(url.host)
