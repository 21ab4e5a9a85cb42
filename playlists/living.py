"""City data in a program: a program again, so that all that plays, draws and proves one does so with data.

fillings(program, batches, at)   what each live item shows around an instant
presences(program, batches, at)  when each of them shows anything, without saying what
filled(program, found)           the program with either; an item without any is left out, its zone goes on

Other data change what an item says, never how long it plays: the cycle stays, so neighbours stay in step.
What a page says is of the instant at which it comes on (`LiveContent.card`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final

import msgspec
from msgspec.structs import replace

from layouts.layout import Zone
from playlists.documents import Batch, Position
from playlists.living_cards import edges, is_present, pages, rendition
from playlists.living_choice import endings
from playlists.living_spot import Spot
from playlists.program import Item, LiveContent, Playlist, Program, ScreenProgram, Turn

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
STEP: Final = timedelta(minutes=10)
"""Fillings are made anew so often, and whenever there are other data."""
_AHEAD: Final = STEP + timedelta(minutes=5)


class Filling(msgspec.Struct, frozen=True, kw_only=True):
    """When one live item shows anything in one playlist of a screen, and what.

    None stands for an end that is not near: it was there before, and will be there when it is looked again.
    """

    screen: str
    playlist: str
    item: str
    opens: datetime | None = None
    closes: datetime | None = None
    turns: tuple[Turn, ...] = ()


def step_of(at: datetime) -> datetime:
    """The instant from which the fillings at another are made; the same throughout a `STEP`."""
    return at - (at - _EPOCH) % STEP


def fillings(program: Program, batches: Sequence[Batch], at: datetime) -> tuple[Filling, ...]:
    """What every live item shows, from `step_of` an instant until after the step that follows has begun."""
    return tuple(
        replace(found, turns=_turns(spot, found, step_of(at)))
        for spot, found in _found(program, batches, at, program.position)
    )


def presences(
    program: Program, batches: Sequence[Batch], at: datetime, position: Position | None
) -> tuple[Filling, ...]:
    """When the items of `fillings` show anything, on a device at a position: quickly, and without turns."""
    return tuple(found for _, found in _found(program, batches, at, position))


def filled(program: Program, found: Sequence[Filling]) -> Program:
    """The program with its live items filled."""
    return replace(program, screens=tuple(_screen(screen, found) for screen in program.screens))


def _screen(screen: ScreenProgram, found: Sequence[Filling]) -> ScreenProgram:
    playlists = {}
    for key, playlist in screen.playlists.items():
        own = [each for each in found if each.screen == screen.screen.name and each.playlist == key]
        items = tuple(made for item in playlist.items for made in _filled(item, own))
        playlists[key] = Playlist(id=playlist.id, items=items)
    return replace(screen, playlists=playlists)


def _filled(item: Item, own: Sequence[Filling]) -> Iterator[Item]:
    if not isinstance(item.content, LiveContent):
        yield item
        return
    for each in own:
        if each.item == item.id:
            opens = max(filter(None, (item.opens, each.opens)), default=None)
            closes = min(filter(None, (item.closes, each.closes)), default=None)
            if opens is None or closes is None or opens < closes:
                content = replace(item.content, turns=each.turns)
                yield replace(item, content=content, opens=opens, closes=closes)


def _found(
    program: Program, batches: Sequence[Batch], at: datetime, position: Position | None
) -> Iterator[tuple[Spot, Filling]]:
    since = step_of(at)
    known = {batch.source: batch for batch in batches}
    for screen in program.screens:
        for key, playlist in screen.playlists.items():
            zone = _zone(screen, key)
            for item in playlist.items:
                content = item.content
                if zone is None or not isinstance(content, LiveContent) or content.source not in known:
                    continue
                spot = Spot(
                    program=program,
                    screen=screen.screen,
                    zone=zone,
                    item=item,
                    content=content,
                    batch=known[content.source],
                    position=position,
                )
                for opens, closes in _stretches(spot, since, since + _AHEAD):
                    yield (
                        spot,
                        Filling(
                            screen=screen.screen.name, playlist=key, item=item.id, opens=opens, closes=closes
                        ),
                    )


def _zone(screen: ScreenProgram, key: str) -> Zone | None:
    """The zone that a playlist was prepared for."""
    for event in screen.events:
        for name, playlist in event.zones.items():
            if playlist == key:
                return screen.layouts[event.layout].zone(name)
    return None


def _stretches(
    spot: Spot, since: datetime, until: datetime
) -> Iterator[tuple[datetime | None, datetime | None]]:
    """From when to when an item shows anything."""
    begun: datetime | None = None
    before = False
    for at in [since, *endings(spot.batch, spot.wish, since, until)]:
        now = is_present(spot, at)
        if now and not before:
            begun = None if at == since else at
        elif before and not now:
            yield begun, at
        before = now
    if before:
        yield begun, None


def _turns(spot: Spot, found: Filling, since: datetime) -> tuple[Turn, ...]:
    """What an item says from when on, while it is present."""
    first, last = found.opens or since, found.closes or since + _AHEAD
    turns: list[Turn] = []
    for at, _ in pairwise([first, *edges(spot, first, last), last]):
        told = pages(spot, at)
        cards, sheets = tuple(card for card, _ in told), tuple(sheet for _, sheet in told)
        if told and (not turns or (turns[-1].cards, turns[-1].sheets) != (cards, sheets)):
            turns.append(Turn(at, cards, rendition(spot.batch), sheets))
    return tuple(turns)
