"""The exceptions of this room.

ProvisioningError
└── InstallError  a tree that cannot be installed into: a `Hindrance`, and where or what
"""

from __future__ import annotations


class ProvisioningError(Exception):
    """Bad data met in this room."""


class InstallError(ProvisioningError):
    """A tree that cannot be installed into: which `facts.Hindrance`, and where or what."""

    def __init__(self, hindrance: str, what: str = "") -> None:
        super().__init__(f"{hindrance}: {what}")
        self.hindrance, self.what = hindrance, what
