"""What a source says of when its data are, held against our own clock: nothing is newer than when it came.

A publisher whose clock is ahead would keep data fresh for long after it stopped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

import msgspec

from playlists.documents import Document

Sort = TypeVar("Sort", bound=Document)


class Sighting(msgspec.Struct, frozen=True):
    """A time ahead of our clock that a document said, and when it was seen to say so first."""

    said: datetime
    seen: datetime


Sightings = dict[str, Sighting]
"""By the ids of documents."""


def sighted(documents: Iterable[Document], known: Mapping[str, Sighting], at: datetime) -> Sightings:
    """The times of documents that were ahead of the clock when they came, with those that are known."""
    found = {}
    for document in documents:
        said, before = document.updated, known.get(document.id)
        if said is not None and before is not None and before.said == said:
            found[document.id] = before
        elif said is not None and said > at:
            found[document.id] = Sighting(said, at)
    return found


def bounded(documents: Sequence[Sort], sightings: Mapping[str, Sighting]) -> tuple[Sort, ...]:
    """The documents, none of them newer than it was seen first."""
    return tuple(
        msgspec.structs.replace(each, updated=sightings[each.id].seen) if each.id in sightings else each
        for each in documents
    )
