"""`parvis doctor --set-pin`: the PIN that opens the tests on a device's own screen."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

from parvis.console import FAILED, GOOD, Voice, complain, say
from parvis.words import refusal, words
from player.acceptance import Desk
from player.pin import is_weak, write_pin
from player.state import State


def ask_pin(folder: Path, voice: Voice) -> int:
    """Ask for a PIN, unseen where it is typed, or read a line of input; an empty one takes it away."""
    desk = Desk(State(folder))
    asked = f"{voice.words('doctor.pin-asked')} "
    pin = getpass.getpass(asked) if sys.stdin.isatty() else sys.stdin.readline().strip()
    if pin and is_weak(pin):
        complain(f"parvis: {voice.words('doctor.pin-weak')}")
        return FAILED
    try:
        if pin:
            write_pin(desk.pin, pin)
            desk.pin.chmod(0o600)
        else:
            desk.pin.unlink(missing_ok=True)
        desk.door.unlink(missing_ok=True)
    except OSError as error:
        said = words("doctor.unkept", folder=str(folder), reason=refusal(error))
        complain(f"parvis: {said.to(voice.language)}")
        return FAILED
    say(voice.words("doctor.pin-set" if pin else "doctor.pin-gone"))
    return GOOD
