"""The page on which people say what is out of date about an entry: by a button, from a fixed list."""

from __future__ import annotations

from collections.abc import Iterator

from layouts.layout import Rect
from player.touch.counted import Heard
from player.touch.entries import intro_blocks
from player.touch.furniture import button_block, set_blocks, set_title
from player.touch.sheet import Block
from player.touch.target import Act, TouchPage
from player.touch.thing import Thing
from player.touch.view import View
from player.touch.words import say
from playlists.services import Service

_REASONS = {"clock": "hours", "map-pin": "address", "phone": "phone"}
_THANKS = {Heard.WRITING: "writing", Heard.COUNTS: "signal_thanks", Heard.REFUSED: "no_room"}


def outdated_block(view: View, service: Service, thing: Thing, room: Rect) -> Block:
    """The way there, at the end of an entry's page."""
    label = say("outdated", view.language)
    return button_block(view.sheet, label, Act.OUTDATED, thing.id, room, about=service.id)


def set_outdated(view: View, service: Service, thing: Thing, room: Rect) -> TouchPage:
    """What may be wrong with an entry; once it was said, thanks."""
    sheet, language = view.sheet, view.language
    room = set_title(sheet, say("what_is_outdated", language), room)
    name = f"{service.id}/{thing.id}"
    heard = view.heard(Act.SIGNAL, name)
    blocks = intro_blocks(sheet, thing.title, room)
    if heard is None:
        for reason in reasons(thing):
            label = say(f"reason_{reason}", language)
            blocks.append(button_block(sheet, label, Act.SIGNAL, reason, room, about=name))
    else:
        blocks += intro_blocks(sheet, say(_THANKS[heard], language), room)
    return set_blocks(sheet, blocks, room, view.session.place, language)


def reasons(thing: Thing) -> Iterator[str]:
    """What may be wrong with what an entry says."""
    told = {name for name, _ in thing.facts}
    yield from (reason for name, reason in _REASONS.items() if name in told)
    yield from ("gone", "other")
