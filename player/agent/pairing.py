"""A box becomes a device: it asks central for a code, shows it, and waits until it was claimed.

Nothing ends it: whatever central, the network or the clock do, it tells how it stands and asks again.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Container
from datetime import datetime, timedelta
from typing import assert_never

import msgspec

from device_profiles.enrolment import (
    LIVES,
    Enrolment,
    Grant,
    Pairing,
    PairingRequest,
    PairingState,
    typed,
    written,
)
from player.agent import network
from player.agent.granting import may_be_believed, objection
from player.agent.limits import PairingLimits
from player.agent.pairing_line import Answer, Denied, PairingLine, Silent, Told
from player.pairing import PairingStatus, Refusal, Step, this_boot

_UNTIMELY, _UNKNOWN, _MACHINE_KNOWN = "untimely", 404, "machine_known"


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """By what a box takes a grant: its root of trust, where one was installed, and the profiles it knows."""

    installed: bytes | None
    profiles: Container[str]
    copy_of: str = ""


class Pairer:
    """One box on its way. `told` hears how it stands, `probe` looks at the network."""

    def __init__(
        self,
        line: PairingLine,
        request: PairingRequest,
        terms: Terms,
        limits: PairingLimits,
        *,
        probe: Callable[[], network.Facts],
        told: Callable[[PairingStatus], None],
    ) -> None:
        self._line, self._request, self._terms, self._limits = line, request, terms, limits
        self._probe, self._told = probe, told
        self._stop, self._wake = threading.Event(), threading.Event()
        self._pairing: Pairing | None = None
        self._ends_s = 0.0
        self._offset: timedelta | None = None
        self._answered: bool | None = None
        self._trouble, self._detail = "", ""
        self._refused: Refusal | None = None
        self._offered = ""
        self._faults = 0
        self.granted: Grant | None = None
        """What the box was given, once it takes it."""
        self.is_copied = False
        """Whether another machine has the key that this box asks with."""

    def end(self) -> None:
        """Let `run` return soon. To be called from another thread."""
        self._stop.set()
        self._wake.set()

    def run(self, now: Callable[[], datetime]) -> Enrolment | None:
        """Ask until the box was granted what it can take; None where it ends before, or wants another key."""
        self.tell()
        while not self._stop.is_set():
            wait_s = self.step(now)
            self.tell()
            if self.granted is not None:
                return self.enrolment(self.granted)
            self._rest(wait_s)
            if self.is_copied:
                return None
        return None

    def enrolment(self, grant: Grant) -> Enrolment:
        """What the box keeps of a grant."""
        return Enrolment(grant=grant, machine=self._request.machine, key=self._request.key)

    def _rest(self, wait_s: float) -> None:
        """Wait, and tell meanwhile what changes in the network."""
        while wait_s > 0 and not self._wake.wait(min(wait_s, self._limits.glance_s)):
            wait_s -= self._limits.glance_s
            self.tell()
        self._wake.clear()

    def step(self, now: Callable[[], datetime]) -> float:
        """Ask once; seconds until the next question."""
        if self._terms.installed is None and not may_be_believed(self._line.url):
            self._refused = Refusal.INSECURE
            return self._limits.denied_s
        at, is_over = now(), self._pairing is not None and time.monotonic() >= self._ends_s
        by_central = at - (self._offset or timedelta())
        asks = self._pairing is None
        answer = self._line.ask(self._asked(), by_central) if asks else self._line.look(by_central)
        if isinstance(answer, Told) and isinstance(answer.said, Pairing) and not typed(answer.said.code):
            # It was claimed already, and could not take its grant: there is no code for it, but that.
            has_none = answer.said.code == ""
            answer = self._line.look(by_central) if has_none else Silent(trouble="other", detail="")
        self._note(answer)
        if is_over:
            self._pairing = None  # it may have been claimed in its last moment: that was asked just now
        match answer:
            case Told(said=said, rtt_s=rtt_s):
                self._correct(at, said.at, rtt_s)
                return self._coded(said, rtt_s) if isinstance(said, Pairing) else self._stands(said)
            case Denied():
                return self._denied(answer, at)
            case Silent():
                return self._back_off()
            case _:
                assert_never(answer)

    def _asked(self) -> PairingRequest:
        """What is asked, from the address that the box has now."""
        addresses = self._probe().addresses
        return msgspec.structs.replace(self._request, address=addresses[0] if addresses else "")

    def _coded(self, pairing: Pairing, rtt_s: float) -> float:
        """There is a code: look at once how it stands, it may have been claimed before."""
        lives_s = min(pairing.until - pairing.at, LIVES).total_seconds() - rtt_s
        self._pairing, self._ends_s = pairing, time.monotonic() + lives_s
        return 0.0

    def _stands(self, state: PairingState) -> float:
        if state.grant is not None:
            return self._judge(state.grant)
        self._refused, self._offered = None, ""
        if state.expired:
            self._pairing = None
            return 0.0
        return self._limits.look_s

    def _judge(self, grant: Grant) -> float:
        self._refused = objection(
            grant,
            installed=self._terms.installed,
            central=self._line.url,
            profiles=self._terms.profiles,
        )
        self._offered = grant.device[:64]
        if self._refused is not None:
            return self._limits.denied_s
        self.granted = grant
        return 0.0

    def _denied(self, answer: Denied, at: datetime) -> float:
        if answer.at is not None and answer.code == _UNTIMELY:
            self._correct(at, answer.at, answer.rtt_s)
        if answer.code == _MACHINE_KNOWN:
            self._refused, self.is_copied = Refusal.MACHINE_KNOWN, True
            return self._limits.denied_s
        if answer.status == _UNKNOWN and self._pairing is not None:
            self._pairing = None  # central has forgotten it: ask anew
        if answer.retry_after is not None:
            return min(max(answer.retry_after, self._limits.first_s), self._limits.asked_s)
        return self._back_off()

    def _note(self, answer: Answer) -> None:
        """What the answer says of the way to central."""
        match answer:
            case Told():
                self._faults, self._answered, self._trouble = 0, True, ""
            case Denied(code=code, status=status):
                self._faults += 1
                self._answered, self._detail = code == _UNTIMELY, f"{status} {code}".strip()
                self._trouble = "" if self._answered else "denied" if code else "erring"
            case Silent(trouble=trouble):
                self._faults += 1
                self._answered, self._trouble, self._detail = False, trouble, ""
            case _:
                assert_never(answer)

    def _back_off(self) -> float:
        """Twice as long each time, up to a bound."""
        return min(self._limits.first_s * 2.0 ** min(max(self._faults - 1, 0), 16), self._limits.back_off_s)

    def _correct(self, at: datetime, central: datetime, rtt_s: float) -> None:
        self._offset = at + timedelta(seconds=rtt_s / 2) - central

    def tell(self) -> None:
        """Tell how the box stands."""
        facts = msgspec.structs.replace(
            self._probe(),
            offset=self._offset,
            answered=self._answered,
            trouble=self._trouble,
            detail=self._detail,
        )
        pairing = self._pairing
        step = Step.CLAIMED if self.granted else Step.CODE if pairing else Step.ASKING
        code = pairing if step is Step.CODE else None
        self._told(
            PairingStatus(
                step=step,
                boot=this_boot(),
                profile=self._request.profile,
                fingerprint=self._line.fingerprint,
                central=self._line.url,
                code=written(code.code) if code else "",
                claim_url=code.claim_url if code else "",
                until=code.until if code else None,
                ends_s=self._ends_s if code else 0.0,
                network=network.judge(facts),
                refused=self._refused,
                device=self._offered,
                copy_of=self._terms.copy_of,
            ).at(time.monotonic(), this_boot())
        )
