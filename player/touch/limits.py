"""The bounds of a touch session, with units."""

from __future__ import annotations

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Times in seconds, sizes in millimetres, the rest numbers.

    The times are those of WCAG 2.2, 2.2.1 and of EN 301 549; sizes those of the RAMMU guide.
    """

    idle_s: float = 45.0
    """So long after the last touch people are asked whether they are still there."""
    warning_s: float = 20.0
    """And so long they have to say so."""
    spoken_letters_s: float = 10.0
    longest_spoken_s: float = 120.0
    """So many letters are read aloud in a second, and so long who is read to is not asked at most."""
    target_mm: float = 15.0
    large_mm: float = 20.0
    apart_mm: float = 2.0
    """Two targets are at least so far apart; `gap_mm` is what is left between them where there is room."""
    gap_mm: float = 4.0
    reach_low_mm: float = 900.0
    reach_high_mm: float = 1220.0
    """Between them lies what a person in a wheelchair reaches: 900 to 1,300 mm by the French order of
    15 January 2007, 380 to 1,220 mm by EN 301 549, 8.3.2."""
    trail: int = 32
    """Pages that one can go back."""
    letters: int = 40
    """The longest text that is searched for."""
    votes: int = 60
    signals: int = 20
    """The most votes of one poll, and words of anything out of date, that a screen takes in `ballots_s`."""
    ballots_s: float = 3600.0
    farthest_scale: float = 0.03
    first_scale: float = 0.15
    nearest_scale: float = 0.6
    """Of a map, in millimetres of glass for a metre: 1:33,000, 1:6,700, 1:1,700."""
    zoom: float = 2.0
    """What a touch on a button does to the scale."""
    drag_mm: float = 3.0
    """A finger that moves less than that has not moved."""
    found: int = 60
    """The most that a search lists."""
    listed: int = 100
    """The most that a service lists; what is farther away is found by searching."""
    themes: int = 6
    """The most themes that a list of events can be narrowed to."""


LIMITS = Limits()
