"""Values as they may come in from outside: an instant has an offset, a count is none that overflows."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec

EXACT = 2**53
"""Up to here every program and every database counts exactly."""

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
Count = Annotated[int, msgspec.Meta(ge=0, le=EXACT)]
Times = Annotated[int, msgspec.Meta(ge=0, le=10**9)]
"""How often something was; thousands of millions of such may be added up."""
SpanMs = Annotated[int, msgspec.Meta(ge=0, le=10**13)]
"""Milliseconds, 300 years at most: a clock may have leapt since 1970."""
Figure = Annotated[float, msgspec.Meta(ge=-EXACT, le=EXACT)]
"""What was measured: means and sums of such overflow nowhere."""
Signed = Annotated[int, msgspec.Meta(ge=-EXACT, le=EXACT)]
