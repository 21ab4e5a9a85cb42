"""`parvis` whose agent reports in a hurry: `hasty_agent.py LIMITS agent …`, LIMITS in JSON."""

from __future__ import annotations

import sys
from functools import partial

import msgspec

import parvis.reporting
from parvis.cli import main
from player.agent.limits import ReportLimits

_limits = msgspec.json.decode(sys.argv.pop(1), type=dict[str, float])
parvis.reporting.ReportLimits = partial(ReportLimits, **_limits)  # type: ignore[attr-defined,assignment,arg-type]
main()
