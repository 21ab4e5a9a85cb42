"""What an enrolled device hears of its standing: central takes its reports, or makes it another device."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import msgspec

from device_profiles.enrolment import Enrolment, PairingState
from device_profiles.names import profile_names
from device_profiles.report import Receipt
from parvis.device_key import key_in
from parvis.lines import client_of
from parvis.orders import AgentOrder
from player.agent.granting import objection
from player.agent.limits import Limits, PairingLimits
from player.agent.pairing_line import PairingLine, Told
from player.enrolled import confirm, enrol, is_for, read_enrolment
from player.state import State

_log = logging.getLogger(__name__)


class Standing:
    """One device's standing with central. `changed` is called when it is to look again who it is."""

    def __init__(self, order: AgentOrder, changed: Callable[[], object]) -> None:
        self._order, self._changed = order, changed
        self._state = State(order.state)
        self._enrolment = read_enrolment(self._state)

    @property
    def since(self) -> datetime | None:
        """When the device became what it is: orders that are older are not for it."""
        enrolment = self._enrolment
        return (enrolment.confirmed or enrolment.grant.at) if enrolment else None

    def heard(self, receipt: Receipt) -> None:
        """Central took a report."""
        enrolment = self._enrolment
        if enrolment is not None and enrolment.confirmed is None:
            enrolment = msgspec.structs.replace(enrolment, confirmed=receipt.at)
            with suppress(OSError):  # it is tried again with the next report
                confirm(self._state, enrolment)
                self._enrolment = enrolment
        if enrolment is not None and receipt.regrant:
            self._take_another(enrolment, receipt.at)

    def _take_another(self, enrolment: Enrolment, at: datetime) -> None:
        """Ask for the grant that there is, and become what it says. Its root is the one that is believed."""
        limits = Limits(), PairingLimits()
        made = client_of(self._order, limits[0], connections=1)
        line = PairingLine(
            self._order.central or enrolment.grant.central, key_in(self._order.state), made, limits
        )
        try:
            answer = line.look(at)
        finally:
            line.close()
        if not isinstance(answer, Told) or not isinstance(answer.said, PairingState):
            return
        grant = answer.said.grant
        if grant is None or not is_for(grant, enrolment):
            return
        root = self._state.root_of_trust.read_bytes()
        refused = objection(grant, installed=root, central=line.url, profiles=profile_names())
        if refused is not None:
            _log.warning("another grant of central is not taken: %s", refused)
            return
        enrol(self._state, msgspec.structs.replace(enrolment, grant=grant))
        self._changed()
