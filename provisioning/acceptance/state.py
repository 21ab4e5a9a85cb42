"""What the report says of the device itself: its name, its key, its outbox, what is on its glass. Pure."""

from __future__ import annotations

import msgspec

from device_profiles.acceptance import Check
from provisioning.acceptance.judge import fact, figure
from provisioning.acceptance.words import told


class StateFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The device as its state directory has it.

    `key_mode` are the permission bits of its key, `outbox` the records that wait (None: unreadable, `why`),
    `faults` what is wrong on the stage, None where none runs. `code` is by what it is to be claimed, `until`
    so long, where central does not know it: a stick made it this device, and the stick counts no more.
    """

    device: str
    key_file: str
    key_mode: int
    outbox: int | None
    why: str = ""
    faults: tuple[str, ...] | None = None
    code: str = ""
    until: str = ""


class GlassFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is on the glass: whether a stage runs, plays an edition, and how its looks compared.

    `differing` names the zones that are not as published, `alike` counts those that are.
    """

    runs: bool
    edition: str | None = None
    differing: tuple[str, ...] = ()
    alike: int = 0
    pictures: int = 0


_OTHERS = 0o077


def device(facts: StateFacts) -> tuple[Check, ...]:
    """Name, key, outbox and stage."""
    open_to_others = bool(facts.key_mode & _OTHERS)
    key = told("state.key-open", file=facts.key_file) if open_to_others else told("state.key")
    if facts.outbox is None:
        outbox = fact("state/outbox", told("state.outbox-bad", why=facts.why), good=False)
    else:
        outbox = figure("state/outbox", facts.outbox, "", None, told("state.outbox"))
    if facts.faults is None:
        stage = fact("state/faults", told("state.no-stage"), good=None)
    elif facts.faults:
        said = told("state.faulty", what="; ".join(facts.faults)[:300])
        stage = fact("state/faults", said, good=False)
    else:
        stage = fact("state/faults", told("state.faults"), good=True)
    return (
        fact("state/key", key, good=not open_to_others),
        _named(facts),
        outbox,
        stage,
    )


def _named(facts: StateFacts) -> Check:
    """Whether it has a name, and central knows it by that."""
    if facts.code:
        said = told("state.unclaimed", device=facts.device, sign=facts.code, until=facts.until)
        return fact("state/enrolled", said, good=False)
    if facts.device:
        return fact("state/enrolled", told("state.enrolled", device=facts.device), good=True)
    return fact("state/enrolled", told("state.no-device"), good=None)


def glass(facts: GlassFacts) -> tuple[Check, ...]:
    """Whether what is on the glass was published, and is pictured."""
    if not facts.runs:
        edition = fact("state/edition", told("state.no-stage"), good=None)
    elif facts.edition is None:
        edition = fact("state/edition", told("state.built-in"), good=False)
    elif facts.differing:
        edition = fact("state/edition", told("state.differs", what=", ".join(facts.differing)), good=False)
    elif not facts.alike:
        edition = fact("state/edition", told("state.no-look"), good=None)
    else:
        edition = fact("state/edition", told("state.edition"), good=True)
    seen = told("state.seen") if facts.pictures else told("state.unseen")
    return edition, fact("state/picture", seen, good=True if facts.pictures else None)
