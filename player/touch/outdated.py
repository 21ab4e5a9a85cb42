"""The page on which people say what is out of date about an entry: by a button, from a fixed list."""

from __future__ import annotations

from collections.abc import Iterator

from layouts.layout import Rect
from player.touch.counted import Heard
from player.touch.furniture import button_block, set_blocks, set_title, text_blocks
from player.touch.sheet import Block
from player.touch.target import Act, TouchPage
from player.touch.view import View
from player.touch.words import say
from playlists.services import Entry, Service

_THANKS = {Heard.WRITING: "writing", Heard.COUNTS: "signal_thanks", Heard.REFUSED: "no_room"}


def outdated_block(view: View, service: Service, entry: Entry, room: Rect) -> Block:
    """The way there, at the end of an entry's page."""
    label = say("outdated", view.language)
    return button_block(view.sheet, label, Act.OUTDATED, entry.id, room, about=service.id)


def set_outdated(view: View, service: Service, entry: Entry, room: Rect) -> TouchPage:
    """What may be wrong with an entry; once it was said, thanks."""
    sheet, language = view.sheet, view.language
    room = set_title(sheet, say("what_is_outdated", language), room)
    name = f"{service.id}/{entry.id}"
    heard = view.heard(Act.SIGNAL, name)
    blocks = text_blocks(sheet, view.say(entry.title), room)
    if heard is None:
        for reason in reasons(entry):
            label = say(f"reason_{reason}", language)
            blocks.append(button_block(sheet, label, Act.SIGNAL, reason, room, about=name))
    else:
        blocks += text_blocks(sheet, say(_THANKS[heard], language), room)
    return set_blocks(sheet, blocks, room, view.session.place, language)


def reasons(entry: Entry) -> Iterator[str]:
    """What may be wrong with what an entry says."""
    if entry.hours:
        yield "hours"
    if entry.address or entry.position:
        yield "address"
    if entry.phone:
        yield "phone"
    yield from ("gone", "other")
