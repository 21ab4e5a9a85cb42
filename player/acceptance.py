"""The files of an acceptance in the state directory: how doctor, glass, stage and agent speak to each other.

`acceptance/asked` is there when somebody with the technician's PIN asked for it, `answers.json` is what was
found on the glass so far, `progress.json` what the doctor wants the glass to say, `report.json` and
`report.pdf` the last report, `waiting` is there as long as central has not taken it. `door.pin` holds what a
PIN is known by, `door.json` how often a wrong one was tried.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from device_profiles.acceptance import Check, Verdict
from device_profiles.decoding import from_json
from player.state import State
from playlists.durable import put

Kind = TypeVar("Kind")


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """What was found on the glass; `over` when all was shown, `left` when the technician left before."""

    checks: tuple[Check, ...] = ()
    over: bool = False
    left: bool = False


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """What the glass says while the machine is measured: the checks so far, and at the end the verdict.

    `sent` is None while nobody knows whether central has the report.
    """

    checks: tuple[Check, ...] = ()
    verdict: Verdict | None = None
    sent: bool | None = None


class Desk:
    """The files of one state directory."""

    def __init__(self, state: State) -> None:
        self._folder = state.root / "acceptance"
        self.asked = self._folder / "asked"
        self.alive = self._folder / "alive"
        self.report = self._folder / "report.json"
        self.sheet = self._folder / "report.pdf"
        self.waiting = self._folder / "waiting"
        self.pin = state.root / "door.pin"
        self.door = state.root / "door.json"
        self._answers, self._progress = self._folder / "answers.json", self._folder / "progress.json"

    def begin(self) -> None:
        """Forget what the glass said the last time."""
        for file in (self._answers, self._progress):
            with suppress(OSError):
                file.unlink(missing_ok=True)

    def ask(self) -> None:
        """Ask for an acceptance. Raises OSError."""
        put(self.asked, b"", durable=False)

    def take(self) -> bool:
        """Whether one was asked for; it is then taken on, and asked for no more."""
        try:
            self.asked.unlink()
        except OSError:
            return False
        return True

    def beat(self) -> None:
        """Tell that the tests go on; a disk that refuses does not stop them."""
        with suppress(OSError):
            self.alive.parent.mkdir(parents=True, exist_ok=True)
            self.alive.touch()

    @property
    def last_beat(self) -> int:
        """When the tests last told that they go on, in ns of the disk's clock; 0 before they did."""
        try:
            return self.alive.stat().st_mtime_ns
        except OSError:
            return 0

    def answer(self, answers: Answers) -> None:
        """Say what was found on the glass. Raises OSError."""
        put(self._answers, msgspec.json.encode(answers), durable=False)

    def answers(self) -> Answers:
        """What was found on the glass."""
        return _read(self._answers, Answers) or Answers()

    def tell(self, progress: Progress) -> None:
        """Say how far it is. Raises OSError."""
        put(self._progress, msgspec.json.encode(progress), durable=False)

    def progress(self) -> Progress | None:
        """How far it is, if anything was said."""
        return _read(self._progress, Progress)

    def keep(self, report: bytes, sheet: bytes, *, waits: bool) -> None:
        """Keep a report; with `waits` until central has taken it, and longer. Raises OSError."""
        if waits:
            put(self.waiting, b"")
        else:
            self.waiting.unlink(missing_ok=True)
        put(self.report, report)
        put(self.sheet, sheet)


def _read(file: Path, kind: type[Kind]) -> Kind | None:
    try:
        return from_json(file.read_bytes(), kind)
    except (OSError, msgspec.DecodeError):
        return None
