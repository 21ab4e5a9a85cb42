"""Who a box is, as its state directory and the command line say: enrolled, told by flags, or nobody yet."""

from __future__ import annotations

from pathlib import Path

import msgspec

from device_profiles.enrolment import Enrolment
from parvis.orders import DoctorOrder
from player.agent.report import read_status
from player.enrolled import Box, standing
from player.hardware import this_machine
from player.state import State


class Who(msgspec.Struct, frozen=True, kw_only=True):
    """A device and whom it speaks to; `device` is "" for a box that is not enrolled.

    `key` is the public key that it was enrolled with, `copy_of` whose disk a box that is no device has.
    """

    device: str
    profile: str
    place: str
    central: str | None
    feed: str | None
    root: Path | None
    key: str | None = None
    copy_of: str = ""


def who_is(order: DoctorOrder, state: State) -> Who:
    """What the flags say, else what the box was granted, else what its agent says.

    What it was installed as, an enrolment knows better.
    """
    found, agent = _standing(state), read_status(state)
    enrolment = found if isinstance(found, Enrolment) else None
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
        key=enrolment.key if enrolment and not order.device else None,
        copy_of=found.copy_of if isinstance(found, Box) else "",
    )


def _standing(state: State) -> Enrolment | Box:
    try:
        return standing(state, this_machine())
    except OSError:
        return Box()
