"""What a stage was decoding when it ended is held against it by the next one, whoever starts that.

Why the stage ended is not asked: a fault in a decoder that kills, one that never comes back until a watchdog
kills, or something else. So it takes several times on the same within an hour before that is set aside; and
after each the built-in slide comes first, so that what hangs again keeps no glass black.
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
from player.status import STRIKES, WORK, read_work
from playlists.durable import put
from playlists.timeline import BUILT_IN

_log = logging.getLogger(__name__)
MOST, WITHIN = 3, timedelta(hours=1)
"""So many ends over the same in so long are enough."""
SLIDE_S = 5.0
"""So long the built-in slide is shown after each."""


def blamed(state: State, at: datetime) -> Barred | None:
    """What was being decoded when the last stage ended, if anything was."""
    work = read_work(state.status / WORK)
    return None if work is None else Barred(name=work.object or work.item, item=work.item, since=at)


def count(state: State, device: str, at: datetime) -> float:
    """At the start of a stage: hold against it what the one before was decoding, and set it aside in the end.

    Returns for how many seconds only the built-in slide is to be shown. Where the state cannot be written
    nothing is remembered.
    """
    found = blamed(state, at)
    if found is None or found.item == BUILT_IN:
        return 0.0
    try:
        is_enough = _add(state, found)
        (state.status / WORK).unlink(missing_ok=True)
    except OSError as error:
        _log.warning("the state cannot be written, playing goes on: %s", error)
        return SLIDE_S
    if is_enough:
        said = f"the stage ended {MOST} times while it decoded the same; set aside: {found.item}"
        _log.warning("%s", said)
        _tell(state, Fault(device=device, at=at, part="play", kind="loop", message=said))
    return SLIDE_S


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
