"""Begins and breaks off the trial of a new version; it is watched by `tools/slots.py`, as the system's unit.

A trial is noted, durably, before the link is turned, so a power cut at any instant leads back.
"""

from __future__ import annotations

import os
from contextlib import suppress

from provisioning.install.staging import know
from provisioning.install.tools.slots import JUDGE, Slots, SlotsError, Why, put


def switch(slots: Slots) -> str:
    """Begin the trial of what is ready in the idle slot. Its version. Raises `SlotsError`, `OSError`."""
    with slots.alone():
        if slots.trial is not None:
            raise SlotsError(Why.TRIAL)
        slot, back_to = slots.idle, slots.current
        version = slots.version(slot)
        if version is None:
            raise SlotsError(Why.NO_VERSION, str(slots.root / slot))
        if slots.version(back_to) is None:
            with suppress(SlotsError, OSError):
                know(slots.root / back_to)
        told = {"back": back_to, "version": version, "boot": slots.this_boot, "judged": 0}
        put(slots.note, {**told, "id": os.urandom(8).hex()})
        slots.turn(slot)
    slots.begin_anew()
    slots.run(["systemctl", "start", "--no-block", JUDGE])
    return version


def back(slots: Slots) -> None:
    """Return to the version before the trial, and let it play. Raises `SlotsError`, `OSError`."""
    if slots.trial is None:
        raise SlotsError(Why.NO_TRIAL)
    with slots.alone(patient=True):
        if trial := slots.trial:
            slots.end(trial, Why.ASKED)
    slots.run(["systemctl", "stop", JUDGE])
    slots.begin_anew()
