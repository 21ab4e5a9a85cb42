"""kill -9 of agent, stage and both, at instants that chance gives: while they fetch, go over, and play."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from random import Random
from typing import NamedTuple

from patience import until, wait
from rig import AGENT, MB, STAGE_NAME, Rig

from player.state import LATEST

DOWNLOAD, SWAP, PLAY = "download", "swap", "play"
VICTIMS = ((AGENT,), (STAGE_NAME,), (AGENT, STAGE_NAME))
PATIENT = {"attempt_s": 10.0, "small_s": 10.0, "gap_s": 5.0}
_PACE_S = 0.04


class Kill(NamedTuple):
    """Whom, in the middle of what, and how many seconds after that has begun."""

    victims: tuple[str, ...]
    moment: str
    after_s: float


def kills(chance: Random) -> Iterator[Kill]:
    """One after the other, each kind as often as any other."""
    kinds = list(product(VICTIMS, (DOWNLOAD, SWAP, PLAY)))
    while True:
        chance.shuffle(kinds)
        for victims, moment in kinds:
            yield Kill(victims, moment, chance.uniform(0, 0.9))


def strike(one: Rig, kill: Kill) -> float:
    """Kill, look at what is left, start again; the seconds until the glass shows what was published last."""
    one.require_alive()
    _await_moment(one, kill)
    one.kill(*kill.victims)
    one.require_sound()
    for name in kill.victims:
        one.start_agent() if name == AGENT else one.start_stage()
    said = len(one.lines())
    recovered = one.await_glass(one.number)
    return recovered + until("the agent finds all well", lambda: any(is_well(one, said)))


def is_well(one: Rig, said: int) -> Iterator[bool]:
    """Of each line that the agent said since, whether all was well."""
    one.require_alive()
    return (line.fault is None for line in one.lines()[said:])


def _await_moment(one: Rig, kill: Kill) -> None:
    latest = one.state.generations / LATEST
    before = latest.readlink()
    one.server.pace_s = _PACE_S if kill.moment == DOWNLOAD else 0
    one.server.log.clear()
    if kill.moment == DOWNLOAD:
        one.publish(*one.pair(size=MB))
        until("an object is asked for", lambda: bool(one.server.asked("objects/")))
    elif kill.moment == SWAP:
        one.publish()
        until("a new generation", lambda: latest.readlink() != before)
    wait(kill.after_s)
