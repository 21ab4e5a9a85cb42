"""What the doctor finds in the state directory, and in what stage and agent tell of themselves."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime

from device_profiles.heartbeat import Power
from parvis.doctor_patient import Patient
from player.agent.heartbeat import power_of
from player.spool import Spool
from player.state import State
from player.status import StageStatus
from provisioning.acceptance.state import AgentFacts, Display, StageFacts, StateFacts


def device_facts(patient: Patient) -> StateFacts:
    """Name, key and outbox."""
    state, who, agent = patient.state, patient.who, patient.agent
    central = agent.central if agent else None
    waiting, lost, why = _outbox(state)
    return StateFacts(
        device=who.device,
        copy_of=who.copy_of,
        key_file=str(state.device_key),
        key_mode=state.device_key.stat().st_mode & 0o777,
        is_own_key=None if who.key is None else who.key == patient.key.public,
        outbox=waiting,
        lost=lost,
        why=why,
        code=central.code if central else "",
        until=f"{central.until.astimezone(patient.zone):%H:%M}" if central and central.until else "",
    )


def _outbox(state: State) -> tuple[int | None, int, str]:
    """How many records wait in it (None where it cannot be read), how many it lost, and why not."""
    try:
        spool = Spool(state.spool)
        try:
            return len(spool), spool.lost, ""
        finally:
            spool.close()
    except (OSError, sqlite3.Error) as error:
        return None, 0, str(error)


def stage_facts(patient: Patient, pictures: int) -> StageFacts:
    """What the stage says of itself, or that none does."""
    is_due = bool(patient.who.device)
    status = patient.stage
    if status is None:
        hung, silent_s = patient.last_told()
        return StageFacts(
            runs=False, is_due=is_due, silent_s=silent_s if hung is not None else None, pictures=pictures
        )
    looks = [(screen.screen, look) for screen in status.screens for look in screen.looked]
    return StageFacts(
        runs=True,
        is_due=is_due,
        faults=_wrong(status),
        barred=status.quarantined,
        is_out=patient.state.out_of_service.exists(),
        undrawn=tuple(screen.screen for screen in status.screens if not screen.alive),
        edition=status.edition,
        differing=tuple(f"{screen}/{look.zone}" for screen, look in looks if look.alike is False),
        alike=sum(look.alike is True for _, look in looks),
        pictures=pictures,
    )


def _wrong(status: StageStatus) -> tuple[str, ...]:
    told = [f"{item}: {fault.why}" for item, fault in status.faults.items()]
    return tuple(told + ([status.trouble] if status.trouble else []))


def agent_facts(patient: Patient) -> AgentFacts:
    """What the agent says of the feed and of central, or that none does."""
    who, agent = patient.who, patient.agent
    if agent is None:
        is_due = bool(who.device and (who.feed or who.central))
        return AgentFacts(runs=patient.has_agent, is_due=is_due)
    central = agent.central
    behind = (agent.fault.why, _told(patient, agent.fault.since)) if agent.fault else ("", "")
    unheard = (central.trouble, _told(patient, central.since)) if central and central.trouble else ("", "")
    return AgentFacts(
        runs=True,
        good=agent.good is not None,
        behind=behind,
        reported=bool(central and central.good),
        unheard=unheard,
    )


def _told(patient: Patient, at: datetime | None) -> str:
    return f"{at.astimezone(patient.zone):%Y-%m-%d %H:%M}" if at else "?"


def displays(patient: Patient, power: Mapping[str, Power]) -> tuple[Display, ...]:
    """Where each screen is shown."""
    status = patient.stage
    if status is None:
        return ()
    return tuple(
        Display(screen=one.screen, output=one.output, power=power_of(one.output, power))
        for one in status.screens
    )
