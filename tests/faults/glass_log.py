"""What was seen on a glass, look by look, whichever process drew it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_FULL_HD = 1920
"""The built-in slide's screen; that of the programs is smaller."""


class Look(NamedTuple):
    """One look: when (ms since 1970 by the stage's clock), which stage's, and what was there."""

    at: int
    process: int
    colour: str
    built_in: bool


class Run(NamedTuple):
    """Looks in a row at one colour of one stage: from when to when, and the last look at that stage."""

    colour: str
    first: int
    last: int
    ended: int


class GlassLog:
    """The file that `device_glass.py` writes, read as it grows."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._looks: list[Look] = []
        self._read = 0

    def looks(self) -> list[Look]:
        """All looks so far."""
        if self.file.exists():
            with self.file.open("rb") as file:
                file.seek(self._read)
                fresh = file.read()
            fresh = fresh[: fresh.rfind(b"\n") + 1]
            self._read += len(fresh)
            self._looks += [
                Look(row["at"], row["process"], row["colour"], row["width"] == _FULL_HD)
                for row in map(json.loads, fresh.splitlines())
            ]
        return self._looks

    def runs(self) -> Iterator[Run]:
        """Each picture as it came."""
        looks = self.looks()
        ended = {look.process: look.at for look in looks}
        start = 0
        for index, look in enumerate(looks):
            following = looks[index + 1] if index + 1 < len(looks) else None
            if following is None or (following.process, following.colour) != (look.process, look.colour):
                yield Run(look.colour, looks[start].at, look.at, ended[look.process])
                start = index + 1
