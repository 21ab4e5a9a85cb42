"""Signing city data into a feed: a service holds the keys `live`, `snapshot` and `timestamp` for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from playlists.documents import Batch
from playlists.feed.live import FAULTS, FIELD, SourceFault, read, write, write_faults
from playlists.feed.publishing.keyring import Keyring
from playlists.feed.publishing.repository import Repository
from playlists.feed.tree import LIVE


def standing(repository: Repository) -> tuple[Batch, ...]:
    """The batches on the feed's board, also those that are too old. Raises `FeedError`."""
    return read(repository.role(LIVE).unrecognized_fields.get(FIELD)).batches


def put_up(
    repository: Repository,
    batches: Sequence[Batch],
    keyring: Keyring,
    now: datetime,
    faults: Sequence[SourceFault] = (),
) -> bool:
    """Sign these batches in the place of all that stand; tells whether there was anything new to sign.

    `faults` are the sources that are not well: central, which reads the feed, raises its alarms from them.

    Raises:
        KeysError: one of the three keys is missing or does not open.
        FeedError: the feed does not hold.
    """
    unwell = write_faults(faults)
    before = repository.role(LIVE).unrecognized_fields.get(FAULTS)
    if tuple(batches) == standing(repository) and unwell == (before or write_faults(())):
        return False
    fields = repository.edit(LIVE).unrecognized_fields
    fields[FIELD], fields[FAULTS] = write(batches), unwell
    repository.save(keyring, now, {"what": f"city data of {len(batches)} sources", "by": LIVE})
    return True
