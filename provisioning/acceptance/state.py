"""What the report says of the device itself: name, key and outbox, what runs, what is on its glass. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from device_profiles.acceptance import Check
from device_profiles.heartbeat import Power
from provisioning.acceptance.judge import fact, figure
from provisioning.acceptance.words import told


class StateFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The device as its state directory has it.

    `copy_of` is whose disk this is a copy of. `key_mode` are the permission bits of its key, `is_own_key`
    whether central was given that key (None: not enrolled), `outbox` the records that wait (None:
    unreadable, `why`), `lost` those it had no room for. `code` is by what it is to be claimed, `until`
    so long, where central does not know it: a stick made it this device, and the stick counts no more.
    """

    device: str
    copy_of: str = ""
    key_file: str
    key_mode: int
    is_own_key: bool | None = None
    outbox: int | None
    lost: int = 0
    why: str = ""
    code: str = ""
    until: str = ""


class StageFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the stage tells. `runs`: it lives, and told of itself lately; `silent_s`: it lives, and did not.

    `is_due` tells that one should run: the box is a device. `barred` is what a player died of, `undrawn`
    names screens on which what is due is not drawn, `differing` the zones that are not as published, `alike`
    counts those that are. `is_out`: central took the device out of service, and its screens say so.
    """

    runs: bool
    is_due: bool = True
    silent_s: float | None = None
    faults: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    is_out: bool = False
    undrawn: tuple[str, ...] = ()
    edition: str | None = None
    differing: tuple[str, ...] = ()
    alike: int = 0
    pictures: int = 0


class AgentFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the agent tells. `is_due`: one should run, for the device has a feed or a central.

    `good` tells that a cycle found all well once, `reported` that central took a report once; `behind` and
    `unheard` tell what has been in the way, and since when.
    """

    runs: bool
    is_due: bool = True
    good: bool = False
    behind: tuple[str, str] = ("", "")
    reported: bool = False
    unheard: tuple[str, str] = ("", "")


class Display(msgspec.Struct, frozen=True, kw_only=True):
    """Where a screen is shown: the system's name of the output, and whether a display there has light."""

    screen: str
    output: str
    power: Power


_OTHERS = 0o077


def device(facts: StateFacts) -> tuple[Check, ...]:
    """Key, name and outbox."""
    return _key(facts), _named(facts), _outbox(facts)


def _key(facts: StateFacts) -> Check:
    if facts.key_mode & _OTHERS:
        return fact("state/key", told("state.key-open", file=facts.key_file), good=False)
    if facts.is_own_key is False:
        return fact("state/key", told("state.key-other"), good=False)
    return fact("state/key", told("state.key"), good=True)


def _named(facts: StateFacts) -> Check:
    """Whether it has a name, and central knows it by that."""
    if facts.code:
        said = told("state.unclaimed", device=facts.device, sign=facts.code, until=facts.until)
        return fact("state/enrolled", said, good=False)
    if facts.device:
        return fact("state/enrolled", told("state.enrolled", device=facts.device), good=True)
    if facts.copy_of:
        return fact("state/enrolled", told("state.copied", device=facts.copy_of), good=False)
    return fact("state/enrolled", told("state.no-device"), good=None)


def _outbox(facts: StateFacts) -> Check:
    if facts.outbox is None:
        return fact("state/outbox", told("state.outbox-bad", why=facts.why), good=False)
    if facts.lost:
        return fact("state/outbox", told("state.outbox-lost", lost=facts.lost), good=False)
    return figure("state/outbox", facts.outbox, "", None, told("state.outbox"))


def stage(facts: StageFacts) -> tuple[Check, ...]:
    """Whether the stage runs and is well, and whether what is on the glass was published, and is pictured."""
    seen = told("state.seen") if facts.pictures else told("state.unseen")
    picture = fact("state/picture", seen, good=True if facts.pictures else None)
    if not facts.runs:
        absent = None if facts.silent_s is None and not facts.is_due else False
        said = told("state.no-stage")
        if facts.silent_s is not None:
            said = told("state.hung", seconds=round(facts.silent_s))
        edition = fact("state/edition", told("state.no-stage"), good=None)
        return fact("state/faults", said, good=absent), edition, picture
    return _faults(facts), _edition(facts), picture


def _faults(facts: StageFacts) -> Check:
    if facts.undrawn:
        return fact("state/faults", told("state.undrawn", screens=", ".join(facts.undrawn)), good=False)
    if facts.faults:
        return fact("state/faults", told("state.faulty", what="; ".join(facts.faults)[:300]), good=False)
    if facts.barred:
        return fact("state/faults", told("state.barred", what=", ".join(facts.barred)[:300]), good=False)
    return fact("state/faults", told("state.faults"), good=True)


def _edition(facts: StageFacts) -> Check:
    if facts.is_out:
        return fact("state/edition", told("state.out"), good=None)
    if facts.edition is None:
        return fact("state/edition", told("state.built-in"), good=False)
    if facts.differing:
        return fact("state/edition", told("state.differs", what=", ".join(facts.differing)), good=False)
    if not facts.alike:
        return fact("state/edition", told("state.no-look"), good=None)
    return fact("state/edition", told("state.edition"), good=True)


def agent(facts: AgentFacts) -> tuple[Check, ...]:
    """Whether the agent runs, follows the feed and is heard by central."""
    if not facts.runs:
        said = told("state.no-agent")
        good = False if facts.is_due else None
        return fact("state/agent", said, good=good), fact("state/reports", said, good=None)
    (why, since), (unheard, silent) = facts.behind, facts.unheard
    if why:
        follows = fact("state/agent", told("state.behind", why=why[:300], since=since), good=False)
    else:
        said = told("state.agent" if facts.good else "state.no-agent-yet")
        follows = fact("state/agent", said, good=facts.good or None)
    if unheard:
        said = told("state.no-reports", why=unheard[:300], since=silent)
        return follows, fact("state/reports", said, good=False)
    said = told("state.reports" if facts.reported else "state.no-report-yet")
    return follows, fact("state/reports", said, good=facts.reported or None)


def displays(found: Sequence[Display]) -> tuple[Check, ...]:
    """Whether each screen has a display of its own that is awake, as far as the system tells."""
    known = [one for one in found if one.power is not Power.UNKNOWN]
    off = [one.screen for one in known if one.power is Power.OFF]
    outputs = [one.output for one in known]
    shared = [one.screen for one in known if outputs.count(one.output) > 1]
    if off:
        return (fact("state/displays", told("state.no-display", screens=", ".join(off)), good=False),)
    if shared:
        return (fact("state/displays", told("state.one-display", screens=", ".join(shared)), good=False),)
    if not found or len(known) < len(found):
        return (fact("state/displays", told("state.displays-unknown"), good=None),)
    return (fact("state/displays", told("state.displays"), good=True),)
