"""What is due beside a picture from the glass: for which instant, which item, and how it looks."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from central.answers import Due
from central.judging.city import possible
from central.judging.daybook import main_item
from central.judging.due_picture import due_picture
from central.judging.fleet import Member
from central.service import Service
from central.standing import State
from playlists.feed.generation import Part
from playlists.feed.tree import SHA256, object_path
from playlists.program import Program


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What can be compared, and what is read."""

    comparable: timedelta = timedelta(hours=1)
    """So old a picture from the glass may be, to be shown beside what was due then."""
    thumbnail_bytes: int = 1 << 20


LIMITS = Limits()
_WELL = frozenset({State.WELL, State.DEGRADED})


class Beside:
    """Finds it for the devices of a service; `feed` is the folder with the published pictures."""

    def __init__(self, service: Service, feed: Path) -> None:
        self._service, self._feed = service, feed

    def due(self, member: Member, pictures: Mapping[str, datetime]) -> dict[str, Due]:
        """By screen what is due, and when; `pictures` tells when each was taken."""
        found, device = {}, member.device
        for screen in member.screens:
            at = self._instant(device, pictures.get(screen.name))
            plays = self._program(device, at)
            if plays is not None:
                found[screen.name] = Due(item=main_item(plays[0], screen.name, at), at=at)
        return found

    async def picture(self, device: str, screen: str, taken: datetime | None) -> bytes | None:
        """A PNG of it; None where nothing is known of such a screen. `taken` is when the glass was."""
        at = self._instant(device, taken)
        plays = self._program(device, at)
        if plays is None:
            return None
        program, part = plays
        return await asyncio.to_thread(due_picture, program, part.pictures, screen, at, self._thumbnail)

    def _instant(self, device: str, taken: datetime | None) -> datetime:
        """That of the picture where all is well; of the last judgement; now, where that is long past."""
        now, held = self._service.clock(), self._service.held.get(device)
        if held is None or held.judged is None or held.standing.state is State.SILENT:
            return now
        if held.standing.state in _WELL and taken and now - taken < LIMITS.comparable:
            return taken
        return held.judged.at

    def _program(self, device: str, at: datetime) -> tuple[Program, Part] | None:
        """What a device is to play then, with the alerts and the city's data that it has."""
        duty, held = self._service.duty(device), self._service.held.get(device)
        part = duty.due(at) if duty else None
        if duty is None or part is None:
            return None
        has = held.heartbeat.feed.live if held and held.heartbeat else None
        shown = possible(duty.program(part, duty.boards[0]), duty.cities, has, at, duty.position)
        return shown.programs[0], part

    def _thumbnail(self, name: str) -> bytes | None:
        if not SHA256.fullmatch(name):
            return None
        try:
            with (self._feed / object_path(name)).open("rb") as file:
                return file.read(LIMITS.thumbnail_bytes)
        except OSError:
            return None
