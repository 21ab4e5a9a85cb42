"""JSON Feed 1.0 and 1.1 (jsonfeed.org): each item is a notice."""

from __future__ import annotations

from collections.abc import Mapping

from playlists.documents import Document, Notice
from playlists.errors import SourceError
from playlists.sources.doors import json_of
from playlists.sources.fetch import Answer
from playlists.sources.plain import plain, shortened
from playlists.sources.values import Reader, address, body, entries, identity, instant, sound, title
from playlists.sources.written import News

_HEADLINE = 90


def read(source: News, answers: Mapping[str, Answer], reader: Reader) -> tuple[Document, ...]:
    """The items of a feed, in its order."""
    feed = json_of(answers[source.url])
    if not isinstance(feed, dict) or "jsonfeed.org" not in str(feed.get("version", "")):
        raise SourceError("shape", where="version")
    return sound((_notice(item, reader) for item in entries(feed.get("items"), "items")), source.most)


def _notice(item: object, reader: Reader) -> Notice | None:
    if not isinstance(item, dict):
        return None
    said = item.get("summary") or item.get("content_text") or item.get("content_html")
    name = title(item.get("title")) or shortened(plain(said, 600), _HEADLINE)
    if not name:
        return None
    return Notice(
        id=identity(item.get("id") or item.get("url") or name),
        title=name,
        body=body(said),
        published=instant(item.get("date_published"), reader.zone),
        address=address(item.get("url")),
    )
