"""What polls and entries are called that people answered or spoke of, by the programs of the fleet."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from central.judging.fleet import Roll
from central.voices import TallyLine
from device_profiles.report import What
from playlists.program import Program

_NONE: Mapping[str, str] = {}


class Questions:
    """Texts by name, of the newest program of each device; programs that devices share are read once."""

    def __init__(self, roll: Roll) -> None:
        self._titles: dict[tuple[What, str], Mapping[str, str]] = {}
        self._answers: dict[tuple[str, str], Mapping[str, str]] = {}
        seen: set[int] = set()
        for duty in roll.duties.values():
            for part in duty.parts:
                if id(part.program) not in seen:
                    seen.add(id(part.program))
                    self._read(part.program)

    def named(self, line: TallyLine) -> TallyLine:
        """A line with the texts that are known."""
        name = line.name.partition("/")[2] if line.what is What.PAGE else line.name
        title = self._titles.get((line.what, name), _NONE)
        return replace(line, title=title, said=self._answers.get((line.name, line.answer), _NONE))

    def _read(self, program: Program) -> None:
        for screen in program.screens:
            for service in screen.services.services if screen.services else ():
                self._titles[What.PAGE, service.id] = service.title
                for entry in service.entries:
                    self._titles[What.SIGNAL, f"{service.id}/{entry.id}"] = entry.title
                for poll in service.polls:
                    name = f"{service.id}/{poll.id}"
                    self._titles[What.POLL, name] = poll.question
                    self._answers.update({(name, one.id): one.text for one in poll.answers})
