"""The exceptions of this room.

ProvisioningError
├── BundleError       a stick that cannot be written, or does not keep what was written
├── NoRoomError       a stick that is too small
├── FleetError        a table of a fleet that cannot be read at all
├── DevicesFileError  a devices.toml that cannot be changed
└── InstallError  a tree that cannot be installed into: a `Hindrance`, and where or what
"""

from __future__ import annotations


class ProvisioningError(Exception):
    """Bad data met in this room."""


class BundleError(ProvisioningError):
    """A stick that cannot be written, or does not keep what was written: a `Fault`, the file, the cause."""

    def __init__(self, fault: str, file: str, cause: str = "") -> None:
        super().__init__(f"{fault}: {file} {cause}".strip())
        self.fault, self.file, self.cause = fault, file, cause


class NoRoomError(ProvisioningError):
    """A stick that is too small: bytes that are needed, and that are free."""

    def __init__(self, needed: int, free: int) -> None:
        super().__init__(f"{needed} bytes are needed, {free} are free")
        self.needed, self.free = needed, free


class FleetError(ProvisioningError):
    """A table of a fleet that cannot be read at all: a `fleet.Unreadable`, with a detail."""

    def __init__(self, fault: str, detail: str = "") -> None:
        super().__init__(f"{fault} {detail}".strip())
        self.fault, self.detail = fault, detail


class DevicesFileError(ProvisioningError):
    """A devices.toml that cannot be changed: why."""


class InstallError(ProvisioningError):
    """A tree that cannot be installed into: which `facts.Hindrance`, and where or what."""

    def __init__(self, hindrance: str, what: str = "") -> None:
        super().__init__(f"{hindrance}: {what}")
        self.hindrance, self.what = hindrance, what
