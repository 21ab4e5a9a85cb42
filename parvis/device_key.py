"""`parvis device-key`: the public half of what a device signs its reports with."""

from __future__ import annotations

from pathlib import Path

from device_profiles.errors import IdentityError
from device_profiles.identity import DeviceKey
from parvis.console import FAILED, GOOD, Voice, complain, say, say_json
from parvis.words import SaidError, refusal, words
from player.agent.identity import device_key
from player.state import State


def tell_device_key(folder: Path, voice: Voice, *, as_json: bool) -> int:
    """Say the public key, made where there is none."""
    try:
        key = key_in(folder)
    except SaidError as error:
        complain(f"parvis: {error.said.to(voice.language)}")
        return FAILED
    if as_json:
        say_json({"key": key.public})
    else:
        say(key.public)
    return GOOD


def key_in(folder: Path) -> DeviceKey:
    """The key in a state directory. Raises `SaidError`."""
    return key_from(State(folder).device_key)


def key_from(place: Path) -> DeviceKey:
    """The key in a file, made where there is none. Raises `SaidError`."""
    file = str(place)
    try:
        return device_key(place)
    except OSError as error:
        raise SaidError(words("device.no-key", file=file, reason=refusal(error))) from error
    except IdentityError as error:
        raise SaidError(words("device.no-key", file=file, reason=words("device.bad-key"))) from error
