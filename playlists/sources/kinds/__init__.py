"""The kinds of source. A new one is a file with a `read`, a table in `sources.written`, and a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from playlists.documents import Document
from playlists.sources.fetch import Answer
from playlists.sources.kinds import (
    gbfs,
    gtfs_rt,
    icalendar,
    json_feed,
    open_meteo,
    opendatasoft,
    siri_lite,
    table,
    xml_feed,
)
from playlists.sources.values import Reader
from playlists.sources.written import Source

Read = Callable[[Any, Mapping[str, Answer], Reader], tuple[Document, ...]]
"""From a source's table and its answers, by their addresses, to documents. Raises `SourceError`."""

READERS: Final[dict[str, Read]] = {
    "rss": xml_feed.read,
    "atom": xml_feed.read,
    "json-feed": json_feed.read,
    "icalendar": icalendar.read,
    "json": table.read,
    "csv": table.read,
    "geojson": table.read,
    "opendatasoft": opendatasoft.read,
    "gbfs": gbfs.read,
    "gtfs-rt": gtfs_rt.read,
    "siri-lite": siri_lite.read,
    "open-meteo": open_meteo.read,
}

_ADDRESSES: Final[dict[str, Callable[[Any], str]]] = {
    "opendatasoft": opendatasoft.address,
    "open-meteo": open_meteo.address,
}

_MORE: Final[dict[str, Callable[[Answer], tuple[str, ...]]]] = {"gbfs": gbfs.more}


def address(source: Source) -> str:
    """Where a source is asked first."""
    return _ADDRESSES[source.kind](source) if source.kind in _ADDRESSES else source.url


def more(source: Source, first: Answer) -> tuple[str, ...]:
    """What else is to be asked for, as the first answer says. Raises `SourceError`."""
    return _MORE[source.kind](first) if source.kind in _MORE else ()
