"""Something that a service lists, in the words of a session: an entry that an editor wrote, or a document."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from player.touch.view import View
from playlists.distance import Position
from playlists.documents import Availability, Document, Event, Place
from playlists.services import Entry


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    """`told` stands under its title in a list; `facts`, each a pictogram and words, on its own page.

    `source` says whose data they are and of when, "" for what an editor wrote; `stale` that they are old.
    `qr` is the address that takes it along, `position` where it is.
    """

    id: str
    title: str
    told: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    body: str = ""
    qr: str = ""
    source: str = ""
    stale: str = ""
    position: Position | None = None


def of_entry(view: View, entry: Entry) -> Thing:
    """An entry that an editor wrote."""
    place = Place(id=entry.id, name=view.say(entry.title), hours=entry.hours or "", position=entry.position)
    hours, away = view.hours(place), view.away(entry.position)
    return Thing(
        id=entry.id,
        title=place.name,
        told=filled(hours, away),
        facts=facts(("clock", hours), ("map-pin", lines(entry.address, away)), ("phone", entry.phone)),
        body=view.say(entry.body),
        qr=entry.qr,
        position=entry.position,
    )


def joined(own: Thing, about: Thing) -> Thing:
    """An entry that speaks for a document: the editor's words, and what the document says is the case now."""
    where = {name: text for name, text in own.facts if name == "map-pin"}
    return replace(
        own,
        told=about.told or own.told,
        facts=tuple({**dict(own.facts), **dict(about.facts), **where}.items()),
        body=own.body or about.body,
        qr=own.qr or about.qr,
        source=about.source,
        stale=about.stale,
    )


def met(entry: Entry, document: Document) -> tuple[Entry, Document]:
    """An entry and the document it speaks for, each with what only the other knows: hours, place."""
    position = entry.position or position_of(document)
    if isinstance(document, Place | Availability | Event):
        document = replace(document, position=position)
    if isinstance(document, Place):
        document = replace(document, hours=document.hours or entry.hours or "")
    return replace(entry, position=position), document


def filled(*texts: str) -> tuple[str, ...]:
    """Those that say anything."""
    return tuple(text for text in texts if text)


def lines(*texts: str) -> str:
    """Those that say anything, each in a line."""
    return "\n".join(filled(*texts))


def facts(*found: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Pictograms with words, where there are words."""
    return tuple((pictogram, text) for pictogram, text in found if text)


def position_of(thing: object) -> Position | None:
    """Where an entry or a document is, where that is known."""
    found: Position | None = getattr(thing, "position", None)
    return found
