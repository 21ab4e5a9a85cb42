"""`parvis` whose agent beats in a hurry: `pulsing_agent.py BEAT_S HANGS_S agent …`.

SIGUSR1 hangs what fetches.
"""

from __future__ import annotations

import signal
import sys
import threading

import parvis.pulse
from parvis.cli import main

parvis.pulse.BEAT_S, parvis.pulse.HANGS_S = float(sys.argv.pop(1)), float(sys.argv.pop(1))
signal.signal(signal.SIGUSR1, lambda *_: threading.Event().wait())
main()
