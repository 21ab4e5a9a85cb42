"""Which machine this is: a hash that tells it from every other one, whatever disk it was started from.

It holds nothing that only root may read, so that every process of the device finds the same.
"""

from __future__ import annotations

import hashlib
import stat
from contextlib import suppress
from pathlib import Path

import msgspec

_PREFIX = b"parvis machine 1\n"
_SERIALS = (
    "sys/class/dmi/id/product_uuid",
    "sys/class/dmi/id/board_serial",
    "proc/device-tree/serial-number",
)
_BURNT_IN = "0"
"""`addr_assign_type` of an address that the hardware has by itself (include/uapi/linux/netdevice.h)."""


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What the system says of the machine; "" where it says nothing.

    `installation` names the installed system and goes with a copy of its disk; `serials` and `address` (of
    the first network card that is built in) are the machine's own.
    """

    installation: str = ""
    serials: tuple[str, ...] = ()
    address: str = ""


def machine_hash(facts: Facts) -> str:
    """The machine as 64 hexadecimal digits: the same facts, the same machine."""
    told = "\n".join((facts.installation, facts.address, *facts.serials))
    return hashlib.sha256(_PREFIX + told.encode()).hexdigest()


def facts(root: Path = Path("/")) -> Facts:
    """Ask the system whose tree begins at `root`."""
    return Facts(
        installation=_line(root / "etc/machine-id"),
        serials=tuple(_line(root / file) for file in _SERIALS),
        address=_address(root / "sys/class/net"),
    )


def this_machine() -> str:
    """The hash of the machine that this runs on."""
    return machine_hash(facts())


def _line(file: Path) -> str:
    """A file's text where everybody may read it: what only root reads would be two machines to two users."""
    with suppress(OSError, UnicodeDecodeError):
        if file.stat().st_mode & stat.S_IROTH:
            return file.read_bytes().strip(b"\0 \n").decode("ascii").lower()
    return ""


def _address(folder: Path) -> str:
    """The address of the first card that is built in: on a bus, not on a plug."""
    cards = []
    with suppress(OSError):
        for card in folder.iterdir():
            device = card / "device"
            if not device.exists() or _line(card / "addr_assign_type") != _BURNT_IN:
                continue
            place = str(device.resolve())
            if "/usb" not in place and (address := _line(card / "address")):
                cards.append((place, address))
    return min(cards)[1] if cards else ""
