"""An appliance that boots: installed as docs say, enrolled, playing, cared for from afar, and a box again.

QEMU emulates the machine, some thirty times slower than one (no figure here is a promise of speed). A real
central on this host enrols it; orders reboot it, examine it, and wipe it; its stage is killed, its agent is
held; what is on its glass is kept in `build/boot` as pictures. Then the same with a read-only root, whose
plug is pulled and whose state partition is lost and broken. It takes an hour and a half, however many minutes
are given, as root, with QEMU and debootstrap. `--release 13` does it on Debian 13.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from boot_city import City
from boot_image import digest_of, make_disk, make_read_only, make_state, make_tree, missing_libraries
from boot_machine import Machine
from boot_rows import PICTURES, Told, came, code, is_up, lit, plays, stage_of
from boot_trials import break_state, is_below, is_kept, is_lit_without_state, is_watched, reboots_once, speaks
from figures import Row, minutes, scratch, tell

MINUTES = 90
DEVICE, OTHER = "plasma-hotel-de-ville", "plasma-doulon"
CHORDS = (
    *("alt-f4", "ctrl-q", "ctrl-w", "esc", "ctrl-alt-backspace", "ctrl-alt-f2", "ctrl-alt-f1", "alt-tab"),
    *("ctrl-alt-delete", "meta_l-d", "alt-sysrq-k", "ctrl-alt-esc", "f11", "power", "sleep"),
)


def release() -> int:
    """Which Debian: `--release`."""
    if "--release" not in sys.argv:
        return 12
    at = sys.argv.index("--release")
    _, number = sys.argv.pop(at), sys.argv.pop(at)
    return int(number)


def enrolled(machine: Machine, city: City) -> bool:
    """From the first light to content on the glass."""
    if not came(
        "Debian's target reached", machine.wait("the target", lambda told: told["target"] == "active")
    ):
        return False
    came("compositor at work, not as root", machine.wait("weston", is_up("parvis-screen")))
    if not came("stage ready: frames were presented", machine.wait("the stage", is_up("parvis-stage"))):
        return False
    if not came("a code on its glass", machine.wait("a code", code)):
        return False
    lit(machine, "pairing.png", "pairing page on its glass")
    city.claim(code(machine.told()), DEVICE)
    is_good = came("content on its glass after the claim", machine.wait("content", plays))
    lit(machine, "content.png", "content on its glass")
    odd = [f"{name}: {user}" for name, user in machine.told()["users"].items() if user in {None, 0}]
    tell([Row("agent, stage and compositor run, none as root", "all", ", ".join(odd) or "all", not odd)])
    return is_good


def is_unmoved(machine: Machine, process: str, figure: str) -> None:
    """A row: whether that stage and the compositor are still at work."""
    told = machine.told()
    is_same = process != "" and stage_of(told) == process and is_up("parvis-screen")(told)
    tell([Row(figure, "the same stage", "the same" if is_same else "another or none", is_same)])


def hammered_on(machine: Machine) -> None:
    """Keys and chords, a plug that is pulled at night, tests that are asked for."""
    process = stage_of(machine.told())
    machine.press(*CHORDS * 5)
    time.sleep(30)
    is_unmoved(machine, process, "after chords that end or leave a program elsewhere")
    machine.do("off")
    time.sleep(60)
    is_unmoved(machine, process, "a minute after its screen was unplugged")
    machine.do("on")
    lit(machine, "plugged-in.png", "plugged in again")
    machine.do("ask")
    came("tests over the show, asked for on the box", machine.wait("the tests", is_up("parvis-doctor")))
    time.sleep(60)
    machine.screen(PICTURES / "tests.png")


def _is_another(old: str, up: Callable[[Told], bool], told: Told) -> bool:
    return up(told) or stage_of(told) not in {"", old}


def done(city: City, order: str) -> Callable[[Told], bool]:
    """Whether central was told how an order ended."""
    return lambda _: city.outcome(order, DEVICE).startswith(("done", "failed"))


def cared_for(machine: Machine, city: City) -> None:
    """Reboot, examine and wipe it by orders of central."""
    boot = machine.told()["boot"]
    order = city.order("reboot", DEVICE)
    came("rebooted by order", machine.wait("a reboot", lambda told: told["boot"] != boot))
    came("content again after it", machine.wait("content", lambda told: told["boot"] != boot and plays(told)))
    machine.wait("the outcome", done(city, order), 300)
    tell(
        [
            Row(
                "what central was told of the reboot",
                "done",
                said := city.outcome(order, DEVICE),
                said == "done",
            )
        ]
    )
    order = city.order("doctor", DEVICE)
    came("examined by order", machine.wait("the doctor", done(city, order)))
    said = city.outcome(order, DEVICE)
    tell([Row("what the doctor says", "passed", said, "passed" in said)])
    order = city.order("reset", DEVICE)
    came("a box again by order", machine.wait("a code", lambda told: not told["device"] and code(told)))
    files = machine.told()["content"]
    tell([Row("files of content left", "0", str(len(files)), not files)])
    lit(machine, "box-again.png", "its pairing page again")


def main() -> None:
    """Goes through it once."""
    debian = release()
    minutes(MINUTES)
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    with scratch("boot") as folder:
        city = City(folder)
        trust = city.found()
        flags = ("--profile", "plasma-16x9", "--output", "Virtual-1", "--central", city.seen_as)
        tree = make_tree(folder, debian, trust, *flags)
        lacking = missing_libraries(tree)
        tell(
            [
                Row(
                    "libraries that Qt looks for and Debian has not",
                    "0",
                    ", ".join(lacking) or "0",
                    not lacking,
                )
            ]
        )
        make_disk(tree, folder / "disk")
        city.open()
        try:
            written_to(Machine(folder / "disk"), city)
            (folder / "disk").unlink()
            make_read_only(tree)
            make_disk(tree, folder / "disk")
            make_state(folder / "state")
            read_only(folder, city)
        finally:
            city.close()
            shutil.copyfile(folder / "console", PICTURES / "console.log")


def written_to(machine: Machine, city: City) -> None:
    """The appliance with a common root."""
    try:
        if enrolled(machine, city):
            hammered_on(machine)
            speaks(machine)
            is_watched(machine)
            cared_for(machine, city)
            reboots_once(machine)
        else:
            tell([Row("chords, plug, orders, fallback", "tried", "not tried", met=False)])
    finally:
        machine.end()


def read_only(folder: Path, city: City) -> None:
    """The appliance with its root below an overlay: the plug is pulled, the state lost and broken."""
    disk, state = folder / "disk", folder / "state"
    root = digest_of(disk)
    machine = Machine(disk, state)
    try:
        if not came("a code, root below an overlay", machine.wait("a code", code, 1200)):
            return
        city.claim(code(machine.told()), OTHER)
        came("content, root below an overlay", machine.wait("content", plays, 900))
        is_below(machine, "at its first boot")
        machine.do("note")
        machine.wait("a note", lambda told: told["noted"])
        boot = machine.told()["boot"]
        machine.end()
        machine = is_kept(disk, state, boot, root)
    finally:
        machine.end()
    is_lit_without_state(disk, how="lost", file="state-lost.png")
    break_state(state)
    is_lit_without_state(disk, state, how="broken", file="state-broken.png")


if __name__ == "__main__":
    main()
