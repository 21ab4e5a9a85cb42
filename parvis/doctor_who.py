"""Who a box is, as its state directory and the command line say: enrolled, told by flags, or nobody yet."""

from __future__ import annotations

from pathlib import Path

import msgspec

from device_profiles.decoding import from_json
from device_profiles.enrolment import Enrolment
from parvis.orders import DoctorOrder
from player.agent.report import read_status
from player.state import State


class Who(msgspec.Struct, frozen=True, kw_only=True):
    """A device and whom it speaks to; `device` is "" for a box that is not enrolled."""

    device: str
    profile: str
    place: str
    central: str | None
    feed: str | None
    root: Path | None


def who_is(order: DoctorOrder, state: State) -> Who:
    """What the flags say, else what the box was granted, else what its agent says.

    What it was installed as, an enrolment knows better.
    """
    enrolment, agent = _enrolment(state), read_status(state)
    grant = enrolment.grant if enrolment else None
    root = order.root or (state.root / "root.json")
    told_central = agent.central.url if agent and agent.central else None
    told_feed = agent.feed if agent and agent.feed.startswith(("http://", "https://")) else None
    return Who(
        device=order.device or (grant.device if grant else ""),
        profile=(grant.profile if grant and not order.device else "")
        or order.profile
        or (agent.profile if agent else ""),
        place=grant.place if grant else "",
        central=order.central or (grant.central if grant else told_central),
        feed=order.feed or (grant.feed if grant else told_feed),
        root=root if root.is_file() else None,
    )


def _enrolment(state: State) -> Enrolment | None:
    try:
        return from_json((state.root / "device.json").read_bytes(), Enrolment)
    except (OSError, msgspec.DecodeError):
        return None
