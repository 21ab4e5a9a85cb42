"""The page of the map: a window on the district, under it its scale, whose data it is, and three buttons."""

from __future__ import annotations

from collections.abc import Iterator

from layouts.dates import NO_BREAK
from layouts.layout import Rect
from layouts.page import Face
from layouts.shaping import advance
from player.touch.district.chart import Pin
from player.touch.district.colours import map_ink
from player.touch.district.compose import Style, compose_map
from player.touch.district.frame import Frame, kept
from player.touch.district.sight import Sight
from player.touch.furniture import fit
from player.touch.limits import LIMITS
from player.touch.listing import finder, listed
from player.touch.pinned import IDS, NAMES, is_nearest, touched
from player.touch.session import Place
from player.touch.sheet import Sheet
from player.touch.target import Act, TouchPage
from player.touch.thing import Thing
from player.touch.view import View
from player.touch.words import say
from playlists.district import District
from playlists.services import Service

_AROUND = 1.4
"""How much larger than its window a map is painted: so far a finger goes before there is nothing."""
_BAR_MOST = 0.3
"""Of the window's width: the longest bar of the scale."""
_KILOMETRE_M = 1_000
_BAR_M = (50, 100, 200, 500, 1_000, 2_000, 5_000)


def members(view: View, names: str) -> list[tuple[Service, Thing]]:
    """The things that the name of a group names, those that are still there."""
    wanted = [name.partition(IDS)[::2] for name in names.split(NAMES)]
    services = {service.id: service for service in view.here.offered.services}
    finders = {about: finder(view, services[about]) for about, _ in wanted if about in services}
    found = []
    for about, own in wanted:
        thing = finders[about](own) if own and about in finders else None
        if thing is not None:
            found.append((services[about], thing))
    return found


def all_places(view: View) -> list[tuple[Service, Thing]]:
    """All that has a pin, the nearest first: the map for whoever cannot see it, or hit what is small."""
    found = [
        (service, thing)
        for service in view.here.offered.services
        for thing in listed(view, service, "").things
        if view.on_map(thing.position)
    ]
    return sorted(found, key=lambda one: view.far(one[1].position))[: LIMITS.listed]


def set_map(view: View) -> TouchPage | None:
    """The page of the map; None where there is none."""
    district, told = view.here.district, view.here.offered.map
    if district is None or told is None:
        return None
    sheet, measures, place = view.sheet, view.sheet.measures, view.session.place
    high = max(measures.mm(20), round(measures.body * (2.3 if measures.comfort.large else 2.9)))
    lines = _foot(view, view.say(told.attribution))
    foot = max(1, len(lines)) * measures.leading + measures.gap
    top = max(measures.header.bottom, measures.reach_top if measures.comfort.reach else 0.0)
    bottom = measures.room.bottom - high - measures.gap - foot
    rect = Rect(0, top, measures.screen.width, round(bottom - top))
    sight = _sight(view, district, place, rect)
    _set_foot(sheet, sight, lines, Rect(measures.margin, bottom + measures.gap, 0, 0))
    buttons = Rect(measures.margin, measures.room.bottom - high, measures.room.width, high)
    _set_buttons(view, sight, buttons)
    _set_pins(sheet, sight)
    return sheet.done(sight=sight)


def _sight(view: View, district: District, place: Place, rect: Rect) -> Sight:
    """What is seen in a window of the page."""
    measures, look = view.sheet.measures, place.look
    mm = measures.screen.pitch_mm**-1
    thing = next((one for _, one in members(view, f"{place.service}{IDS}{place.entry}")), None)
    here = view.on_map(view.here.position)
    about = view.on_map(thing.position) if thing else here
    middle = look.middle or about or (district.width / 2, district.height / 2)
    farthest, nearest = LIMITS.farthest_scale * mm, LIMITS.nearest_scale * mm
    frame = kept(
        Frame(*middle, look.scale * mm, rect.width, rect.height),
        district,
        farthest=farthest,
        nearest=nearest,
    )
    around = frame.wider(_AROUND)
    corner = (around.width - rect.width) / 2, (around.height - rect.height) / 2
    strong = view.session.comfort.contrast
    chart = compose_map(
        district,
        around,
        Style(ink=map_ink(view.palette, strong=strong), size=measures.body, mm=mm),
        pins=list(_pins(view)),
        here=here,
        here_words=(say("here", view.language), say("here_short", view.language)),
        chosen=(place.service, place.entry) if thing else None,
        window=Rect(*corner, rect.width, rect.height),
    )
    return Sight(rect=rect, frame=frame, chart=chart, district=district, farthest=farthest, nearest=nearest)


def _pins(view: View) -> Iterator[Pin]:
    """What is offered and lies in the district."""
    for service in view.here.offered.services:
        colour, ink = view.sheet.ink.chip(service.category)
        for thing in listed(view, service, "").things:
            if at := view.on_map(thing.position):
                yield Pin(
                    about=service.id,
                    id=thing.id,
                    x=at[0],
                    y=at[1],
                    title=thing.title,
                    pictogram=service.pictogram,
                    colour=colour,
                    ink=ink,
                )


def _set_pins(sheet: Sheet, sight: Sight) -> None:
    """The pins that are wholly in the window."""
    window = sight.rect
    for one in sight.chart.pins:
        rect = sight.seen(one, sight.frame)
        inside = rect.x >= window.x and rect.y >= window.y
        if inside and rect.right <= window.right and rect.bottom <= window.bottom:
            act, value, about = touched(one, nearest=is_nearest(sight))
            label = one.pins[0].title if len(one.pins) == 1 else ", ".join(pin.title for pin in one.pins)
            sheet.target(rect, act, label, value, about)


def _foot(view: View, attribution: str) -> tuple[str, ...]:
    measures = view.sheet.measures
    return view.sheet.lines(attribution, measures.room.width * (1 - _BAR_MOST) - measures.gap, measures.body)


def _set_foot(sheet: Sheet, sight: Sight, lines: tuple[str, ...], at: Rect) -> None:
    """A bar of so many metres, and whose data it is."""
    measures, ink = sheet.measures, sheet.ink
    most = measures.room.width * _BAR_MOST
    fitting = [metres for metres in _BAR_M if metres * sight.frame.scale <= most]
    metres = fitting[-1] if fitting else _BAR_M[0]
    long, thick = round(metres * sight.frame.scale), max(2.0, round(measures.mm(0.6)))
    word = f"{metres}{NO_BREAK}m" if metres < _KILOMETRE_M else f"{metres // _KILOMETRE_M}{NO_BREAK}km"
    size = fit(word, Face.REGULAR, measures.body, most)
    sheet.set_lines([word], at.x, at.y - measures.gap * 0.5, size, ink.word)
    base = at.y + measures.leading - measures.gap * 0.25
    sheet.panel(Rect(at.x, base, long, thick), ink.word)
    for x in (at.x, at.x + long - thick):
        sheet.panel(Rect(x, base - thick * 2, thick, thick * 3), ink.word)
    for number, line in enumerate(lines):
        left = measures.room.right - advance(line, Face.REGULAR, measures.body)
        top = at.y - measures.gap * 0.5 + number * measures.leading
        sheet.set_lines([line], left, top, measures.body, ink.word)


def _set_buttons(view: View, sight: Sight, room: Rect) -> None:
    """Farther, here, nearer, and all of it as a list: one finger suffices. None that would do nothing."""
    sheet, gap = view.sheet, view.sheet.measures.gap
    width = (room.width - 3 * gap) / 4
    here = view.on_map(view.here.position)
    whole = kept(
        Frame(0, 0, 0, sight.frame.width, sight.frame.height),
        sight.district,
        farthest=sight.farthest,
        nearest=sight.nearest,
    )
    far = sight.frame.scale <= whole.scale * 1.001
    choices = [
        (Act.FARTHER, "minus", "farther", "", not far),
        (Act.CENTRE, "current-location", "here", _at(here), here is not None),
        (Act.NEARER, "plus", "nearer", "", not is_nearest(sight)),
        (Act.GROUP, "list", "as_list", "", True),
    ]
    words = [say(code, view.language) for _, _, code, _, _ in choices]
    room_for_words = width - sheet.measures.body * 0.6
    short = any(advance(one, Face.BOLD, sheet.measures.body) > room_for_words for one in words)
    for number, ((act, pictogram, code, value, there), word) in enumerate(zip(choices, words, strict=True)):
        if there:
            rect = Rect(room.x + number * (width + gap), room.y, width, room.height)
            _set_button(sheet, rect, pictogram, say(f"{code}_short", view.language) if short else word)
            sheet.target(rect, act, word, value)


def _at(point: tuple[float, float] | None) -> str:
    return f"{point[0]:.0f} {point[1]:.0f}" if point else ""


def _set_button(sheet: Sheet, rect: Rect, pictogram: str, label: str) -> None:
    """A pictogram over its words."""
    sheet.card(rect)
    measures = sheet.measures
    size = fit(label, Face.BOLD, measures.body, rect.width - measures.body * 0.6)
    icon = round(min(rect.height * 0.42, measures.body * 1.3))
    top = rect.y + (rect.height - icon - size * 1.2) / 2
    sheet.pictogram(Rect(rect.x + (rect.width - icon) / 2, top, icon, icon), pictogram, sheet.ink.word)
    sheet.set_lines([label], rect.x, top + icon, size, sheet.ink.word, face=Face.BOLD, centred=rect.width)
