"""All of enrolling in one hand, and the reports that tell it of devices that were heard."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

import msgspec

from central.enrolling.boxes import Boxes
from central.enrolling.claims import Claims
from central.enrolling.ground import Anchorage, Ground
from central.enrolling.life import Life
from central.enrolling.technicians import Technicians
from central.errors import StoreError
from central.service import Service
from central.sessions import Sessions
from central.store import enrolments
from central.store.taken import Untaken
from central.taking.keyring import Keyring
from device_profiles.report import Receipt, Report


class Enrolling:
    """What faces ask for. `sessions` are those of phones, `told` is what every grant tells."""

    def __init__(self, service: Service, keyring: Keyring, told: Anchorage, sessions: Sessions) -> None:
        self.keyring, self._service = keyring, service
        self.ground = Ground(service, keyring, told)
        self.boxes = Boxes(self.ground, service.put_cloned)
        self.claims = Claims(self.ground)
        self.technicians = Technicians(self.ground, sessions)
        self.life = Life(self.ground)

    def __deepcopy__(self, _memo: dict[int, Any]) -> Enrolling:
        """The same: Litestar copies routers with all that hangs on them."""
        return self

    async def report(self, report: Report, received: datetime) -> Receipt | Untaken:
        """Keep a report; the first of a key is noted, and who has another grant waiting is told so."""
        receipt = await self._service.report(report, received)
        if not isinstance(receipt, Receipt):
            return receipt
        since = self.ground.unheard.get(report.device)
        if since is not None and received >= since:
            await self._heard(report, received)
        if report.device in self.ground.regrants:
            return msgspec.structs.replace(receipt, regrant=True)
        return receipt

    async def _heard(self, report: Report, received: datetime) -> None:
        try:
            await self._service.store.write(partial(enrolments.hear, device=report.device, at=received))
        except StoreError:
            return  # the report itself is kept: the next one tells it too
        self.ground.heard(report.device)
