"""A box for tests that pairs in a thread of this process, and what it shows."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import msgspec

from device_profiles.enrolment import Enrolment
from parvis.orders import AgentOrder
from parvis.pairing import Paired
from player.agent.limits import PairingLimits
from player.enrolled import Box
from player.pairing import PairingStatus, Part, Refusal, read_pairing
from player.state import State

HASTY = PairingLimits(look_s=0.2, first_s=0.5, denied_s=0.5, glance_s=0.2)
"""Nobody stands before this box: it asks some five times as often."""


class Reached(Protocol):
    """A central, a small one or a real one."""

    @property
    def url(self) -> str: ...


class Trial:
    """A box that pairs in a thread."""

    def __init__(self, folder: Path, central: Reached, **flags: object) -> None:
        self.state = State(folder)
        order = AgentOrder(folder, central=central.url, profile="kiosk")
        self.paired = Paired(msgspec.structs.replace(order, **flags), Box())
        self.codes: set[str] = set()
        assert self.paired._pairer is not None
        self.paired._pairer._told = self._hear
        self.paired._pairer._limits = HASTY
        self.got: list[Enrolment | None] = []
        self._ahead = timedelta()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _hear(self, status: PairingStatus) -> None:
        self.codes.add(status.code)
        self.paired._tell(status)

    def _run(self) -> None:
        self.got.append(self.paired.run(lambda: datetime.now(UTC) + self._ahead))

    def start(self, ahead: timedelta = timedelta()) -> Trial:
        self._ahead = ahead
        self._thread.start()
        return self

    @property
    def status(self) -> PairingStatus | None:
        return read_pairing(self.state.pairing)

    def shows(self, code: str) -> bool:
        return bool(self.status and self.status.code == code)

    def refuses(self, why: Refusal) -> bool:
        return bool(self.status and self.status.refused is why)

    def end(self) -> None:
        self.paired.end()
        self._thread.join()


def checks(box: Trial) -> dict[Part, tuple[bool | None, str]]:
    assert box.status
    return {check.part: (check.ok, check.why) for check in box.status.network}
