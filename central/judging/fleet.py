"""The fleet by the signed feed: every device of every bin, verified from the anchor, and what it is to play.

Nothing here is trusted before it is verified; what did not change is not read again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from central.judging.city import City
from central.judging.duty import KEPT, Duty, Warned, learnt, remembered
from central.judging.editions import Editions, read_document
from device_profiles.decoding import from_json
from device_profiles.profile import Screen
from playlists.alerting import with_alerts
from playlists.errors import FeedError
from playlists.feed import alerts, live, wire
from playlists.feed.alerts import Alert
from playlists.feed.generation import Part
from playlists.feed.head import Head
from playlists.feed.tree import (
    ALERTS,
    LIVE,
    METADATA,
    PROGRAMS,
    SNAPSHOT,
    TIMESTAMP,
    device_of,
    metadata_name,
)
from playlists.feed.trust import Chain, read_head
from playlists.plans import forget
from playlists.program import Program
from playlists.spans import to_ms

_MOST_BOARDS = 16
_MOST_CITIES = 16
"""Versions of the city data: some minutes, after which a device has newer ones or none that can be shown."""
_MOST_WARNED = 8_192
"""Programs with alerts that are kept: of each edition, in each of the boards known."""


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One device by the feed. Without a program that may be shown, profile and screens are not known."""

    device: str
    place: str
    position: tuple[float, float] | None
    groups: tuple[str, ...]
    profile: str = ""
    family: str = ""
    time_zone: str = ""
    day_start: str = "04:00"
    screens: tuple[Screen, ...] = ()


class Roll(msgspec.Struct, frozen=True, kw_only=True):
    """The fleet at one state of the feed. `expires` tells until when each role is good for something new."""

    version: int
    name: str
    time_zone: str
    members: Mapping[str, Member]
    duties: Mapping[str, Duty]
    alerts: tuple[Alert, ...]
    city: City
    expires: Mapping[str, datetime]

    def parts(self, device: str) -> tuple[Part, ...]:
        """The editions of a device; none where the feed does not know it, or nothing of it may be shown."""
        duty = self.duties.get(device)
        return duty.parts if duty else ()


_NO_CITY = City(version=0, batches=(), since=datetime(1970, 1, 1, tzinfo=UTC))
EMPTY = Roll(version=0, name="", time_zone="UTC", members={}, duties={}, alerts=(), city=_NO_CITY, expires={})


class _Bin(msgspec.Struct, frozen=True):
    version: tuple[int, int]
    heads: dict[str, Head]


class FleetReader:
    """Reads the fleet from a feed's folder, again whenever that says something new.

    `anchor` is the root of trust that was installed here.
    """

    def __init__(self, feed: Path, anchor: bytes) -> None:
        self._feed, self._anchor = feed, anchor
        self._editions = Editions(feed)
        self._mark: tuple[int, int, int] | None = None
        self._bins: dict[str, _Bin] = {}
        self._boards: tuple[Warned, ...] = ()
        self._cities: tuple[City, ...] = ()
        self._warned: dict[tuple[int, int, tuple[str, ...]], tuple[Program, Program]] = {}
        self.roll = EMPTY

    def refresh(self, at: datetime) -> bool:
        """Look whether the feed says something new; returns whether the roll is another.

        Raises:
            FeedError: what the feed says does not hold; the roll stays as it was.
        """
        try:
            there = (self._feed / METADATA / metadata_name(TIMESTAMP, 0)).stat()
        except OSError as error:
            raise FeedError(f"{self._feed}: the feed cannot be read") from error
        mark = there.st_mtime_ns, there.st_size, there.st_ino
        if mark == self._mark:
            return False
        chain = Chain(self._fetch, self._anchor)
        if chain.versions[SNAPSHOT] < self.roll.version:
            raise FeedError(f"{self._feed}: the feed went back to an earlier state")
        before = self.roll
        self._take(chain, at)
        self._mark = mark
        return self.roll is not before

    def campaigns(self, edition: str) -> dict[str, str]:
        """The campaign of each item of an edition, also of one that no device plays any more.

        Raises:
            FeedError: it is no longer in the feed.
        """
        file = wire.read(read_document(self._feed, PROGRAMS, edition))
        return {
            from_json(raw, _Named).id: playlist.id
            for screen in file.screens
            for playlist in screen.playlists.values()
            for raw in playlist.items
        }

    def _take(self, chain: Chain, at: datetime) -> None:
        """Make the roll of what verified metadata say."""
        campaigns = {editor: chain.campaigns(editor) for editor in chain.editors}
        heads = dict(sorted(self._all_heads(chain)))
        board = self._board(chain, at)
        self._cities = self._with_city(chain, at)
        self._editions.begin(campaigns, chain.approvals_needed)
        duties = {
            device: self._duty(device, head, chain.versions[SNAPSHOT], board, at)
            for device, head in heads.items()
        }
        self._editions.end()
        members = {device: self._member(device, heads[device], duty) for device, duty in duties.items()}
        self._boards = board
        programs = [part.program for duty in duties.values() for part in duty.parts[:1]]
        for program in self._editions.programs():
            forget(program, to_ms(at - KEPT))
        self.roll = Roll(
            version=chain.versions[SNAPSHOT],
            name=_most([program.logo for program in programs]),
            time_zone=_most([program.time_zone for program in programs]) or "UTC",
            members=members,
            duties=duties,
            alerts=board[0].alerts,
            city=self._cities[0],
            expires=self._expires(chain),
        )

    def _all_heads(self, chain: Chain) -> Iterator[tuple[str, Head]]:
        """The heads of all devices; a bin that has not changed is not verified again."""
        above = chain.devices.version
        for name in chain.bins.get_roles():
            promised = chain.snapshot.meta.get(f"{name}.json")
            version = above, promised.version if promised else 0
            if name not in self._bins or self._bins[name].version != version:
                targets = chain.delegated(name, chain.devices).targets
                heads = {device_of(path): read_head(device_of(path), one) for path, one in targets.items()}
                self._bins[name] = _Bin(version, heads)
            yield from self._bins[name].heads.items()

    def _board(self, chain: Chain, at: datetime) -> tuple[Warned, ...]:
        """The alerts of now, and before them those of the last day."""
        targets = chain.delegated(ALERTS, chain.targets)
        found = alerts.read(targets.unrecognized_fields.get(alerts.FIELD)).alerts
        if self._boards and self._boards[0].version == targets.version:
            return self._boards
        earlier = tuple(board for board in self._boards if at - board.since <= KEPT)
        return (Warned(version=targets.version, alerts=found, since=at), *earlier)[:_MOST_BOARDS]

    def _with_city(self, chain: Chain, at: datetime) -> tuple[City, ...]:
        """The city data of now, and before them those of the last minutes."""
        targets = chain.delegated(LIVE, chain.targets)
        if self._cities and self._cities[0].version == targets.version:
            return self._cities
        fields = targets.unrecognized_fields
        found = City(
            version=targets.version,
            batches=live.read(fields.get(live.FIELD)).batches,
            faults=live.read_faults(fields.get(live.FAULTS)),
            since=at,
        )
        return (found, *self._cities)[:_MOST_CITIES]

    def _expires(self, chain: Chain) -> dict[str, datetime]:
        """Until when roles are good; not of those that then have nothing to say.

        No alert lasts longer than the signature on it.
        """
        city = self._cities[0]
        idle = {ALERTS} if city.batches or city.faults else {ALERTS, LIVE}
        return {role: end for role, end in chain.expires.items() if role not in idle}

    def _duty(self, device: str, head: Head, version: int, boards: tuple[Warned, ...], at: datetime) -> Duty:
        before = self.roll.duties.get(device)
        parts, trouble = self._parts(head)
        duty = Duty(
            version=version,
            parts=parts,
            boards=_covering(boards, device, head, parts),
            trouble=trouble,
            cities=self._cities,
            position=head.position,
        )
        if before is not None:
            former = remembered(before, parts, at)
            changed = learnt(before, parts, at)
            duty = msgspec.structs.replace(duty, former=former, changed=changed)
        return msgspec.structs.replace(duty, programs=dict(self._programs(duty)))

    def _parts(self, head: Head) -> tuple[tuple[Part, ...], str]:
        try:
            return self._editions.parts(head), ""
        except FeedError as error:
            return (), str(error)

    def _programs(self, duty: Duty) -> Iterator[tuple[tuple[str, int], Program]]:
        """The programs with the alerts that cover a device, made once for all devices that share them."""
        parts = (*duty.parts, *(former.part for former in duty.former))
        for board in duty.boards:
            ids = tuple(alert.id for alert in board.alerts)
            for part in parts if ids else ():
                key = id(part.program), board.version, ids
                if key not in self._warned:
                    if len(self._warned) >= _MOST_WARNED:
                        self._warned.clear()
                    self._warned[key] = part.program, with_alerts(part.program, board.alerts)
                yield (part.sha256, board.version), self._warned[key][1]

    def _member(self, device: str, head: Head, duty: Duty) -> Member:
        program = duty.parts[-1].program if duty.parts else None
        return Member(
            device=device,
            place=head.place,
            position=head.position,
            groups=head.groups,
            profile=program.profile if program else "",
            family=(program.family or program.profile) if program else "",
            time_zone=program.time_zone if program else "",
            day_start=program.day_start if program else "04:00",
            screens=tuple(part.screen for part in program.screens) if program else (),
        )

    def _fetch(self, role: str, version: int) -> bytes | None:
        name = metadata_name(role, version)
        try:
            return (self._feed / METADATA / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise FeedError(f"{METADATA}/{name} cannot be read: {error.strerror}") from error


class _Named(msgspec.Struct, frozen=True):
    id: str


def _covering(
    boards: tuple[Warned, ...], device: str, head: Head, parts: tuple[Part, ...]
) -> tuple[Warned, ...]:
    """The boards with the alerts alone that cover a device."""
    profile = parts[-1].program.profile if parts else ""

    def covers(alert: Alert) -> bool:
        return alert.area.covers(device, profile, head.position)

    return tuple(
        msgspec.structs.replace(board, alerts=tuple(filter(covers, board.alerts))) if board.alerts else board
        for board in boards
    )


def _most(names: list[str]) -> str:
    """What most say."""
    return Counter(names).most_common(1)[0][0] if names else ""
