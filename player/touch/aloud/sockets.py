"""What is plugged into this machine's sound sockets, as Linux tells. Looks at devices, touches none.

A socket of a sound card is a control of that card, read as `amixer` does, with the right to sound alone;
headphones on USB are a sound card of their own. Where there is no sound card nothing is ever plugged.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from player.touch.aloud.ears import is_socket

_OF_CARD = 0
"""SNDRV_CTL_ELEM_IFACE_CARD: the kind of control that a jack is (sound/core/ctljack.c)."""
_MOST = 512
"""Controls of a card that are looked through."""


class _Id(ctypes.Structure):
    _fields_ = (
        ("numid", ctypes.c_uint),
        ("iface", ctypes.c_int),
        ("device", ctypes.c_uint),
        ("subdevice", ctypes.c_uint),
        ("name", ctypes.c_char * 44),
        ("index", ctypes.c_uint),
    )


class _List(ctypes.Structure):
    _fields_ = (
        ("offset", ctypes.c_uint),
        ("space", ctypes.c_uint),
        ("used", ctypes.c_uint),
        ("count", ctypes.c_uint),
        ("pids", ctypes.POINTER(_Id)),
        ("reserved", ctypes.c_char * 50),
    )


class _Value(ctypes.Structure):
    _fields_ = (
        ("id", _Id),
        ("indirect", ctypes.c_uint),
        ("value", ctypes.c_long * 128),
        ("reserved", ctypes.c_char * 128),
    )


def _both_ways(number: int, size: int) -> int:
    """A request of ALSA’s that is written and read (`_IOWR('U', …)`)."""
    return 3 << 30 | size << 16 | ord("U") << 8 | number


ELEM_LIST = _both_ways(0x10, ctypes.sizeof(_List))
ELEM_READ = _both_ways(0x12, ctypes.sizeof(_Value))


def plugged(cards: Path = Path("/sys/class/sound"), devices: Path = Path("/dev/snd")) -> frozenset[str]:
    """The names of what is plugged now; what cannot be asked is not."""
    found = {card.name for card in cards.glob("card*") if "/usb" in str(card.resolve())}
    for device in devices.glob("controlC*"):
        with suppress(OSError):
            found |= {f"{device.name}/{socket}" for socket in _sockets(device)}
    return frozenset(found)


def _sockets(device: Path) -> Iterator[str]:
    """The sockets of a card into which headphones are plugged."""
    card = os.open(device, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        ids = (_Id * _MOST)()
        listed = _List(space=_MOST, pids=ids)
        fcntl.ioctl(card, ELEM_LIST, listed)
        for one in ids[: listed.used]:
            if one.iface == _OF_CARD and is_socket(one.name.decode(errors="replace")):
                value = _Value(id=one)
                fcntl.ioctl(card, ELEM_READ, value)
                if value.value[0]:
                    yield f"{one.name.decode(errors='replace')} {one.index}"
    finally:
        os.close(card)
