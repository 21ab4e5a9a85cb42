"""The names of the catalog's profiles, without reading any of them: what a device's agent needs to know."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def profile_names() -> frozenset[str]:
    """The ids of the families of devices that Parvis knows."""
    return frozenset(file.stem for file in Path(__file__).with_name("catalog").glob("*.toml"))
