"""What a program puts on the glass: plays by their end, and what is on at an instant, quickly for many."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec

from playlists.feed.generation import Part
from playlists.feed.pictures import Picture
from playlists.living import filled
from playlists.program import CardContent, Event, Film, Item, ScreenProgram, Stills, TickerText
from playlists.timeline import Play, ScreenShowing, ZoneShowing, screen_plays, showing

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BLOCK = timedelta(minutes=5)
_MOST_BLOCKS = 32


class Shot(msgspec.Struct, frozen=True, kw_only=True):
    """A play that reached its end, as proof of play tells it; `knowable` where its picture is known ahead."""

    screen: str
    zone: str
    item: str
    object: str | None
    start: datetime
    end: datetime
    knowable: bool


class Glance(msgspec.Struct, frozen=True, kw_only=True):
    """One zone at an instant: what is on it, and how that was published to look."""

    zone: str
    item: str
    object: str | None
    page: int
    began: datetime
    moves: bool
    picture: Picture | None


class Reel:
    """The plays of one edition. In the place of a barred item the one before it stays.

    Simulated devices get no city data, and leave out what shows them.
    """

    def __init__(self, part: Part, barred: str = "") -> None:
        self.part, self._barred = part, barred
        self.program = filled(part.program, ()) if part.program.is_live else part.program
        self._screens = {screen.screen.name: screen for screen in self.program.screens}
        self._events = {
            (name, event.id): event for name, screen in self._screens.items() for event in screen.events
        }
        self._blocks: OrderedDict[int, tuple[list[datetime], list[Shot]]] = OrderedDict()

    def between(self, after: datetime, upto: datetime) -> Iterator[Shot]:
        """The plays that ended after an instant and up to another, by their end."""
        block = _number(after)
        while _begin(block) < upto:
            ends, shots = self._block(block)
            yield from shots[bisect_right(ends, after) : bisect_right(ends, upto)]
            block += 1

    def count(self, after: datetime, upto: datetime) -> int:
        """How many plays `between` gives."""
        found, block = 0, _number(after)
        while _begin(block) < upto:
            ends, _ = self._block(block)
            found += bisect_right(ends, upto) - bisect_right(ends, after)
            block += 1
        return found

    def glances(self, at: datetime, *, night: bool) -> dict[str, tuple[Glance, ...]]:
        """What is on the glass at an instant, by screen; nothing on a dark one."""
        return {
            screen.screen: self._glances(screen, at, night=night)
            for screen in showing(self.program, at).screens
        }

    def _glances(self, screen: ScreenShowing, at: datetime, *, night: bool) -> tuple[Glance, ...]:
        if screen.dark:
            return ()
        if screen.event is None:
            return (_built_in("", at),)
        event = self._events[screen.screen, screen.event]
        shown = [zone for zone in screen.zones if not _is_line(zone.item)]
        outdoors = night and self._screens[screen.screen].screen.outdoors
        return tuple(self._glance(screen.screen, event, zone, at, night=outdoors) for zone in shown)

    def _glance(self, screen: str, event: Event, zone: ZoneShowing, at: datetime, *, night: bool) -> Glance:
        item, began = zone.item, zone.start
        if item is not None and item.id == self._barred:
            item, began = self._before(screen, zone.zone, at) or (None, began)
        if item is None:
            return _built_in(zone.zone, began)
        page = _page(item, at - began)
        pages = self.part.pictures.find(screen, event.zones[zone.zone], item.id)
        dimmed = night and isinstance(item.content, CardContent)
        return Glance(
            zone=zone.zone,
            item=item.id,
            object=object_of(item, page),
            page=page,
            began=began,
            moves=isinstance(item.content, Film),
            picture=pages.page(page, night=dimmed) if pages else None,
        )

    def _block(self, number: int) -> tuple[list[datetime], list[Shot]]:
        found = self._blocks.get(number)
        if found is None:
            start, end = _begin(number), _begin(number + 1)
            plays = (play for screen in self._screens for play in self._plays(screen, start, end))
            shots = [
                self._shot(play) for play in plays if start < play.end <= end and not _is_line(play.item)
            ]
            shots.sort(key=lambda shot: (shot.end, shot.screen, shot.zone))
            found = self._blocks[number] = [shot.end for shot in shots], shots
            if len(self._blocks) > _MOST_BLOCKS:
                self._blocks.popitem(last=False)
        return found

    def _plays(self, screen: str, start: datetime, end: datetime) -> Iterator[Play]:
        """The plays of a screen within a stretch of time, and perhaps some around it."""
        if not self._barred:
            yield from screen_plays(self.program, screen, start, end)
            return
        last: dict[str, Play] = {}
        for play in screen_plays(self.program, screen, start - _BLOCK, end + _BLOCK):
            before = last.pop(play.zone, None)
            if play.item_id != self._barred:
                last[play.zone] = play
                yield from () if before is None else (before,)
            elif before is not None:
                last[play.zone] = msgspec.structs.replace(before, end=play.end)
        yield from last.values()

    def _before(self, screen: str, zone: str, at: datetime) -> tuple[Item, datetime] | None:
        """The item that stays in the place of a barred one, and since when it is on."""
        plays = (play for play in self._plays(screen, at, at) if play.zone == zone)
        play = next((play for play in plays if play.start <= at < play.end), None)
        return (play.item, play.began) if play and play.item else None

    def _shot(self, play: Play) -> Shot:
        item = play.item
        event = self._events.get((play.screen, play.event or ""))
        pages = self.part.pictures.find(play.screen, event.zones[play.zone], play.item_id) if event else None
        picture = pages.page(0, night=False) if pages else None
        return Shot(
            screen=play.screen,
            zone=play.zone,
            item=play.item_id,
            object=object_of(item, len(item.pages_ms) - 1) if item else None,
            start=play.start,
            end=play.end,
            knowable=picture is not None and picture.sight is not None,
        )

    def views(self, at: datetime) -> Iterator[tuple[ScreenProgram, str | None, tuple[Glance, ...]]]:
        """Every screen, its layout (None: dark, or the built-in slide), and what is on it by day."""
        for screen in showing(self.program, at).screens:
            yield self._screens[screen.screen], screen.layout, self._glances(screen, at, night=False)


def _built_in(zone: str, began: datetime) -> Glance:
    return Glance(zone=zone, item="built-in", object=None, page=0, began=began, moves=False, picture=None)


def _is_line(item: Item | None) -> bool:
    """Whether it runs in a line, all of whose texts are on the glass together: it has no plays."""
    return item is not None and isinstance(item.content, TickerText)


def _page(item: Item, since: timedelta) -> int:
    left = since / timedelta(milliseconds=1)
    for number, length in enumerate(item.pages_ms):
        left -= length
        if left < 0:
            return number
    return len(item.pages_ms) - 1


def object_of(item: Item, page: int) -> str | None:
    """The object that a page of an item shows."""
    match item.content:
        case Stills(pages=pages) if page < len(pages):
            return pages[page].object
        case Film(rendition=rendition):
            return rendition.object
        case CardContent(picture=picture) if picture is not None:
            return picture.object
        case _:
            return None


def _number(at: datetime) -> int:
    """The block in which a play that ends just after an instant lies."""
    return (at - _EPOCH) // _BLOCK


def _begin(number: int) -> datetime:
    return _EPOCH + number * _BLOCK
