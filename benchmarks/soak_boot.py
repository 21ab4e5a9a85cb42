"""An appliance that boots: installed as docs say, enrolled, playing, cared for from afar, and a box again.

QEMU emulates the machine, some thirty times slower than one (no figure here is a promise of speed). A real
central on this host enrols it; orders reboot it, examine it, and wipe it; what is on its glass is kept in
`build/boot` as pictures. It takes some forty minutes, however many are given, as root, with QEMU and
debootstrap. `--release 13` does it on Debian 13.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from boot_city import City
from boot_image import make_disk, make_tree, missing_libraries
from boot_machine import Machine
from figures import Row, minutes, scratch, tell
from PIL import Image

MINUTES = 40
DEVICE = "plasma-hotel-de-ville"
CHORDS = (
    *("alt-f4", "ctrl-q", "ctrl-w", "esc", "ctrl-alt-backspace", "ctrl-alt-f2", "ctrl-alt-f1", "alt-tab"),
    *("ctrl-alt-delete", "meta_l-d", "alt-sysrq-k", "ctrl-alt-esc", "f11", "power", "sleep"),
)
DARK = 50
"""So few colours are no picture."""
PICTURES = Path(__file__).parents[1] / "build" / "boot"
Told = dict[str, Any]


def release() -> int:
    """Which Debian: `--release`."""
    if "--release" not in sys.argv:
        return 12
    at = sys.argv.index("--release")
    _, number = sys.argv.pop(at), sys.argv.pop(at)
    return int(number)


def is_up(unit: str) -> Callable[[Told], bool]:
    """Whether a unit is at work."""
    return lambda told: bool(told["units"][unit].get("SubState") == "running")


def code(told: Told) -> str:
    """The code that the box shows."""
    return str((told.get("pairing") or {}).get("code") or "")


def plays(told: Told) -> bool:
    """Whether frames of what the feed says were presented on every screen."""
    screens = told["stage"].get("screens") or []
    items = {zone["item"] for screen in screens for zone in screen["showing"]}
    return bool(items - {"built-in"}) and all(screen["frames"] for screen in screens)


def shown(picture: Image.Image) -> int:
    """How many colours are on the glass: one or two are a dark screen."""
    return len(picture.getcolors(10_000_000) or ())


def came(figure: str, seconds: float | None, promised: str = "comes") -> bool:
    """A row about something that was waited for."""
    tell(
        [
            Row(
                figure,
                promised,
                "never" if seconds is None else f"{seconds:.0f} s, emulated",
                seconds is not None,
            )
        ]
    )
    return seconds is not None


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


def lit(machine: Machine, file: str, figure: str) -> None:
    """A row: how long until there is a picture on its glass, which is kept."""

    def there(_: Told) -> bool:
        return shown(machine.screen(PICTURES / file)) > DARK

    came(figure, machine.wait(figure, there, 180), "a picture")


def stage_of(told: Told) -> str:
    """The process of the stage that is at work; "" where none is."""
    unit = told["units"]["parvis-stage"]
    process = str(unit.get("MainPID") or "")
    return process if unit.get("SubState") == "running" and process != "0" else ""


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


def falls_back(machine: Machine) -> None:
    """A stage that is killed again and again leaves the built-in slide."""
    up = is_up("parvis-fallback")
    for _ in range(6):
        process = stage_of(machine.told())
        machine.do("kill")
        machine.wait("another stage", partial(_is_another, process, up), 60)
    if came("built-in slide when the stage does not stay", machine.wait("the slide", up)):
        lit(machine, "fallback.png", "built-in slide on its glass")


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
        shutil.rmtree(tree)
        city.open()
        machine = Machine(folder / "disk")
        try:
            if enrolled(machine, city):
                hammered_on(machine)
                cared_for(machine, city)
                falls_back(machine)
            else:
                tell([Row("chords, plug, orders, fallback", "tried", "not tried", met=False)])
        finally:
            machine.end()
            city.close()
            shutil.copyfile(machine.console, PICTURES / "console.log")


if __name__ == "__main__":
    main()
