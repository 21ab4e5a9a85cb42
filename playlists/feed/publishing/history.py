"""The history of a feed: the publications that its snapshots tell of, and going back to one."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

import msgspec
from tuf.api.metadata import Snapshot

from playlists.errors import FeedError
from playlists.feed.publishing.repository import Repository
from playlists.feed.tree import PUBLICATION, editor_role

LONGEST = 1000
"""The most publications that a history goes back."""


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """One state of the feed: its number, when and by whom it was made, and what was done."""

    number: int
    at: datetime
    what: str
    by: str


class _Note(msgspec.Struct, frozen=True, kw_only=True):
    at: datetime
    what: str = ""
    by: str = ""


def history(repository: Repository) -> Iterator[Publication]:
    """The publications of a feed, the newest first; it ends where an older one is gone."""
    newest = repository.chain.snapshot.version
    for number in range(newest, max(0, newest - LONGEST), -1):
        snapshot = repository.earlier(number)
        if snapshot is None:
            return
        note = snapshot.unrecognized_fields.get(PUBLICATION)
        with suppress(msgspec.ValidationError):  # one that tells nothing readable, or is none
            told = msgspec.convert(note, _Note, strict=False)
            yield Publication(number=number, at=told.at, what=told.what, by=told.by)


def rollback(repository: Repository, number: int, editor: str) -> bool:
    """Say again, as a new version, what publication `number` said, in the repository's memory.

    The editor's approvals go back with it; where several must agree, the others approve anew. Returns whether
    anything is different.

    Raises:
        FeedError: that publication is gone, or its signatures no longer verify.
    """
    snapshot = repository.earlier(number)
    if snapshot is None:
        raise FeedError(f"publication {number} is not in this feed; `parvis feed history` names them")
    roles = (*repository.chain.bins.get_roles(), editor_role(editor))
    changed = [_restore(repository, snapshot, role, number) for role in roles]
    return any(changed)


def _restore(repository: Repository, snapshot: Snapshot, role: str, number: int) -> bool:
    earlier = repository.at(snapshot, role)
    if earlier is None:
        raise FeedError(
            f"publication {number} can no longer be verified: the key of {role} has changed since"
        )
    if earlier.targets == repository.role(role).targets:
        return False
    repository.edit(role).targets = copy.deepcopy(earlier.targets)
    return True
