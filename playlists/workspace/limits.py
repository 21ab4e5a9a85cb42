"""The most that a workspace may hold, so that a hostile or broken folder cannot hang or fill the machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Every maximum of this package, units in the names."""

    file_bytes: int = 2**20
    files_per_folder: int = 500
    items_per_playlist: int = 1_000
    layout_parts: int = 64
    events: int = 2_000
    devices: int = 20_000
    services: int = 64
    key_parts: int = 16
    nested_brackets: int = 32
    problems: int = 1_000
    overlap_days: int = 366
    event_pairs: int = 20_000
