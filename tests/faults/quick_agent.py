"""`parvis` whose agent is in a hurry: `quick_agent.py OFFSET_FILE LIMITS agent …`.

LIMITS is JSON: what differs from the usual ones. OFFSET_FILE holds the milliseconds that its clock is ahead.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import msgspec

import parvis.agent
from parvis.cli import main
from player.agent.limits import Limits

_offset = Path(sys.argv.pop(1))
_limits = msgspec.json.decode(sys.argv.pop(1), type=dict[str, float])


def _now() -> datetime:
    return datetime.now(UTC) + timedelta(milliseconds=int(_offset.read_text() or 0))


parvis.agent.Limits = partial(Limits, **_limits)  # type: ignore[attr-defined,assignment,arg-type]
parvis.agent.now = _now
main()
