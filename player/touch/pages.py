"""Touch pages: which page a session sees at an instant. Pure: the same arguments give the same marks."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from layouts.layout import Rect
from layouts.page import Face
from layouts.theme import Palette
from player.stage.instants import from_ms
from player.touch.bar import set_bar
from player.touch.counted import Counted
from player.touch.entries import entry_blocks, entry_row, gap, text_blocks
from player.touch.furniture import (
    button_block,
    is_whole,
    set_blocks,
    set_edge,
    set_header,
    set_title,
    set_warning,
)
from player.touch.here import Here
from player.touch.home import set_home
from player.touch.ink import ink
from player.touch.keyboard import set_keyboard
from player.touch.listing import finder
from player.touch.map_page import all_places, members, set_map
from player.touch.measures import Measures
from player.touch.outdated import outdated_block, set_outdated
from player.touch.polls import set_poll
from player.touch.projects import PROJECTS, plates
from player.touch.search import Found, Index
from player.touch.service import set_service
from player.touch.session import Kind, Phase, Place, Session, left_s, phase
from player.touch.sheet import Block, Sheet
from player.touch.target import Act, TouchPage
from player.touch.thing import Thing
from player.touch.view import View
from player.touch.words import NAMES, say
from playlists.polls import Poll
from playlists.services import Service

NOTHING = Counted()


def compose(
    here: Here,
    index: Index,
    session: Session,
    palette: Palette,
    *,
    at_ms: int,
    at_s: float,
    counted: Counted = NOTHING,
    speaks: bool = False,
) -> TouchPage:
    """The page of a session at an instant, by the wall clock and by the steady one.

    `counted` is what is known of what they said by buttons; `speaks` tells that pages can be read aloud.
    """
    measures = Measures(here.screen, session.comfort, headed=not here.panel)
    sheet = Sheet(measures, ink(palette, strong=session.comfort.contrast))
    page: TouchPage | None = None
    if phase(session, at_s) is Phase.WARNED:
        set_warning(sheet, left_s(session, at_s), session.language)
    else:
        page = _Pages(View(here, session, sheet, at_ms, palette, counted, speaks), index).page()
    own_marks, own_targets = len(sheet.marks), len(sheet.targets)
    if here.panel:
        set_edge(sheet)
    else:
        set_header(sheet, here.place, from_ms(at_ms), here.time_zone, session.language)
    first = len(session.trail) == 1 and session.place.kind is Kind.HOME
    set_bar(sheet, here.offered.languages, session.language, first=first, speaks=speaks, ends=here.panel)
    made = sheet.done(more=page is not None and page.more, sight=page.map if page else None)
    return replace(made, own_marks=own_marks, own_targets=own_targets)


def _poll(service: Service, place: Place) -> Poll | None:
    return next((poll for poll in service.polls if poll.id == place.entry), None)


class _Pages:
    """The pages, by kind."""

    def __init__(self, view: View, index: Index) -> None:
        self.view, self.index = view, index
        self.here, self.session, self.sheet = view.here, view.session, view.sheet
        self.language, self.room = view.language, view.sheet.measures.room

    def page(self) -> TouchPage:
        """The page where the session is; the first one where that is no more."""
        place = self.session.place
        service = next((one for one in self.here.offered.services if one.id == place.service), None)
        if place.kind is Kind.SERVICE and service:
            return self._service(service, place)
        if place.kind is Kind.ENTRY and service:
            return self._entry(service, place)
        if place.kind is Kind.SIGNAL and service and (thing := finder(self.view, service)(place.entry)):
            return set_outdated(self.view, service, thing, self.room)
        if place.kind is Kind.POLL and service and (poll := _poll(service, place)):
            return set_poll(self.view, service, poll, self.room)
        plain = {
            Kind.SEARCH: self._search,
            Kind.LANGUAGES: self._languages,
            Kind.EMERGENCY: self._emergency,
            Kind.MAP: lambda: set_map(self.view) or self._home(),
            Kind.GROUP: self._group,
        }
        return plain.get(place.kind, self._home)()

    def _home(self) -> TouchPage:
        return set_home(self.view, self.room)

    def _languages(self) -> TouchPage:
        names = [(other, NAMES.get(other, other)) for other in self.here.offered.languages]
        return self._choices("languages", Act.SPEAK, names)

    def _service(self, service: Service, place: Place) -> TouchPage:
        return set_service(self.view, service, place, self.room)

    def _entry(self, service: Service, place: Place) -> TouchPage:
        thing = finder(self.view, service)(place.entry)
        title = thing.title if thing else self.view.say(service.title)
        room = set_title(self.sheet, title, self.room)
        if thing is None:
            told = self._text(say("no_more", self.language))
        else:
            whole = () if is_whole(self.sheet, title, self.room) else self._text(title)
            told = [*whole, *entry_blocks(self.view, thing, room, self._ways(service, thing, room))]
        if laid := self._laying(place.entry, room):
            told = [laid[0], *told, gap(), *laid[1:]]
        return set_blocks(self.sheet, told, room, place, self.language)

    def _ways(self, service: Service, thing: Thing, room: Rect) -> list[Block]:
        """What can be done about a thing: see where it is, say that it is out of date."""
        found = []
        if self.view.on_map(thing.position):
            label = say("on_map", self.language)
            found.append(button_block(self.sheet, label, Act.MAP, thing.id, room, about=service.id))
        if service.id != PROJECTS:
            found.append(outdated_block(self.view, service, thing, room))
        return found

    def _laying(self, project: str, room: Rect) -> list[Block]:
        """Buttons that lay a project and its pictures on the table."""
        choices = plates(self.here, project, self.language) if self.here.panel else []
        return [button_block(self.sheet, label, Act.LAY, value, room) for value, label in choices]

    def _group(self) -> TouchPage:
        """What lies too near together on the map for a finger; without names, all that lies on it."""
        names = self.session.place.entry
        room = set_title(self.sheet, say("here_are" if names else "map_list", self.language), self.room)
        found = members(self.view, names) if names else all_places(self.view)
        rows = [entry_row(self.view, service, thing, room) for service, thing in found]
        return set_blocks(self.sheet, rows, room, self.session.place, self.language)

    def _text(self, text: str) -> list[Block]:
        return text_blocks(self.sheet, text, self.room)

    def _search(self) -> TouchPage:
        measures, room, place = self.sheet.measures, self.room, self.session.place
        high = max(measures.target, round(measures.body * 1.8))
        field = Rect(room.x, room.y, room.width, high)
        self.sheet.card(field)
        middle, room_for_it = field.y + (high - measures.leading) / 2, field.width - 2 * measures.body
        text = f"{self.session.query}|"
        self.sheet.set_typed(text, field.x + measures.body, middle, measures.body, room_for_it)
        top = field.bottom + measures.gap
        below = Rect(room.x, top, room.width, room.bottom - top)
        left = set_keyboard(self.sheet, below, self.language)
        found = self.index.find(self.session.query)
        if self.session.query.strip() and not found:
            blocks = self._text(say("nothing_found", self.language))
            return set_blocks(self.sheet, blocks, left, place, self.language)
        return set_blocks(self.sheet, self._found(found, left), left, place, self.language)

    def _found(self, found: Sequence[Found], room: Rect) -> list[Block]:
        """What is found, each thing once: of what comes again the next coming."""
        services = {service.id: service for service in self.here.offered.services}
        find = {service: finder(self.view, services[service]) for service in {one.service for one in found}}
        rows: dict[tuple[str, str], Block] = {}
        for one in found:
            service = services[one.service]
            thing = find[one.service](one.entry) if one.entry else None
            title = thing.title if thing else self.view.say(service.title)
            if (one.entry and thing is None) or (one.service, title) in rows:
                continue
            brief = self.session.comfort.large
            rows[one.service, title] = (
                entry_row(self.view, service, thing, room, brief=brief, most=2 if brief else 3)
                if thing
                else button_block(self.sheet, title, Act.SERVICE, service.id, room)
            )
        return [*rows.values()]

    def _choices(self, code: str, act: Act, choices: Sequence[tuple[str, str]]) -> TouchPage:
        room = set_title(self.sheet, say(code, self.language), self.room)
        blocks = [button_block(self.sheet, label, act, value, room) for value, label in choices]
        return set_blocks(self.sheet, blocks, room, self.session.place, self.language)

    def _emergency(self) -> TouchPage:
        room = set_title(self.sheet, say("emergency", self.language), self.room)
        measures = self.sheet.measures
        blocks = []
        for one in self.here.offered.emergency:
            lines = self.sheet.lines(self.view.say(one.title), room.width * 0.76, measures.body)
            high = max(round(measures.body * 2.2), len(lines) * measures.leading + measures.gap)
            blocks.append(Block(high, lambda top, o=one, t=lines, h=high: self._number(o.number, t, top, h)))  # type: ignore[misc]
        return set_blocks(self.sheet, blocks, room, self.session.place, self.language)

    def _number(self, number: str, lines: Sequence[str], top: float, high: float) -> None:
        measures = self.sheet.measures
        size = round(measures.body * 1.5)
        at = top + (high - size * 1.25) / 2
        self.sheet.set_lines([number], self.room.x, at, size, self.sheet.ink.word, face=Face.BOLD)
        at = top + (high - len(lines) * measures.leading) / 2
        left = self.room.x + self.room.width * 0.24
        self.sheet.set_lines(lines, left, at, measures.body, self.sheet.ink.word)
