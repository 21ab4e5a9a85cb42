"""Who the machine is that a command runs on: the device that its flags name, or its enrolment, or a box."""

from __future__ import annotations

from pathlib import Path

import msgspec

from device_profiles.enrolment import Enrolment
from parvis.orders import AgentOrder, StageOrder
from player.enrolled import Box, settle, standing
from player.hardware import this_machine
from player.state import State

INSTALLED_ROOT = Path("/etc/parvis/root.json")
"""Where an installation puts the root of trust that all enrolments of the machine must have."""


def who(folder: Path) -> Enrolment | Box:
    """Who the state directory says this machine is. Raises `OSError`."""
    return standing(State(folder), this_machine())


def stage_as(order: StageOrder) -> StageOrder | Box:
    """What a stage plays: as the device that is named, as the one that is enrolled; or it is none."""
    if order.device:
        return order
    match who(order.state):
        case Box() as box:
            return box
        case Enrolment(grant=grant):
            return msgspec.structs.replace(
                order,
                device=grant.device,
                profile=grant.profile,
                root=State(order.state).root_of_trust,
                is_enrolled=True,
            )


def agent_as(order: AgentOrder) -> AgentOrder | Box:
    """What an agent fetches, and for whom, as for a stage; a feed that is named goes before.

    Of an enrolment that a kill broke off after the last file that counts, it does the rest.
    """
    if order.device:
        return order
    match who(order.state):
        case Box() as box:
            return box
        case Enrolment(grant=grant) as enrolment:
            settle(State(order.state), enrolment)
            return msgspec.structs.replace(
                order,
                device=grant.device,
                profile=grant.profile,
                root=State(order.state).root_of_trust,
                feed=order.feed or grant.feed,
                central=grant.central,
                is_enrolled=True,
            )


def installed_root(order: AgentOrder) -> bytes | None:
    """The root of trust that was installed with the machine, where one was. Raises `OSError`."""
    file = order.root or INSTALLED_ROOT
    try:
        return file.read_bytes()
    except FileNotFoundError:
        if order.root is not None:
            raise
        return None
