"""A film that comes over a narrow line which it shares with a heartbeat."""

from __future__ import annotations

import http.client
import time
from statistics import median
from typing import NamedTuple

from narrow_line import narrow_line
from patience import wait
from rig import Rig

BEAT_S = 0.1


class Shared(NamedTuple):
    """What came of it: for how long the film was on its way, and how the beats fared.

    `filled` is which part of the line's queue the film had taken when a beat was sent, `worst_s` the longest
    that an answer took.
    """

    seconds: float
    beats: int
    missed: int
    filled: float
    worst_s: float


def fetch_a_film(one: Rig, size: int, line_rate: float, *, queue: int, rate: int | None) -> Shared:
    """Fetch a film of so many bytes over a line of so many a second, with the agent's `--rate` in KB/s."""
    (one.world.feed / "heartbeat").write_bytes(b"ok")
    one.number += 1
    one.publish(one.still("film", "#123456", size=size))
    with narrow_line(one.server.server_port, line_rate, queue) as line:
        one.kill("agent")
        one.start_agent(*(("--rate", str(rate)) if rate else ()), feed=f"http://127.0.0.1:{line.port}")
        began, goal = time.monotonic(), len(one.lines())
        filled, answers, missed = [], [0.0], 0
        while not any(line.kind == "accepted" for line in one.lines()[goal:]):
            one.require_alive()
            if any(one.state.incoming.glob("*.part")):
                filled.append(line.filled)
            answer = _beat(line.port)
            missed += answer is None
            answers.append(answer or 0.0)
            wait(BEAT_S)
        one.kill("agent")
        seconds = time.monotonic() - began
    one.start_agent()
    one.await_glass(one.number)
    return Shared(seconds, len(answers) - 1, missed, median(filled), max(answers))


def _beat(port: int) -> float | None:
    """How many seconds a heartbeat took; None if it got no answer."""
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/heartbeat")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return time.monotonic() - began
