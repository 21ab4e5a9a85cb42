"""Whether what was plugged in may be used: `usb_gate.py SYSFS-FOLDER ALLOW-FILE` ends with 0 where it may.

udev asks, before any driver sees the device: the kernel keeps it unauthorised, but has read its descriptors.
The file allows kinds, one a line: `hub`, `touch` (a HID device that is no boot keyboard or mouse), `stick`
(mass storage), or a device by VENDOR:PRODUCT in hexadecimal. Every interface must be of an allowed kind: a
stick that is also a keyboard is refused. Source: USB 2.0 specification, 9.6; HID 1.11, 4.2 and 4.3.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

_DEVICE, _INTERFACE = 1, 4
_DEVICE_BYTES, _INTERFACE_BYTES = 18, 9
_LONGEST = 65536
Kind = tuple[int, int, int]
"""Class, subclass and protocol."""


class NotUsbError(Exception):
    """Bytes that are no descriptors."""


def descriptors(data: bytes) -> Iterator[bytes]:
    """The descriptors in the bytes, one after the other."""
    at = 0
    while at < len(data):
        length = data[at]
        if length < 2 or at + length > len(data):  # noqa: PLR2004 - each begins with its length and its type
            raise NotUsbError
        yield data[at : at + length]
        at += length


def is_allowed(data: bytes, allowed: frozenset[str]) -> bool:
    """Whether a device with those descriptors is of the allowed kinds; what is no device is not."""
    try:
        found = tuple(descriptors(data))
    except NotUsbError:
        return False
    if not found or found[0][1] != _DEVICE or len(found[0]) < _DEVICE_BYTES:
        return False
    vendor, product = found[0][8] | found[0][9] << 8, found[0][10] | found[0][11] << 8
    if f"{vendor:04x}:{product:04x}" in allowed:
        return True
    inner = [one for one in found if one[1] == _INTERFACE]
    if not inner or any(len(one) < _INTERFACE_BYTES for one in inner):
        return False
    return all(_name((one[5], one[6], one[7])) in allowed for one in inner)


def _name(kind: Kind) -> str:
    match kind:
        case (0x09, _, _):
            return "hub"
        case (0x03, 0, 0):
            return "touch"
        case (0x08, _, _):
            return "stick"
        case _:
            return ""


def allowed_by(text: str) -> frozenset[str]:
    """What a file allows."""
    return frozenset(line.partition("#")[0].strip().lower() for line in text.splitlines()) - {""}


def main(folder: Path, allow: Path) -> int:
    """End with 0 where the device may be used; where anything cannot be read, it may not."""
    try:
        with (folder / "descriptors").open("rb") as file:
            data = file.read(_LONGEST)
        return 0 if is_allowed(data, allowed_by(allow.read_text("utf-8"))) else 1
    except (OSError, UnicodeDecodeError):
        return 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
