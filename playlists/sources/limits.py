"""The most that a source may cost, so that a hostile or broken one cannot hang or fill the machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Every maximum of this package, units in the names."""

    sources: int = 500
    answer_bytes: int = 4 * 2**20
    request_s: float = 20.0
    """For one request with all its redirects, from the name's look-up to the last byte."""
    redirects: int = 5
    at_once: int = 32
    at_once_per_host: int = 2
    entries: int = 5_000
    """Rows, items or events of one answer; one with more is not looked at."""
    depth: int = 40
    """How deep the elements of an answer may be nested."""
    follow_ups: int = 4
    back_off_s: float = 60.0
    longest_back_off_s: float = 3_600.0
    longest_retry_after_s: float = 86_400.0
    calendar_s: float = 4.0
    """Of a core, for reading one calendar, in a process of its own."""
    calendar_wall_s: float = 60.0
    """For the same on a machine that has much else to do."""


LIMITS = Limits()
