"""What can be wrong with what central is given."""

from __future__ import annotations


class CentralError(Exception):
    """The root of what this package raises about data."""


class RetiredError(CentralError):
    """An id that is gone for good: it has no key until it is taken back."""


class OrderError(CentralError):
    """An order that cannot be given."""


class StoreError(CentralError):
    """A store that cannot be used: it is of a later version, or is none."""


class TargetError(CentralError):
    """An address to which no alarm can be sent."""


class DeliveryError(CentralError):
    """Somebody did not take a message."""


class UnwantedError(DeliveryError):
    """Somebody will never take a message: to try again is no use."""


class TokenError(CentralError):
    """A token that cannot be made."""


class CertificateError(CentralError):
    """A certificate that cannot be served, or that is about to end."""


class RoomError(CentralError):
    """The disk of central is nearly full."""


class GroundError(CentralError):
    """A file of waters that cannot be read."""
