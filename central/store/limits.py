"""How much the store lets wait, writes at once and keeps."""

from __future__ import annotations

from datetime import timedelta

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds of the store. A report costs some eight rows, and one for each of its records."""

    linger_s: float = 0.05
    """How long a report waits for others before they are written together."""
    commit_rows: int = 4_000
    """The most that one transaction writes, so that none takes long."""
    waiting_rows: int = 60_000
    """The most that waits to be written (some 60 MB); what comes on top is told to come again later."""
    backlog_rows: int = 16_000
    """Where more than this waits, a report with more than `few_records` is kept without them …"""
    few_records: int = 32
    """… and they come again with a later one: how devices are now is written within a second all the same."""
    names: int = 200_000
    """How many names (items, objects, editions, …) are remembered with their numbers."""
    new_names: int = 50_000
    """How many names that nobody knew one device may bring on a day: a program of 5,000 items has 10,000."""
    chains: int = 40_000
    """How many chains of plays, by device and day, are remembered with their ends."""
    outboxes: int = 16
    """How many outboxes of one device are known: it makes a new one where the old one’s file broke."""
    pictures: int = 16
    """How many screens of one device have a picture kept, the newest: it names them itself."""
    seal_rows: int = 64
    """After so many plays the hash of their chain is written down."""
    readers: int = 3
    """Connections that read."""
    ahead: timedelta = timedelta(hours=1)
    """A play that begins later than this from now shows a wrong clock …"""
    behind: timedelta = timedelta(days=400)
    """… and so does one that is older than this."""


ROWS_OF_A_REPORT = 8
MESSAGE = 1_000
"""Characters of a fault’s message that are kept."""
