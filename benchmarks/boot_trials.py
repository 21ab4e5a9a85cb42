"""What a booted machine goes through: it speaks, agent or stage ends, power is cut, a partition is lost."""

from __future__ import annotations

import time
from pathlib import Path

from boot_image import digest_of
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
    """Where not even the slide stays there is one reboot, no second one that day, and then the slide."""
    first = machine.told()["boot"]
    machine.do("break")
    if not came(
        "reboot when not even the slide stays",
        machine.wait("a reboot", lambda told: told["boot"] != first, 900),
    ):
        return
    came("stage again after it", machine.wait("the stage", lambda told: bool(stage_of(told)), 900))
    second = machine.told()["boot"]
    machine.do("break")
    down = machine.wait("all down", lambda told: told["units"]["parvis-fallback"].get("Result") != "success")
    came("neither stage nor slide stays again", down)
    comes = machine.wait("a second reboot", lambda told: told["boot"] != second, _QUIET_S)
    found("reboots when all fails again the same day", "0", "0" if comes is None else "1", met=comes is None)
    machine.do("mend")
    came("stage tried again by itself", machine.wait("the stage", lambda told: bool(stage_of(told)), 900))
    if falls_back(machine):
        time.sleep(_QUIET_S)
        told = machine.told()
        stays = is_up("parvis-fallback")(told) and told["boot"] == second
        found(f"slide {_QUIET_S} s later", "stays", "stays" if stays else "gone", met=stays)


def agent_of(told: Told) -> str:
    """The process of the agent that is at work; "" where none is."""
    unit = told["units"]["parvis-agent"]
    process = str(unit.get("MainPID") or "")
    return process if unit.get("SubState") == "running" and process != "0" else ""


def is_watched(machine: Machine) -> None:
    """An agent that hangs is ended by its watchdog; the stage goes on meanwhile."""
    told = machine.told()
    held, stage = agent_of(told), stage_of(told)
    machine.do("hold")
    another = machine.wait("another agent", lambda told: agent_of(told) not in {"", held}, 900)
    came("another agent when the first one hangs", another)
    is_same = stage_of(machine.told()) == stage
    found("the stage meanwhile", "the same", "the same" if is_same else "another or none", met=is_same)


def speaks(machine: Machine) -> None:
    """What reads aloud speaks in the stage's sandbox, and is heard."""
    machine.do("speak")
    came("what reads aloud answers", machine.wait("a voice", lambda told: told["spoken"] is not None))
    languages = machine.told()["spoken"] or ()
    shown = f"{len(languages)} languages, {', '.join(one for one in ('fr', 'en') if one in languages)}"
    found("languages that are read aloud", "fr, en", shown, met={"fr", "en"} <= set(languages))
    came("heard from its loudspeaker", machine.wait("sound", lambda _: machine.is_heard(), 300))


def is_below(machine: Machine, when: str) -> None:
    """Whether an overlay lies over the root, which nothing is written to, and the state beside both."""
    told = machine.told()
    over = f"{told['root']} that is {'written' if told['is_writable'] else 'only read'}"
    root = f"{over} over a root that is {'only read' if told['is_kept'] else 'written'}"
    kinds = f"{root}, state {'mounted' if told['state'] else 'not mounted'}"
    promised = "overlay that is written over a root that is only read, state mounted"
    found(f"root and state partition, {when}", promised, kinds, met=kinds == promised)
    failed = ", ".join(told["failed"]) or "0"
    found(f"units that failed, {when}", "0", failed, met=not told["failed"])
    note = "a note on the root" if told["noted"] else "nothing"
    found(f"what was written to the root before, {when}", "nothing", note, met=not told["noted"])


def is_kept(disk: Path, state: Path, boot: str, root: str) -> Machine:
    """The plug was pulled: the same device plays again, from the same root."""
    machine = Machine(disk, state)
    comes = machine.wait("content", lambda told: told["boot"] != boot and plays(told), 900)
    came("content again after a power cut, root below an overlay", comes)
    is_below(machine, "after it")
    machine.end()
    is_same = digest_of(disk) == root
    found("files of the root below", "the same", "the same" if is_same else "others", met=is_same)
    return machine


def is_lit_without_state(disk: Path, *state: Path, how: str, file: str) -> None:
    """Its state partition is lost or broken: something good is on its glass, and no shell."""
    machine = Machine(disk, *state)
    try:
        up = machine.wait(
            "a stage", lambda told: bool(stage_of(told) or is_up("parvis-fallback")(told)), 1500
        )
        came(f"stage with a state partition that is {how}", up)
        lit(machine, file, f"on its glass with a state partition that is {how}")
        told = machine.told()
        is_told = bool(told["stands_in"])
        found(f"slide that says so, state partition {how}", "yes", "yes" if is_told else "no", met=is_told)
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
