"""What a box that is no device says of itself on its own screens: `status/pairing.json`."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path

import msgspec

from device_profiles.decoding import from_json

_BOOT = Path("/proc/sys/kernel/random/boot_id")


class Step(StrEnum):
    """How far a box is on its way to being a device."""

    ASKING = "asking"
    """It has no code yet, or no more."""
    CODE = "code"
    """It shows a code, and waits for somebody to claim it."""
    READING = "reading"
    """It takes what a stick brings."""
    CLAIMED = "claimed"
    """It was told who it is, and becomes it."""
    RESETTING = "resetting"
    """It is being wiped."""


class Refusal(StrEnum):
    """Why a box does not take what it is given, or does not ask for it."""

    ROOT_DIFFERS = "root-differs"
    ROOT_BAD = "root-bad"
    INSECURE = "insecure"
    PROFILE = "profile"
    NAME = "name"
    ADDRESS = "address"
    MACHINE_KNOWN = "machine-known"


class StickFault(StrEnum):
    """Why a box does not take what a stick brings."""

    NO_ROOT = "no-root"
    """No root of trust was installed with the box: it could believe no stick."""
    UNREADABLE = "unreadable"
    FORGED = "forged"
    OTHER_PROFILE = "other-profile"
    WHICH = "which"
    NOT_ON_IT = "not-on-it"
    EXPIRED = "expired"
    REPLAYED = "replayed"
    CONTENT = "content"
    DISK = "disk"
    STOPPED = "stopped"


class Part(StrEnum):
    """What of the network should be well, from the near to the far."""

    LINK = "link"
    ADDRESS = "address"
    DNS = "dns"
    CENTRAL = "central"
    TIME = "time"


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One part of the network: whether it is well (None: not known yet), the fact, and what hinders it.

    `fact` is a name or figure in no language; `why` names the sentence that says what to do, "" where it is
    well.
    """

    part: Part
    ok: bool | None
    fact: str = ""
    why: str = ""


class PairingStatus(msgspec.Struct, frozen=True, kw_only=True):
    """What the pairing page shows.

    The code is good until `until` by central's clock, which is `ends_s` by the monotonic clock of the boot
    `boot`: no code is shown after that, whatever became of the agent. `refused` is about the device
    `device`, where one was offered; `copy_of` names whose copy this box is. `stick` is what is wrong with the
    stick that is in, which is for `stick_device` ("": not known). Without `central` only a stick makes it a
    device.
    """

    step: Step
    boot: str
    profile: str = ""
    fingerprint: str = ""
    central: str = ""
    code: str = ""
    claim_url: str = ""
    until: datetime | None = None
    ends_s: float = 0.0
    network: tuple[Check, ...] = ()
    refused: Refusal | None = None
    device: str = ""
    copy_of: str = ""
    stick: StickFault | None = None
    stick_device: str = ""

    def at(self, steady_s: float, boot: str) -> PairingStatus:
        """What may be shown of it at an instant of the monotonic clock: no code that is over."""
        if not self.code or (boot == self.boot and steady_s < self.ends_s):
            return self
        return msgspec.structs.replace(self, step=Step.ASKING, code="", claim_url="", until=None)


def read_pairing(file: Path) -> PairingStatus | None:
    """A box's pairing status, if there is one."""
    try:
        return from_json(file.read_bytes(), PairingStatus)
    except (OSError, msgspec.DecodeError):
        return None


def this_boot() -> str:
    """Names the time since the machine was started: its monotonic clock counts from there."""
    try:
        return _BOOT.read_text("ascii").strip()
    except OSError:
        return ""
