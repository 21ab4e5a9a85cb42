"""What can be wrong with the data of this package."""

from __future__ import annotations


class ProvisioningError(Exception):
    """The root of what this package raises about data."""
