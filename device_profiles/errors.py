"""What can be wrong with the data of this package."""

from __future__ import annotations


class DeviceProfilesError(Exception):
    """The root of what this package raises about data."""


class ProfileError(DeviceProfilesError):
    """A profile that cannot be used. `faults` holds a key and a sentence for every mistake in it."""

    def __init__(self, profile: str, faults: tuple[tuple[str, str], ...]) -> None:
        self.profile = profile
        self.faults = faults
        lines = [f"{key}: {sentence}" if key else sentence for key, sentence in faults]
        super().__init__(f"profile {profile!r}: " + "; ".join(lines))


class IdentityError(DeviceProfilesError):
    """Bytes that are no key."""


class ForeignError(DeviceProfilesError):
    """A request that nobody known signed, or that was changed after it was signed."""


class UntimelyError(DeviceProfilesError):
    """A request that somebody known signed at another time than now; `device` is who."""

    def __init__(self, message: str, device: str) -> None:
        super().__init__(message)
        self.device = device


class AcceptanceError(DeviceProfilesError):
    """An acceptance report that is none, or that its device did not sign so."""
