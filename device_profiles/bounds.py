"""Values as they may come in from outside: an instant has an offset, a count is none that overflows."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec

_EXACT = 2**53
"""Up to here every program and every database counts exactly."""

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
Count = Annotated[int, msgspec.Meta(ge=0, le=_EXACT)]
Signed = Annotated[int, msgspec.Meta(ge=-_EXACT, le=_EXACT)]
