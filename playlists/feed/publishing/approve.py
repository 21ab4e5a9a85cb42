"""A second editor's approval: what waits for it, what that says, and giving it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from device_profiles.decoding import from_json
from device_profiles.profile import Screen
from layouts.card import Card
from layouts.layout import Layout
from playlists.district import DistrictMap
from playlists.errors import FeedError
from playlists.feed import naming, wire
from playlists.feed.approval import PLACES, SERVICES, SITE, approved_by
from playlists.feed.publishing.approvals import Said, everything, standing, write_approvals
from playlists.feed.publishing.edition import Voices, said_by
from playlists.feed.publishing.publish import heads, program_file
from playlists.feed.publishing.repository import Repository
from playlists.feed.raw import digest
from playlists.feed.tree import object_path
from playlists.feed.wire_services import WireServices, WireTable
from playlists.polls import Poll
from playlists.program import CardContent, Film, Item, LiveContent, Stills, TickerText
from playlists.services import Emergency, Entry, Service
from playlists.table import Project, Table

_CODE = 16
"""Hexadecimal digits of a code: nobody finds other content that has the same 64 bits."""


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """Something that waits for approval: in which campaign, its name, and all that it says.

    `objects` are its pictures and films, as paths below the feed; `until` is when the item leaves the glass.
    `code` stands for all that the campaign says now: it is another one as soon as anything of that is.
    """

    campaign: str
    name: str
    says: tuple[str, ...]
    objects: tuple[str, ...] = ()
    until: str = ""
    code: str = ""


def waiting(repository: Repository, editor: str) -> tuple[Waiting, ...]:
    """What an editor has not approved yet and the newest editions say. Raises `FeedError`."""
    own = set[str]().union(*standing(repository)[editor].values())
    found: dict[object, Waiting] = {}
    for one in _newest(repository):
        for told in _told(one, own):
            key = told.campaign, told.name, told.says, told.until
            known = found.get(key)
            objects = dict.fromkeys((*(known.objects if known else ()), *told.objects))
            found[key] = msgspec.structs.replace(told, objects=tuple(objects))
    for place in sorted({head.place for head in heads(repository).values()}):
        if wire.place_digest(place) not in own:
            found[PLACES, place] = Waiting(campaign=PLACES, name=place, says=(place,))
    coded = {campaign: _code(digests) for campaign, digests in _told_now(repository).items()}
    waits = [msgspec.structs.replace(one, code=coded[one.campaign]) for one in found.values()]
    return tuple(sorted(waits, key=lambda one: (one.campaign, one.name)))


def approve(repository: Repository, editor: str, campaigns: Mapping[str, str | None]) -> dict[str, int]:
    """Approve campaigns as the newest editions say them, in the repository's memory.

    Beside a campaign stands its code as the editor saw it; None: whatever it says now.

    Of an edition that plays beside a newer one an editor is shown nothing; what they approved of it before
    stays approved, and no more of it. Returns what then still waits for other editors: how many things, by
    campaign.

    Raises:
        FeedError: the feed has no such campaign, or it says something else since it was seen.
    """
    known = heads(repository).values()
    told = _told_now(repository)
    editions = {edition.program for head in known for edition in head.editions}
    plays = said_by(map(Voices().of, (program_file(repository, one) for one in sorted(editions))), ())
    approvals = standing(repository)
    own = approvals[editor]
    for campaign, code in campaigns.items():
        if campaign not in told:
            raise FeedError(f"the feed has no campaign {campaign}; it has {', '.join(sorted(told))}")
        if code not in (None, _code(told[campaign])):
            raise FeedError(f"{campaign} says something else since it was shown: look again")
        own[campaign] = told[campaign] | (plays.get(campaign, set()) & own.get(campaign, set()))
    write_approvals(repository, editor, own)
    agreed = approved_by(everything(approvals), repository.chain.approvals_needed)
    return _missing(told, agreed)


def _told_now(repository: Repository) -> Said:
    """What must be approved of the newest editions, by campaign."""
    places = {head.place for head in heads(repository).values()}
    return said_by(map(Voices().of, _newest(repository)), places)


def _code(digests: Iterable[str]) -> str:
    return digest("\n".join(sorted(digests)).encode("ascii"))[:_CODE]


def _missing(told: Said, agreed: frozenset[str]) -> dict[str, int]:
    return {campaign: left for campaign, digests in told.items() if (left := len(digests - agreed))}


def _read(raw: msgspec.Raw, kind: Any) -> Any:
    """What is to be shown before it is approved. Raises `FeedError`: nobody approves what cannot be shown."""
    try:
        return from_json(raw, kind)
    except msgspec.DecodeError as error:
        raise FeedError(
            "something that waits cannot be read by this version: approve with the one that published it"
        ) from error


def _newest(repository: Repository) -> list[wire.WireProgram]:
    editions = {head.editions[-1].program for head in heads(repository).values()}
    return [program_file(repository, sha256) for sha256 in sorted(editions)]


def _told(program: wire.WireProgram, own: set[str]) -> Iterator[Waiting]:
    if digest(program.dress) not in own:
        dress = _read(program.dress, wire.Dress)
        said = (dress.logo, *dress.built_in.headline.values(), *dress.built_in.body.values())
        objects = tuple(map(object_path, naming.objects_of_mark(dress.logo_picture)))
        name = f"theme, mark, built-in slide of {program.profile}"
        yield Waiting(campaign=SITE, name=name, says=said, objects=objects)
    for screen in program.screens:
        if digest(screen.screen) not in own:
            yield _screen(program.profile, _read(screen.screen, Screen))
        for name, layout in screen.layouts.items():
            if digest(layout) not in own:
                yield _layout(name, _read(layout, Layout))
        for playlist in screen.playlists.values():
            for raw in playlist.items:
                if digest(raw) not in own:
                    yield _item(playlist.id, _read(raw, Item))
        if screen.services:
            yield from _services(screen.services, own)


def _services(offered: WireServices, own: set[str]) -> Iterator[Waiting]:
    for raw in offered.services:
        if digest(raw) not in own:
            service = _read(raw, Service)
            entries = (text for entry in service.entries for text in _entry(entry))
            polls = (text for poll in service.polls for text in _poll(poll))
            listed = (*service.unit.values(), *filter(None, (service.source,)))
            said = (*service.title.values(), *service.intro.values(), *listed, *entries, *polls)
            yield Waiting(campaign=SERVICES, name=service.id, says=said)
    if offered.table:
        yield from _table(offered.table, own)
    if digest(offered.emergency) not in own:
        numbers = _read(offered.emergency, tuple[Emergency, ...])
        said = tuple(f"{one.number} {' / '.join(one.title.values())}" for one in numbers)
        yield Waiting(campaign=SERVICES, name="emergency numbers", says=said)
    for raw in (raw for raw in offered.map if digest(raw) not in own):
        shown = _read(raw, DistrictMap)
        said = (*shown.title.values(), *shown.attribution.values())
        yield Waiting(campaign=SERVICES, name="map", says=said, objects=(object_path(shown.object),))


def _table(table: WireTable, own: set[str]) -> Iterator[Waiting]:
    if digest(table.subject) not in own:
        subject = _read(table.subject, Table)
        yield Waiting(campaign=SERVICES, name="table", says=tuple(subject.title.values()))
    for raw in table.projects:
        if digest(raw) not in own:
            project = _read(raw, Project)
            texts = (project.title, project.lead, project.body, *(one.caption for one in project.pictures))
            says = (*(text for one in texts for text in one.values()), *filter(None, (project.qr,)))
            objects = tuple(object_path(one.rendition.object) for one in project.pictures)
            yield Waiting(campaign=SERVICES, name=project.id, says=says, objects=objects)


def _entry(entry: Entry) -> tuple[str, ...]:
    """All that an entry says."""
    words = (entry.address, entry.hours or "", entry.phone, entry.qr)
    return (*entry.title.values(), *entry.body.values(), *filter(None, words))


def _poll(poll: Poll) -> tuple[str, ...]:
    """All that a poll says."""
    return (*poll.question.values(), *(text for answer in poll.answers for text in answer.text.values()))


def _screen(profile: str, screen: Screen) -> Waiting:
    size = f"{screen.width} × {screen.height}, {screen.distance_m:g} m"
    return Waiting(campaign=SITE, name=f"screen {screen.name} of {profile}", says=(size,))


def _layout(name: str, layout: Layout) -> Waiting:
    """A layout: what is in it, and what its cues say."""
    parts = (*(zone.name for zone in layout.zones), *(str(widget.kind) for widget in layout.widgets))
    cues = (text for widget in layout.widgets for text in widget.text.values())
    return Waiting(campaign=SITE, name=f"layout {name}", says=(", ".join(parts), *cues))


def _item(campaign: str, item: Item) -> Waiting:
    objects = tuple(object_path(rendition.object) for rendition in naming.renditions(item))
    until = item.closes.isoformat() if item.closes else ""
    return Waiting(campaign=campaign, name=item.id, says=_says(item), objects=objects, until=until)


def _says(item: Item) -> tuple[str, ...]:
    match item.content:
        case CardContent(card=card):
            return _card(card)
        case TickerText(text=text):
            return (text,)
        case LiveContent(headlines=headlines, units=units, source=source, days=days, theme=theme):
            texts = (*(text for _, text in (*headlines, *units)), source, days, theme)
            return tuple(filter(None, texts))
        case Stills() | Film():
            return ()


def _card(card: Card) -> tuple[str, ...]:
    texts = (
        text
        for words in card.words
        for text in (
            words.figure,
            words.headline,
            words.body,
            words.date,
            words.place,
            words.source,
            words.led,
        )
    )
    return tuple(filter(None, (*texts, card.qr)))
