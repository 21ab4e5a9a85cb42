"""One simulated device: what it would report at an instant, from its program, the weather and the time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from heapq import merge
from itertools import pairwise

from device_profiles.heartbeat import ClockBeat, FeedBeat, Heartbeat, SpoolBeat, Standing
from device_profiles.report import DIFFERS, FRAMES, MATCHED, Fault, PlayRecord, Record
from layouts.sun import is_night
from layouts.theme import Theme
from parvis.simulation.body import Body
from parvis.simulation.fleet import Fleet, Member, items
from parvis.simulation.glass import Span, screens
from parvis.simulation.reel import Glance, Reel, Shot, object_of
from parvis.simulation.weather import Kind, Lot, chance, span
from playlists.feed.generation import Part, playing
from playlists.program import Program, ScreenProgram

CARES_AFTER = timedelta(seconds=5)
"""An order is carried out so long after it was given."""
_OLDEST_BOOT = timedelta(days=30)
_FRAMES_S = 30
_SAID = {
    Kind.FILM: ("stage", "item", "{item} is passed over: it cannot be decoded"),
    Kind.STUCK: ("play", "stage", "no frame for 30 s"),
    Kind.BLACK: ("stage", "picture", "what the glass shows is black"),
    Kind.WRONG_PICTURE: ("stage", "picture", "the glass shows another picture"),
    Kind.DISK: ("agent", "disk", "No space left on device"),
    Kind.CRASHES: ("play", "stage", "ended by signal 11"),
}


class Simulated:
    """One device of a fleet under its weather. `start` is when the simulation began."""

    def __init__(self, fleet: Fleet, device: str, lot: Lot, start: datetime) -> None:
        self._fleet, self._lot, self._start = fleet, lot, start
        self._body = Body(device=device, lot=lot)
        self.device = device

    @property
    def member(self) -> Member:
        """What the feed says of it now."""
        return self._fleet.members[self.device]

    @property
    def is_known(self) -> bool:
        """Whether the feed still has it."""
        return self.device in self._fleet.members

    def suffers(self, kind: Kind, at: datetime) -> bool:
        """Whether it suffers that at an instant."""
        return self._lot.suffers(kind, at) is not None

    def clock(self, at: datetime) -> datetime:
        """What its clock says."""
        wrong = self._lot.suffers(Kind.CLOCK, at)
        return at + timedelta(seconds=span(wrong.spell.ahead)) if wrong else at

    def booted(self, at: datetime) -> datetime:
        """When it was last switched on (by the true clock)."""
        return self._relit(at) or self._start - _OLDEST_BOOT * chance(self.device, "boot")

    def _relit(self, at: datetime) -> datetime | None:
        """When its last blackout ended."""
        ends = (one.until for one in self._lot.onsets(Kind.BLACKOUT, at - _OLDEST_BOOT, at))
        return max((end for end in ends if end is not None and end <= at), default=None)

    def heartbeat(self, at: datetime, since: datetime, spool: SpoolBeat, *, knows_time: bool) -> Heartbeat:
        """What it says at an instant; `since` is the heartbeat before, `knows_time` that central told it."""
        part, reel = self._plays(at)
        ahead, booted, kept = self.clock(at) - at, self.booted(at), self.member.kept
        own = at + ahead
        spanned = Span(since=max(since, booted) + ahead, at=own, true=at, booted=booted + ahead)
        faults = self._standing(part.program, at)
        return Heartbeat(
            at=own,
            profile=part.program.profile,
            screens=tuple(screens(reel, self._lot, spanned, night=is_night(own, part.program.position))),
            feed=self._feed(part, at),
            clock=ClockBeat(
                trust="rtc" if ahead else "ntp",
                offset_ms=round(ahead / timedelta(milliseconds=1)) if knows_time else None,
            ),
            cache=self._body.cache(at, kept.objects, kept.bytes),
            machine=self._body.machine(at, spanned.booted, kept.bytes),
            network=self._body.network(at),
            restarts=self._body.restarts(at),
            faults=faults,
            quarantined=tuple(fault.object or fault.what for fault in faults if fault.code == "item"),
            spool=spool,
            orders=self._cared(at),
            versions=self._body.versions,
        )

    def views(self, at: datetime) -> Iterator[tuple[ScreenProgram, str | None, tuple[Glance, ...]]]:
        """Every screen, its layout (None: dark, or the built-in slide), and what is on it."""
        stuck = self._lot.suffers(Kind.STUCK, at)
        _, reel = self._plays(at)
        return reel.views(self.clock(stuck.since if stuck else at))

    @property
    def interval_s(self) -> float:
        """How often it reports, by its profile."""
        return self.member.kept.parts[-1].program.line.report_s

    @property
    def theme(self) -> Theme:
        """Its colours."""
        return self.member.kept.parts[-1].program.theme

    def records(self, after: datetime, upto: datetime) -> Iterator[tuple[datetime, Record]]:
        """What it puts into its outbox after an instant and up to another, each with when that was."""
        yield from merge(self._played(after, upto), self._faults(after, upto), key=lambda found: found[0])

    def count(self, after: datetime, upto: datetime) -> int:
        """About how many records these are."""
        return self._plays(upto)[1].count(after, upto) if self.is_known else 0

    def _feed(self, part: Part, at: datetime) -> FeedBeat:
        version, stale = self._fleet.version, self._lot.suffers(Kind.STALE, at)
        held = version - 1 if stale else version
        fallback, full = self.suffers(Kind.FALLBACK, at), self.suffers(Kind.DISK, at)
        return FeedBeat(
            wanted=version,
            complete=held,
            playing=None if fallback else held,
            edition=None if fallback else self._edition(part, at),
            outcome="diskfull" if full else "incomplete" if stale else "unchanged",
            why="no room" if full else "no answer for its objects" if stale else "",
            good=self.clock(stale.since if stale else at),
        )

    def _standing(self, program: Program, at: datetime) -> tuple[Standing, ...]:
        """What is wrong now."""
        found = []
        film, barred = self._lot.suffers(Kind.FILM, at), self._barred(at)
        if film and barred:
            broken = dict.fromkeys(object_of(item, 0) for item in items(program) if item.id == barred)
            since = self.clock(film.since)
            found += [Standing(code="item", what=barred, object=name, since=since) for name in broken]
        full = self._lot.suffers(Kind.DISK, at)
        if full:
            found.append(Standing(code="disk", what="No space left on device", since=self.clock(full.since)))
        return tuple(found)

    def _plays(self, at: datetime) -> tuple[Part, Reel]:
        """The edition that it plays at an instant, and the reel of it."""
        parts = self.member.kept.parts
        stale = self._lot.suffers(Kind.STALE, at)
        part = parts[0] if stale else playing(parts, self.clock(at))
        return part, self._fleet.reel(part, self._barred(at))

    def _edition(self, part: Part, at: datetime) -> str:
        """Its SHA-256; a device that is stale has one that the feed may no longer have."""
        alone = len(self.member.kept.parts) == 1
        if alone and self.suffers(Kind.STALE, at):
            return part.sha256[::-1]
        return part.sha256

    def _barred(self, at: datetime) -> str:
        """The item that it plays and cannot decode; "" for none."""
        film = self._lot.suffers(Kind.FILM, at)
        if film is None:
            return ""
        name = film.spell.item or self._fleet.frail
        return name if name in self.member.kept.items else ""

    def _played(self, after: datetime, upto: datetime) -> Iterator[tuple[datetime, Record]]:
        """The plays that ended, and that it was there to write down."""
        for begin, end in pairwise(self._borders(after, upto)):
            middle = begin + (end - begin) / 2
            if any(self.suffers(kind, middle) for kind in (Kind.BLACKOUT, Kind.STUCK, Kind.FALLBACK)):
                continue
            part, reel = self._plays(middle)
            ahead, relit = self.clock(middle) - middle, self._relit(middle)
            edition = self._edition(part, middle)
            wrong = self.suffers(Kind.BLACK, middle) or self.suffers(Kind.WRONG_PICTURE, middle)
            for shot in reel.between(begin + ahead, end + ahead):
                start = max(shot.start, relit + ahead) if relit else shot.start
                yield shot.end - ahead, self._play(shot, start, edition, wrong=wrong)

    def _play(self, shot: Shot, start: datetime, edition: str, *, wrong: bool) -> PlayRecord:
        length_ms = (shot.end - start) // timedelta(milliseconds=1)
        verified = FRAMES if not shot.knowable else DIFFERS if wrong else MATCHED
        return PlayRecord(
            device=self.device,
            screen=shot.screen,
            zone=shot.zone,
            item=shot.item,
            object=shot.object,
            start=start,
            duration_ms=length_ms,
            frames=length_ms * _FRAMES_S // 1000,
            verified=verified,
            edition=edition,
            bits=None if verified == FRAMES else 120 if wrong else 1,
            levels=None if verified == FRAMES else 60 if wrong else 0,
        )

    def _borders(self, after: datetime, upto: datetime) -> list[datetime]:
        """Instants between which one weather lasts."""
        found = {after, upto}
        for kind in self._lot.kinds():
            for onset in self._lot.onsets(kind, after, upto):
                found.update(t for t in (onset.since, onset.until) if t is not None and after < t < upto)
        return sorted(found)

    def _faults(self, after: datetime, upto: datetime) -> Iterator[tuple[datetime, Record]]:
        found = []
        for kind, (part, about, message) in _SAID.items():
            for onset in self._lot.onsets(kind, after, upto):
                if after < onset.since <= upto and (kind is not Kind.FILM or self._barred(onset.since)):
                    said = message.format(item=self._barred(onset.since))
                    at = self.clock(onset.since)
                    fault = Fault(device=self.device, at=at, part=part, kind=about, message=said)
                    found.append((onset.since, fault))
        return iter(sorted(found, key=lambda one: one[0]))

    def _cared(self, at: datetime) -> dict[str, str]:
        """The orders that it has carried out."""
        return {
            order.id: "done"
            for order in self._fleet.orders
            if self.device in order.devices and order.given + CARES_AFTER <= at
        }
