"""What must hold after every fault: the store, the newest generation, the outbox."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Sequence

from device_world import DEVICE
from glass_log import GlassLog

from device_profiles.report import Lost, PlayRecord, PlaySum, Record
from player.choice import Choice, missing, open_generation
from player.spool import Spool
from player.state import LATEST, State

_SLACK_MS = 100


def bad_objects(state: State) -> list[str]:
    """Files in the store that are not what their names promise."""
    files = state.objects.glob("??/*")
    return [file.name for file in files if hashlib.sha256(file.read_bytes()).hexdigest() != file.name]


def require_sound(state: State, anchor: bytes) -> None:
    """No wrong object; the newest generation verifies and is whole."""
    assert not bad_objects(state)
    found = open_generation(state, (state.generations / LATEST).readlink().name, anchor, DEVICE)
    assert isinstance(found, Choice), found
    assert not [name for part in found.parts for name in missing(state, part)]


def records(state: State) -> list[Record]:
    """What the spool holds, in its order; to be asked when nobody writes it any more."""
    spool = Spool(state.spool)
    try:
        return [entry.record for entry in spool.batch(10**6)]
    finally:
        spool.close()


def counted(found: Sequence[Record]) -> int:
    """How many plays records stand for, those that were given up included."""
    counts = (getattr(one, "count", 1) for one in found if isinstance(one, PlayRecord | PlaySum | Lost))
    return sum(counts)


def lost_plays(found: Sequence[Record], glass: GlassLog, names: dict[str, str], grace_ms: int) -> list[str]:
    """Plays that were seen and are in no record, but for those over `grace_ms` before their stage ended.

    `names` gives an item by its colour. A record stands for one play alone: for the first that was seen at
    its time and for which no other stands. It need not tell all of that time: on a busy machine the frame
    that ends a play is presented later than the next look sees it.
    """
    plays: dict[str, deque[PlayRecord]] = {}
    for record in sorted((one for one in found if isinstance(one, PlayRecord)), key=lambda one: one.start):
        plays.setdefault(record.item, deque()).append(record)
    lost = []
    for run in glass.runs():
        if (name := names.get(run.colour)) is None:
            continue
        kept = plays.get(name, deque())
        while kept and _ms(kept[0]) + kept[0].duration_ms + _SLACK_MS < run.first:
            kept.popleft()
        if kept and _ms(kept[0]) - _SLACK_MS <= run.last:
            kept.popleft()
        elif run.last < run.ended - grace_ms:
            lost.append(name)
    return lost


def _ms(play: PlayRecord) -> float:
    return play.start.timestamp() * 1000
