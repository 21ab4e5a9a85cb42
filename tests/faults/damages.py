"""Objects that are damaged on the disk, and how agent and stage get over it."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random

from rig import STAGE_NAME, Rig

from playlists.program import Item, Stills

SOON_S = 20.0
"""Less than the stage waits before it tries a broken picture again by itself."""


def truncated(file: Path) -> None:
    """The end is gone."""
    file.write_bytes(file.read_bytes()[:40])


def flipped(file: Path) -> None:
    """One bit fell over."""
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def unreadable(file: Path) -> None:
    """Another bit fell over: a letter in the middle is none any more, and the text no UTF-8."""
    data = bytearray(file.read_bytes())
    letters = [at for at, byte in enumerate(data) if chr(byte).isascii() and chr(byte).isalpha()]
    data[letters[len(letters) // 2]] |= 0x80
    file.write_bytes(data)


def emptied(file: Path) -> None:
    """All is gone but the name."""
    file.write_bytes(b"")


DAMAGES = (truncated, flipped, unreadable, emptied, Path.unlink)


def file_of(one: Rig, item: Item) -> Path:
    """Where an item's object lies on the device."""
    assert isinstance(item.content, Stills)
    name = item.content.pages[0].object
    return one.state.objects / name[:2] / name


def colours(one: Rig, looks: int) -> set[str]:
    """What is seen in the next so many looks."""
    return {look.colour for look in one.watch(looks)}


def damage_and_heal(one: Rig, chance: Random) -> float:
    """Damage something in some way, at rest or on the air; the seconds until it is seen again."""
    damage, item = chance.choice(DAMAGES), chance.choice(one.on_air)
    on_air = chance.random() < 0.5
    if on_air:
        one.await_item(item.id)
    else:
        one.kill()
    damage(file_of(one, item))
    began = time.monotonic()
    if on_air:
        one.await_line("repaired")
        if chance.random() < 0.5:
            one.kill(STAGE_NAME)
            one.start_stage()
    else:
        one.start_stage()
        one.await_glass(one.number)
        began = time.monotonic()
        one.start_agent()
    one.await_item(item.id)
    one.require_sound()
    return time.monotonic() - began
