"""From what plays to what is drawn: the pure derivation behind `frame = f(showing, now)`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from device_profiles.profile import Transition
from layouts.layout import Greeting, Layout, Rect, Zone, ZoneKind, greeting, place
from layouts.palettes import ground_of
from layouts.theme import Palette
from player.stage.airing import Airing
from player.stage.instants import from_ms
from player.stage.lines import line_of
from player.stage.matrix import dark_ms, matrix_pages
from player.stage.plate import with_mark
from player.stage.props import (
    Ground,
    Layer,
    PageKey,
    SceneProps,
    ZoneProps,
    page_key,
    transition_ms,
)
from player.stage.widgets import next_minute, widget_props
from playlists.program import CardContent, Content, LiveContent, Program, ScreenProgram, TickerText
from playlists.timeline import BUILT_IN

if TYPE_CHECKING:
    from layouts.led import LedPage

_UNLIT = "#000000"
_STEPS_BACK = 64
"""How many pictures back a zone looks for one that can be shown."""


class View(msgspec.Struct, frozen=True, eq=False):
    """What plays on one screen around an instant.

    `airings` holds the plays of every zone that began up to that instant, in order, each following on the
    one before; `built_in` is what is shown where none of them can be. `until_ms` is when another item or
    event comes on, or the colours change; `night` chooses these.
    """

    program: Program
    screen: ScreenProgram
    layout: Layout
    airings: Mapping[str, tuple[Airing, ...]]
    built_in: CardContent
    until_ms: int
    dark: bool = False
    night: bool = False
    edition: int = 0

    @property
    def palette(self) -> Palette:
        """The colours of the hour."""
        return self.program.theme.night if self.night else self.program.theme.day


Usable = Callable[[PageKey], bool]


def derive(view: View, at_ms: int, usable: Usable) -> SceneProps:
    """What the screen draws from `at_ms` until the next change.

    A picture that is not `usable` (broken, or not decoded yet) is passed over: its predecessor stays.
    """
    screen = view.screen.screen
    if view.dark:
        return SceneProps(
            width=screen.width,
            height=screen.height,
            dark=True,
            grounds=(),
            zones=(),
            widgets=(),
            valid_until_ms=view.until_ms,
        )
    zones = tuple(_zone(view, zone, at_ms, usable) for zone in view.layout.zones)
    widgets = widget_props(view.program, screen, view.layout, view.palette, at_ms)
    widgets = with_mark(widgets, view.program.logo_picture, view.edition, usable)
    changes = [view.until_ms, *_zone_changes(view, zones, at_ms)]
    if widgets:
        changes.append(next_minute(at_ms))
    return SceneProps(
        width=screen.width,
        height=screen.height,
        dark=False,
        grounds=_grounds(view),
        zones=zones,
        widgets=widgets,
        valid_until_ms=min(changes),
    )


def _zone_changes(view: View, zones: tuple[ZoneProps, ...], at_ms: int) -> Iterator[int]:
    for zone in zones:
        if zone.dark_until_ms > at_ms:
            yield zone.dark_until_ms
        for airing in view.airings.get(zone.name, ()):
            if airing.start_ms <= at_ms < airing.end_ms:
                turn = airing.next_page(at_ms)
                if turn is not None:
                    yield turn


def _zone(view: View, zone: Zone, at_ms: int, usable: Usable) -> ZoneProps:
    screen = view.screen.screen
    rect = place(zone, screen.width, screen.height)
    airings = view.airings.get(zone.name, ())
    ground = _UNLIT if screen.is_matrix else ground_of(view.palette, zone.surface)
    if zone.kind is ZoneKind.TICKER:
        line = line_of(screen, rect, view.palette, airings, at_ms)
        return ZoneProps(
            name=zone.name,
            kind=zone.kind,
            rect=rect,
            ground=line.ground,
            line=line,
            start_ms=line.runs[-1].start_ms if line.runs else 0,
            duration_ms=transition_ms(Transition.CROSSFADE),
        )
    steps = (step for step in _steps(view, zone, airings, at_ms) if usable(step.layer.key))
    matrix = zone.kind is ZoneKind.MATRIX
    transition = Transition.CUT if matrix else screen.transitions[0]
    now, before = _last_two(steps, at_ms, dark_ms() if matrix else transition_ms(transition))
    bare = ZoneProps(name=zone.name, kind=zone.kind, rect=rect, ground=ground, waits=bool(airings))
    if now is None:
        slide = Layer(_key(view, zone, content=view.built_in, item=BUILT_IN), 0, 0)
        return replace(bare, incoming=slide) if airings and usable(slide.key) else bare
    return replace(
        bare,
        incoming=now.layer,
        outgoing=before.layer if before else None,
        transition=transition if before else Transition.CUT,
        start_ms=now.start_ms,
        duration_ms=transition_ms(transition) if before else 0,
        dark_until_ms=now.start_ms + dark_ms() if matrix and before else 0,
        waits=False,
        led=_led(view, now.layer.key) if matrix else None,
    )


class _Step(msgspec.Struct, frozen=True):
    layer: Layer
    start_ms: int


def _steps(view: View, zone: Zone, airings: tuple[Airing, ...], at_ms: int) -> Iterator[_Step]:
    """The pictures of a zone that were due up to `at_ms`, newest first."""
    begun = (airing for airing in reversed(airings) if airing.start_ms <= at_ms)
    pages = ((airing, start, page) for airing in begun for start, page in airing.pages_until(at_ms))
    for airing, start, page in islice(pages, _STEPS_BACK):
        if isinstance(airing.content, TickerText):
            continue
        content, number = _said(airing.content, page, start)
        key = _key(view, zone, content=content, item=airing.item, page=number)
        yield _Step(Layer(key, airing.began_ms, airing.end_ms), start)


def _said(content: Content, page: int, start_ms: int) -> tuple[Content, int]:
    """What a page shows that comes on at an instant, and its number: of city data, a card of its own."""
    shown = content.shown(page, from_ms(start_ms)) if isinstance(content, LiveContent) else None
    return shown or (content, page)


def _key(view: View, zone: Zone, *, content: Content, item: str, page: int = 0) -> PageKey:
    return page_key(
        view.screen.screen,
        zone,
        item,
        content,
        page,
        night=view.night,
        edition=view.edition,
        greeting=greeting(view.layout, zone) if item == BUILT_IN else Greeting.NAMED,
    )


def _led(view: View, key: PageKey) -> LedPage | None:
    if not isinstance(key.content, CardContent):
        return None
    return matrix_pages(key.content.card, view.screen.screen)[key.page]


def _last_two(steps: Iterator[_Step], at_ms: int, lasts_ms: int) -> tuple[_Step | None, _Step | None]:
    """The newest picture, and the one before it while the transition of `lasts_ms` goes on.

    Where a picture only repeats its predecessor, nothing is to be seen of that: the earlier one counts.
    """
    newest = next(steps, None)
    for step in steps:
        if newest is None or newest.start_ms + lasts_ms <= at_ms:
            break
        if step.layer.key != newest.layer.key:
            return newest, step
        if newest.layer.film:
            break
        newest = step
    return newest, None


def _grounds(view: View) -> tuple[Ground, ...]:
    screen, palette = view.screen.screen, view.palette
    whole = Rect(0, 0, screen.width, screen.height)
    if screen.is_matrix:
        return (Ground(whole, _UNLIT),)
    parts = (
        Ground(place(ground, screen.width, screen.height), ground_of(palette, ground.surface))
        for ground in view.layout.grounds
    )
    return (Ground(whole, palette.background), *parts)
