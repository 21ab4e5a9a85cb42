"""Begins and breaks off the trial of a new version; it is watched by `tools/slots.py`, as the system's unit.

A trial is noted, durably, before the link is turned, so a power cut at any instant leads back.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from typing import Any

from provisioning.install.staging import know
from provisioning.install.tools.slots import JUDGE, Slots, SlotsError, Why, put


def switch(slots: Slots) -> str:
    """Begin the trial of what is ready in the idle slot. Its version. Raises `SlotsError`, `OSError`."""
    with slots.alone():
        if slots.trial is not None:
            slots.run(["systemctl", "start", "--no-block", JUDGE])  # where who began it was killed, none runs
            raise SlotsError(Why.TRIAL)
        slot, back_to = slots.idle, slots.current
        ready = version(slots, slot)
        if ready is None:
            raise SlotsError(Why.NO_VERSION, str(slots.root / slot))
        if version(slots, back_to) is None:
            with suppress(SlotsError, OSError):
                know(slots.root / back_to)
        told = {"back": back_to, "version": ready, "boot": slots.this_boot, "judged": 0}
        put(slots.note, {**told, "id": os.urandom(8).hex(), "since_s": time.monotonic()})
        slots.turn(slot)
    slots.begin_anew()
    slots.run(["systemctl", "start", "--no-block", JUDGE])
    return ready


def back(slots: Slots) -> None:
    """Return to the version before the trial, and let it play. Raises `SlotsError`, `OSError`."""
    if slots.trial is None:
        raise SlotsError(Why.NO_TRIAL)
    with slots.alone(patient=True):
        if trial := slots.trial:
            slots.end(trial, Why.ASKED)
    slots.run(["systemctl", "stop", JUDGE])
    slots.begin_anew()


def outcome(slots: Slots) -> dict[str, Any] | None:
    """How the last trial ended."""
    with suppress(OSError, ValueError):
        told = json.loads(slots.outcome.read_bytes())
        return told if isinstance(told, dict) else None
    return None


def version(slots: Slots, slot: str) -> str | None:
    """The version that is complete in a slot."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        return str(json.loads((slots.root / slot / "ready").read_bytes())["version"])
    return None
