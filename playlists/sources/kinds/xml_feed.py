"""RSS 2.0, RSS 1.0 and Atom: each article is a notice."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from playlists.documents import Document, Notice
from playlists.errors import SourceError
from playlists.sources.doors import xml_of
from playlists.sources.fetch import Answer
from playlists.sources.values import Reader, address, body, entries, identity, instant, sound, title
from playlists.sources.written import News

_ROOTS = {"rss", "RDF", "feed"}
_DATES = ("pubDate", "published", "date", "updated")


def read(source: News, answers: Mapping[str, Answer], reader: Reader) -> tuple[Document, ...]:
    """The articles of a feed, in its order."""
    root = xml_of(answers[source.url])
    if _name(root) not in _ROOTS:
        raise SourceError("shape", where="rss, feed")
    found = entries([e for e in root.iter() if _name(e) in {"item", "entry"}], "item")
    return sound((_notice(entry, reader) for entry in found), source.most)


def _notice(entry: Element, reader: Reader) -> Notice | None:
    parts: dict[str, Element] = {}
    for child in entry:
        parts.setdefault(_name(child), child)

    def text(*names: str) -> str:
        return next((found for name in names if name in parts and (found := _text(parts[name]))), "")

    name, link = title(text("title")), _link(entry)
    if not name:
        return None
    return Notice(
        id=identity(text("guid", "id") or link or name),
        title=name,
        body=body(text("description", "summary", "content", "encoded")),
        published=instant(text(*_DATES), reader.zone),
        address=link,
    )


def _link(entry: Element) -> str:
    links = [child for child in entry if _name(child) == "link"]
    named = [e.get("href") or e.text for e in links if e.get("rel", "alternate") == "alternate"]
    return next((found for each in named if (found := address(each))), "")


def _text(element: Element) -> str:
    """What an element says, its own elements (XHTML) as words."""
    return " ".join(part for part in element.itertext() if part.strip()).strip()


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]
