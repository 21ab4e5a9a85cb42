"""What an enrolled device hears of its standing: central takes its reports, or makes it another device."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import msgspec

from device_profiles.enrolment import Enrolment, Grant, Pairing, PairingRequest, PairingState
from device_profiles.names import profile_names
from device_profiles.report import Receipt
from parvis.device_key import key_in
from parvis.lines import client_of
from parvis.orders import AgentOrder
from player.agent.bundle import ticket_of
from player.agent.central import Refused, Taken
from player.agent.granting import objection
from player.agent.limits import Limits, PairingLimits
from player.agent.machine import versions
from player.agent.network import own_address
from player.agent.pairing_line import Answer, PairingLine, Told
from player.enrolled import confirm, enrol, is_for, read_enrolment
from player.state import State

_log = logging.getLogger(__name__)
_SOON_S = 15.0
_UNKNOWN = {"unknown_device", "foreign"}
"""What central says where the id has no key, or another: it was renamed, or comes from a stick."""


class Standing:
    """One device's standing with central. `changed` is called when it is to look again who it is."""

    def __init__(self, order: AgentOrder, changed: Callable[[], object]) -> None:
        self._order, self._changed = order, changed
        self._state = State(order.state)
        self._enrolment = read_enrolment(self._state)
        self.claim: Pairing | None = None
        """By what this device is to be claimed, where central does not take its ticket."""

    @property
    def since(self) -> datetime | None:
        """When the device became what it is: orders that are older are not for it."""
        enrolment = self._enrolment
        return (enrolment.confirmed or enrolment.grant.at) if enrolment else None

    def heard(self, answer: Taken | Refused) -> float | None:
        """Central answered a report. Seconds until the next one, where somebody may be claiming this."""
        match answer:
            case Taken(receipt=receipt):
                self._taken(receipt)
            case Refused(code=code, at=datetime() as at) if code in _UNKNOWN:
                self._ask(at, ticket=self._ticket())
        return _SOON_S if self.claim else None

    def _taken(self, receipt: Receipt) -> None:
        self.claim, enrolment = None, self._enrolment
        if enrolment is not None and enrolment.confirmed is None:
            enrolment = msgspec.structs.replace(enrolment, confirmed=receipt.at)
            with suppress(OSError):  # it is tried again with the next report
                confirm(self._state, enrolment)
                self._enrolment = enrolment
        if receipt.regrant:
            self._ask(receipt.at)

    def _ticket(self) -> str:
        """What a stick that made this a device proves it by, as long as central has taken no report."""
        enrolment = self._enrolment
        return ticket_of(self._state) if enrolment and enrolment.confirmed is None else ""

    def _ask(self, at: datetime, ticket: str = "") -> None:
        """Ask central who this is: with the ticket of a stick, where there is one."""
        enrolment = self._enrolment
        if enrolment is None:
            return
        limits = Limits(), PairingLimits()
        made = client_of(self._order, limits[0], connections=1)
        central = self._order.central or enrolment.grant.central
        line = PairingLine(central, key_in(self._order.state), made, limits)
        try:
            if ticket:
                self.claim = _claim(line.ask(_request(enrolment, ticket), at))
            answer = line.look(at)
        finally:
            line.close()
        if isinstance(answer, Told) and isinstance(answer.said, PairingState) and answer.said.grant:
            self._take(enrolment, answer.said.grant, line.url)

    def _take(self, enrolment: Enrolment, grant: Grant, central: str) -> None:
        """Become what a newer grant says. The root that is believed stays."""
        if not is_for(grant, enrolment):
            return
        refused: object
        try:
            root = self._state.root_of_trust.read_bytes()
            refused = objection(grant, installed=root, central=central, profiles=profile_names())
            if refused is None:
                enrol(self._state, msgspec.structs.replace(enrolment, grant=grant))
        except OSError as error:  # the next answer offers it again
            refused = error
        if refused is not None:
            _log.warning("another grant of central is not taken: %s", refused)
            return
        self._changed()


def _claim(answer: Answer) -> Pairing | None:
    """The code that central gave to who brought a ticket, which then does not count; None where it does."""
    match answer:
        case Told(said=Pairing(code=code) as pairing) if code:
            return pairing
        case _:
            return None


def _request(enrolment: Enrolment, ticket: str) -> PairingRequest:
    return PairingRequest(
        key=enrolment.key,
        machine=enrolment.machine,
        profile=enrolment.grant.profile,
        version=versions().get("parvis", ""),
        address=own_address(),
        ticket=ticket,
    )
