"""How a film that plays by itself is kept in step with the clock: how far off it is, and what cures it."""

from __future__ import annotations

from dataclasses import dataclass

SEEK_MS = 400
"""Further off than this it jumps: pulling back more by speed alone would be seen, or take many seconds."""
PERIOD_MS = 1000
"""How often a film's step is looked at, and the time in which it is to be back in step."""


@dataclass(frozen=True, slots=True)
class Correction:
    """Play on at `rate` times the usual speed, after a jump to the due position if it `seeks`."""

    rate: float = 1.0
    seeks: bool = False


def ahead_ms(position_ms: float, due_ms: float, length_ms: float) -> float:
    """How far a looping film of `length_ms` at `position_ms` is ahead of `due_ms`, the short way round."""
    half = length_ms / 2
    return (position_ms - due_ms + half) % length_ms - half


def correction(ahead: float, frame_ms: float) -> Correction:
    """What brings back into step a film that is `ahead` by so many milliseconds (behind if negative).

    Up to one frame it is in step. Up to `SEEK_MS` its speed makes up for it within `PERIOD_MS`.
    """
    if abs(ahead) <= frame_ms:
        return Correction()
    if abs(ahead) <= SEEK_MS:
        return Correction(rate=1 - ahead / PERIOD_MS)
    return Correction(seeks=True)
