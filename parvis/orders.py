"""What the processes of a device are told to do."""

from __future__ import annotations

from pathlib import Path

import msgspec


class StageOrder(msgspec.Struct, frozen=True):
    """What a stage plays, and how. `hold` is how many seconds the built-in slide is shown first.

    Where no `device` is named, the state directory says who this is (`parvis.boxes`); `root` is then the one
    that was installed, if there is one, and `profile` what the box was installed as.
    """

    state: Path
    device: str = ""
    root: Path | None = None
    profile: str = ""
    full_screen: bool = False
    trust_clock: bool = False
    hold: float = 0.0
    is_enrolled: bool = False
    """Whether the state directory said who this is."""


class AgentOrder(msgspec.Struct, frozen=True):
    """What an agent fetches, and from where. `rate` in KB a second, `poll` in seconds, `large_mb` in MB.

    Where no `device` is named, the state directory says who this is, as for a stage.
    """

    state: Path
    device: str = ""
    root: Path | None = None
    feed: str | None = None
    usb: Path | None = None
    once: bool = False
    proxy: str | None = None
    authority: Path | None = None
    rate: int | None = None
    poll: float = 30.0
    large_when: str | None = None
    large_mb: int | None = None
    as_json: bool = False
    central: str | None = None
    profile: str = ""
    is_enrolled: bool = False
    """Whether the state directory said who this is."""


class DoctorOrder(msgspec.Struct, frozen=True):
    """What a doctor looks at. With `screens` the tests go over the glass too.

    Each picture stays for `pace` seconds where nobody answers (None: until somebody does). What is left out
    is what the box knows of itself.
    """

    state: Path
    device: str = ""
    profile: str = ""
    root: Path | None = None
    central: str | None = None
    feed: str | None = None
    proxy: str | None = None
    authority: Path | None = None
    technician: str = ""
    screens: bool = False
    pace: float | None = None
    full_screen: bool = False
    as_json: bool = False


class GlassOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What the tests on the glass go over; each goes on by itself after `pace` seconds, or (None) never."""

    state: Path
    profile: str
    full_screen: bool = False
    pace: float | None = None
