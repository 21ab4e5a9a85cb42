"""The device that the doctor looks at: its files, its clock, and what lives on it."""

from __future__ import annotations

import math
import ssl
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import httpx

from device_profiles.identity import DeviceKey
from device_profiles.profile import DeviceProfile
from parvis.doctor_who import Who
from parvis.orders import DoctorOrder
from player.acceptance import Desk
from player.agent.acceptance import Courier
from player.agent.heartbeat import OLD_S
from player.agent.machine import is_running
from player.agent.report import AgentStatus
from player.agent.report import read_status as read_agent
from player.choice import choose
from player.lock import is_held
from player.state import State
from player.status import STAGE, StageStatus, read_status
from playlists.program import Program
from provisioning.acceptance.limits import Limits


class Patient:
    """The device that is looked at."""

    def __init__(
        self,
        state: State,
        who: Who,
        profile: DeviceProfile,
        order: DoctorOrder,
        *,
        key: DeviceKey,
        limits: Limits | None = None,
    ) -> None:
        self.state, self.who, self.profile, self.order, self.key = state, who, profile, order, key
        self.limits = limits or Limits()
        self.program = _program(state, who)
        self.zone = ZoneInfo(self.program.time_zone) if self.program else ZoneInfo("Europe/Paris")

    @property
    def stage(self) -> StageStatus | None:
        """What the stage says of itself, if it runs and told it lately."""
        status, silent_s = self.last_told()
        return status if silent_s <= OLD_S else None

    def last_told(self) -> tuple[StageStatus | None, float]:
        """What the stage that lives told last, if one does, and for how many seconds it has told nothing."""
        status = read_status(self.state.status / STAGE)
        if status is None or not is_running(status.process):
            return None, math.inf
        silent_s = time.monotonic() - status.steady_s
        return (status, silent_s) if silent_s >= 0 else (None, math.inf)  # told before the machine began

    @property
    def has_agent(self) -> bool:
        """Whether an agent runs."""
        return is_held(self.state.lock)

    @property
    def agent(self) -> AgentStatus | None:
        """What the agent says of itself, if it runs."""
        return read_agent(self.state) if self.has_agent else None

    def central_now(self, at: datetime) -> datetime:
        """The time by central's clock, as far as the agent knows it."""
        agent = read_agent(self.state)
        offset = agent.central.offset_ms if agent and agent.central else None
        return at - timedelta(milliseconds=offset or 0)

    def courier(self) -> Courier | None:
        """Who brings the report to central; None where there is no central, or nobody to sign as."""
        if not self.who.device or not self.who.central:
            return None
        order = self.order
        trust = ssl.create_default_context(cafile=order.authority) if order.authority else True
        client = httpx.Client(verify=trust, proxy=order.proxy, trust_env=False)
        return Courier(Desk(self.state), self.who.device, self.key, self.who.central, client)


def _program(state: State, who: Who) -> Program | None:
    if who.root is None or not who.device:
        return None
    try:
        found, _ = choose(state, who.root.read_bytes(), who.device)
    except OSError:
        return None
    return found.parts[0].program if found and found.parts else None
