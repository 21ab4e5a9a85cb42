"""What a stage hung on is held against it by the next one, whoever ended the one and starts the other.

A decoder that never comes back keeps a stage from drawing anything else, until a watchdog kills it: so
what was being decoded for long when a stage ended is a strike. After each the built-in slide comes first, so
that what hangs again leaves no glass black; after several on the same within an hour that is set aside. What
kills at once is seen by who counts deaths (`player.supervisor`, systemd); a kill by chance is neither.
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing, suppress
from datetime import datetime, timedelta

import msgspec

from device_profiles.report import Fault
from player import quarantine
from player.quarantine import Barred
from player.spool import Spool
from player.state import State
from player.status import STRIKES, WORK, Work, read_work
from playlists.durable import put
from playlists.timeline import BUILT_IN

_log = logging.getLogger(__name__)
MOST, WITHIN = 3, timedelta(hours=1)
"""So many hangs on the same in so long are enough."""
HUNG_S = 45.0
"""What was being decoded for so long hung: no picture takes it, and watchdogs wait for longer."""
SLIDE_S = 5.0
"""So long the built-in slide is shown after each."""


def blamed(work: Work, at: datetime) -> Barred:
    """What was being decoded when a stage ended, as it is set aside."""
    return Barred(name=work.object or work.item, item=work.item, since=at)


def count(state: State, device: str, at: datetime, steady_s: float) -> float:
    """At the start of a stage: hold against it what the one before hung on, and set it aside in the end.

    Returns for how many seconds only the built-in slide is to be shown. Where the state cannot be written
    nothing is remembered.
    """
    work = read_work(state.status / WORK)
    if work is None:
        return 0.0
    hung = work.item != BUILT_IN and steady_s - work.steady_s >= HUNG_S
    is_enough = False
    try:
        is_enough = hung and _add(state, blamed(work, at))
        (state.status / WORK).unlink(missing_ok=True)
    except OSError as error:
        _log.warning("the state cannot be written, playing goes on: %s", error)
    if is_enough:
        said = f"the stage hung {MOST} times while it decoded the same; set aside: {work.item}"
        _log.warning("%s", said)
        _tell(state, Fault(device=device, at=at, part="play", kind="loop", message=said))
    return SLIDE_S if hung else 0.0


def _add(state: State, found: Barred) -> bool:
    """Add a strike; whether it was one too many, and what it is held against is set aside."""
    file = state.status / STRIKES
    before = (one for one in quarantine.read(file) if abs(found.since - one.since) <= WITHIN)
    strikes = [*before, found]
    others = [one for one in strikes if one.name != found.name]
    is_enough = len(strikes) - len(others) >= MOST
    if is_enough:
        quarantine.add(state.quarantine, [found])
    put(file, msgspec.json.encode(others if is_enough else strikes))
    return is_enough


def _tell(state: State, fault: Fault) -> None:
    # An outbox that cannot be written is told of by the recorder.
    with suppress(OSError, sqlite3.Error), closing(Spool(state.spool)) as spool:
        spool.add([fault])
