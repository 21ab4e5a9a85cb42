"""How much of enrolling central bears."""

from __future__ import annotations

from datetime import timedelta

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers of things, spans of time, and signs of secrets."""

    pairings: int = 2_000
    """Boxes that wait at once."""
    pairings_of_address: int = 64
    """Boxes that wait behind one address: a works-yard has one line."""
    again_s: int = 60
    """After so many seconds a box may ask anew where there was no room."""
    told: timedelta = timedelta(hours=1)
    """How long a code is remembered after its end, so that it is called expired or claimed, not wrong."""
    sources: int = 10_000
    """Sources of wrong codes that are remembered."""
    secret_signs: int = 16
    """Signs of a technician's secret: 78 bits, short enough to be typed on a phone."""
    technicians: int = 1_000
    """Tokens that are kept; what ended a month ago makes room."""
    kept: timedelta = timedelta(days=30)
    """How long a technician's token is shown after its end."""
    session: timedelta = timedelta(hours=12)
    """How long a phone stays signed in, the token's own end aside."""
    acceptances: int = 10
    """Reports of an acceptance that are kept of one device: the newest."""


LIMITS = Limits()
