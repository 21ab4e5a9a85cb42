"""How an agent makes its box a device, and a device a box again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import httpx
import msgspec

from device_profiles.enrolment import Enrolment, PairingRequest, fingerprint
from device_profiles.identity import DeviceKey
from device_profiles.names import profile_names
from parvis.boxes import INSTALLED_ROOT, installed_root
from parvis.device_key import key_from
from parvis.lines import client_of, require_web
from parvis.orders import AgentOrder
from parvis.sticks import taker
from parvis.words import SaidError, refusal, words
from player.agent.bundle import Taken
from player.agent.care import CareError, restart_stage, runs_stage
from player.agent.limits import Limits, PairingLimits
from player.agent.machine import versions
from player.agent.network import Probe
from player.agent.pairing import Pairer, Terms
from player.agent.pairing_line import Denied, PairingLine
from player.agent.reset import Wiped, wipe
from player.agent.sticks import StickTold, StickWatch
from player.enrolled import Box, enrol, read_enrolment
from player.hardware import this_machine
from player.pairing import PairingStatus, Step, this_boot
from player.state import State
from playlists.durable import put, sync_folder
from playlists.errors import FeedError
from playlists.feed.trust import read_root

_PATIENCE_S, _GLANCE_S = 20.0, 0.1


class Paired:
    """The pairing of one box, by code or by stick: begun by `run`, ended by `end` from another thread."""

    def __init__(self, order: AgentOrder, box: Box) -> None:
        """Raises `SaidError`."""
        if order.central is None and order.usb is None:
            raise SaidError(words("device.not-enrolled"))
        require_web(order.central, order.proxy)
        self._state, installed = State(order.state), _installed(order)
        if order.central is None and installed is None:
            raise SaidError(words("agent.stick-needs-root", file=str(INSTALLED_ROOT)))
        # A copy leaves the key of its original alone until it has an identity of its own.
        self._key_file = self._state.pairing_key if box.copy_of else self._state.device_key
        key = key_from(self._key_file)
        self._over, self._telling = threading.Event(), threading.Lock()
        self._told: PairingStatus | None = None
        self._status, self._stick = _waiting(order, key, box), StickTold()
        self._line = self._pairer = self._watch = None
        if order.central is not None:
            limits = Limits(), PairingLimits()
            self._line = PairingLine(order.central, key, client_of(order, limits[0], connections=1), limits)
            self._pairer = Pairer(
                self._line,
                _request(order, key),
                Terms(installed=installed, profiles=profile_names(), copy_of=box.copy_of),
                limits[1],
                probe=Probe(httpx.URL(order.central).host).facts,
                told=self._tell,
            )
        if order.usb is not None and not box.copy_of:
            own = taker(self._state, installed, order.profile, key) if installed else None
            self._watch = StickWatch(order.usb, own, self._tell_stick)

    def end(self) -> None:
        """Let `run` return soon."""
        self._over.set()
        for part in (self._pairer, self._watch):
            if part is not None:
                part.end()

    def run(self, now: Callable[[], datetime]) -> Enrolment | None:
        """Become a device; None where it was to end before, or has to begin anew. Raises `OSError`.

        A key that another machine has too, on a copied disk, goes: the next time the box has one of its own.
        """
        taken: list[Taken] = []
        looking = threading.Thread(target=self._look, args=(now, taken), name="stick", daemon=True)
        looking.start()
        try:
            granted = self._ask(now)
        finally:
            self.end()
            looking.join()
            if self._line is not None:
                self._line.close()
        if self._pairer is not None and self._pairer.is_copied and granted is None and not taken:
            self._key_file.unlink(missing_ok=True)
            sync_folder(self._state.root)
        if granted is not None and not taken:
            enrol(self._state, granted)
        enrolment = taken[0].enrolment if taken else granted
        if enrolment is not None:
            self._state.pairing.unlink(missing_ok=True)
        return enrolment

    def _ask(self, now: Callable[[], datetime]) -> Enrolment | None:
        """What central grants; without central there is nothing to do but to wait for a stick."""
        if self._pairer is not None:
            return self._pairer.run(now)
        self._tell(self._status)
        self._over.wait()
        return None

    def _look(self, now: Callable[[], datetime], taken: list[Taken]) -> None:
        """In a thread of its own: a stick that holds ends the asking."""
        found = self._watch.run(now) if self._watch else None
        if found is not None:
            taken.append(found)
            self.end()

    def _tell_stick(self, stick: StickTold) -> None:
        with self._telling:
            self._stick = stick
            self._put()

    def _tell(self, status: PairingStatus) -> None:
        with self._telling:
            self._status = status
            self._put()

    def _put(self) -> None:
        told = _with_stick(self._status, self._stick)
        if told != self._told:
            self._told = told
            tell(self._state, told)


def _waiting(order: AgentOrder, key: DeviceKey, box: Box) -> PairingStatus:
    """How a box stands before it has asked anybody."""
    return PairingStatus(
        step=Step.ASKING,
        boot=this_boot(),
        profile=order.profile,
        fingerprint=fingerprint(key.public),
        central=order.central or "",
        copy_of=box.copy_of,
    )


def _with_stick(status: PairingStatus, stick: StickTold) -> PairingStatus:
    """What a box says, with what there is to say of a stick."""
    if stick.is_reading:
        return msgspec.structs.replace(status, step=Step.READING, code="", claim_url="", until=None)
    return msgspec.structs.replace(status, stick=stick.fault, stick_device=stick.device)


def tell(state: State, status: PairingStatus) -> None:
    """Let the stage know; a disk that refuses does not end the pairing."""
    with suppress(OSError):
        put(state.pairing, msgspec.json.encode(status), durable=False)


def reset(order: AgentOrder, now: Callable[[], datetime]) -> Wiped:
    """Wipe the device, go on with it where it was broken off, and say goodbye. Raises `OSError`."""
    state = State(order.state)
    tell(state, PairingStatus(step=Step.RESETTING, boot=this_boot(), profile=_profile(state, order)))
    _end_stage(state)
    return wipe(state, lambda wiped: _say_goodbye(order, state, wiped, now))


def _profile(state: State, order: AgentOrder) -> str:
    found = read_enrolment(state)
    return found.grant.profile if found else order.profile


def _end_stage(state: State) -> None:
    """Let the stage that plays end: it would put back what it knows. The next one waits for us."""
    patience = time.monotonic() + _PATIENCE_S
    while runs_stage(state) and time.monotonic() < patience:
        with suppress(CareError):
            restart_stage(state)
        time.sleep(_GLANCE_S)


def _say_goodbye(order: AgentOrder, state: State, wiped: Wiped, now: Callable[[], datetime]) -> None:
    """Tell central that the device was wiped, a few times; its key goes whether central hears it or not."""
    enrolment = read_enrolment(state)
    central = order.central or (enrolment.grant.central if enrolment else None)
    if central is None or enrolment is None:
        return
    limits = Limits(), PairingLimits()
    key = DeviceKey.read(state.device_key.read_bytes())
    said = {"device": enrolment.grant.device, **msgspec.structs.asdict(wiped)}
    line = PairingLine(central, key, client_of(order, limits[0], connections=1), limits)
    try:
        ahead = timedelta()
        for _ in range(limits[1].farewells):
            match line.leave(msgspec.json.encode(said), now() - ahead):
                case None | Denied(status=404 | 410):
                    return
                case Denied(code="untimely", at=datetime() as at):
                    ahead = now() - at
                case _:
                    time.sleep(limits[1].first_s)
    finally:
        line.close()


def _request(order: AgentOrder, key: DeviceKey) -> PairingRequest:
    return PairingRequest(
        key=key.public,
        machine=this_machine(),
        profile=order.profile,
        version=versions().get("parvis", ""),
    )


def _installed(order: AgentOrder) -> bytes | None:
    """The installed root of trust. Raises `SaidError`."""
    try:
        data = installed_root(order)
        if data is not None:
            read_root(data)
    except OSError as error:
        raise SaidError(words("agent.no-root", file=str(order.root), reason=refusal(error))) from error
    except FeedError as error:
        raise SaidError(words("agent.bad-root", file=str(order.root), reason=str(error))) from error
    return data
