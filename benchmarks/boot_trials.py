"""What a booted machine goes through once it plays: its stage ends, its power is cut, a partition is lost."""

from __future__ import annotations

import time
from pathlib import Path

from boot_machine import Machine
from boot_rows import Told, came, code, found, is_up, lit, plays, stage_of

_QUIET_S = 300
"""So long after everything has failed once more no second reboot comes."""
_BROKEN = 64 * 2**20
"""So much of a partition is overwritten behind its first block, which says what it is."""


def falls_back(machine: Machine) -> bool:
    """A stage that is killed again and again leaves the built-in slide."""

    def slide(told: Told) -> bool:
        if not is_up("parvis-fallback")(told) and stage_of(told):
            machine.do("kill")
            time.sleep(3)
        return is_up("parvis-fallback")(told)

    if came("built-in slide when the stage does not stay", machine.wait("the slide", slide)):
        lit(machine, "fallback.png", "built-in slide on its glass")
        return True
    return False


def reboots_once(machine: Machine) -> None:
    """Where not even the slide stays there is one reboot, and no second one that day."""
    first = machine.told()["boot"]

    def other(told: Told) -> bool:
        machine.do("end")
        time.sleep(3)
        return bool(told["boot"] != first)

    if not came("reboot when not even the slide stays", machine.wait("a reboot", other)):
        return
    came("stage again after it", machine.wait("the stage", lambda told: bool(stage_of(told))))
    second = machine.told()["boot"]
    ends = time.monotonic() + _QUIET_S

    def again(told: Told) -> bool:
        machine.do("end")
        time.sleep(3)
        return bool(told["boot"] != second)

    is_one = machine.wait("a second reboot", again, ends - time.monotonic()) is None
    found("reboots when all fails again the same day", "0", "0" if is_one else "1", met=is_one)


def is_kept(disk: Path, state: Path, boot: str) -> Machine:
    """The plug was pulled: the same device plays again, from a root that nothing was written to."""
    machine = Machine(disk, state)
    comes = machine.wait("content", lambda told: told["boot"] != boot and plays(told), 900)
    came("content again after a power cut, root below an overlay", comes)
    told = machine.told()
    kinds = f"{told.get('root')}, {'mounted' if told.get('state') else 'not mounted'}"
    found("root and state partition", "overlay, mounted", kinds, met=kinds == "overlay, mounted")
    return machine


def is_lit_without_state(disk: Path, *state: Path, how: str, file: str) -> None:
    """Its state partition is lost or broken: something good is on its glass, and no shell."""
    machine = Machine(disk, *state)
    try:
        up = machine.wait("a stage", lambda told: bool(stage_of(told) or is_up("parvis-fallback")(told)), 900)
        came(f"stage with a state partition that is {how}", up)
        lit(machine, file, f"on its glass with a state partition that is {how}")
        told = machine.told()
        shell = told["units"]["emergency"].get("ActiveState")
        found(f"emergency shell, state partition {how}", "none", str(shell), met=shell == "inactive")
        found(f"a second identity, state partition {how}", "none", code(told) or "none", met=not code(told))
    finally:
        machine.end()


def break_state(state: Path) -> None:
    """Overwrite what lies behind the first block of a partition: it still says what it is."""
    with state.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * _BROKEN)
