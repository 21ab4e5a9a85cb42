"""Listens to central's stream of hints, in a thread of its own: something is new. What, the feed says."""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import cast

import httpx
from httpx_sse import EventSource, SSEError

from player.agent.central import PUSH, Central
from player.agent.course import BUSY, UNWANTED
from player.agent.limits import ReportLimits

_log = logging.getLogger(__name__)
FEED, ORDERS, PICTURE = "feed", "orders", "picture"
"""Events: the feed has a new version, there are orders in it, central wants to see the glass."""
_FIRST_S = 1.0
_LATER = 0.2
"""By which part longer than it was asked to a device waits at most: a fleet was asked at one instant."""


class Hearing:
    """Calls what `heeds` names for each event. The stream is lost and opened again as often as need be.

    Where it is not to be had, it is tried again within `reconnect_s`; where central does not want the device
    (401, 403, 404), less and less, down to each `refused_s`, or as soon as there is `hope`; where a server
    asks for patience, it has it, up to `refused_s` too.

    `now` tells the time by central's clock, as far as it is known.
    """

    def __init__(
        self,
        device: str,
        central: Central,
        limits: ReportLimits,
        heeds: Mapping[str, Callable[[], object]],
    ) -> None:
        self._device, self._central, self._limits, self._heeds = device, central, limits, heeds
        self._stop, self._hope = threading.Event(), threading.Event()
        self._faults = self._count = 0
        self._heard: dict[str, str] = {}
        self._last_s, self._stood_s = float("-inf"), float("inf")

    def end(self) -> None:
        """Let `run` return soon, as far as it does not wait for the server."""
        self._stop.set()
        self._hope.set()

    def hope(self) -> None:
        """Try it again now: central takes reports again. To be called from another thread."""
        self._hope.set()

    def run(self, now: Callable[[], datetime]) -> None:
        """Listen until `end`."""
        while not self._stop.is_set():
            self._hope.clear()
            self._stood_s = float("inf")
            try:
                why, answer = self._listen(now()), None
            except (httpx.HTTPError, SSEError) as error:
                why = str(error) or type(error).__name__
                answer = error.response if isinstance(error, httpx.HTTPStatusError) else None
            if time.monotonic() - self._stood_s > self._limits.reconnect_s:
                self._faults = 0
            self._faults += 1
            if self._faults == 1:
                _log.info("the stream of hints is lost, the feed is asked as often as usual: %s", why)
            self._rest(answer)

    def _rest(self, answer: httpx.Response | None) -> None:
        """Until the stream is to be tried again, after an answer that was none."""
        status = None if answer is None else answer.status_code
        wait_s = self.pause_s(self._limits.refused_s if status in UNWANTED else self._limits.reconnect_s)
        asked_s = self._central.asked_s(answer) if answer is not None and status in BUSY else None
        if asked_s is not None:
            wait_s = min(max(asked_s, _FIRST_S), self._limits.refused_s) * (1 + _LATER * self._chance())
        if not self._stop.is_set():
            (self._hope if status in UNWANTED else self._stop).wait(wait_s)

    def _listen(self, at: datetime) -> str:
        """Follow the stream to its end; how that came. Raises `httpx.HTTPError`, `SSEError`."""
        with self._central.stream(PUSH, at, self._limits.silence_s) as answer:
            answer.raise_for_status()
            self._stood_s = time.monotonic()
            source = EventSource(cast("httpx.Response", _Bounded(answer, self._limits.line_bytes)))
            for event in source.iter_sse():
                if self._stop.is_set():
                    break
                self._heed(event.event, event.data)
        return "it ended"

    def _heed(self, event: str, data: str) -> None:
        """Act upon a hint: soon, and once on the same."""
        heed = self._heeds.get(event)
        if heed is None or (event == FEED and self._heard.get(event) == data):
            return
        self._heard[event] = data
        rested_s = time.monotonic() - self._last_s
        self._stop.wait(max(self._chance() * self._limits.spread_s, self._limits.hints_s - rested_s))
        self._last_s = time.monotonic()
        heed()

    def pause_s(self, most_s: float) -> float:
        """Seconds until the next try: twice as long each time, up to a bound, and of that half to all."""
        wait = min(_FIRST_S * 2.0 ** min(self._faults, 16), most_s)
        return wait * (0.5 + 0.5 * self._chance())

    def _chance(self) -> float:
        self._count += 1
        digest = hashlib.sha256(f"{self._device}:stream:{self._count}".encode()).digest()
        return int.from_bytes(digest[:4], "big") / 2**32


class _Bounded:
    """An answer as the decoder of events reads it, that ends where a line grows too long."""

    def __init__(self, answer: httpx.Response, most: int) -> None:
        self._answer, self._most = answer, most
        self.headers = answer.headers

    def iter_text(self) -> Iterator[str]:
        """The text of the answer in pieces."""
        size = 0
        for text in self._answer.iter_text():
            size = len(text) - text.rfind("\n") - 1 if "\n" in text else size + len(text)
            if size > self._most:
                raise SSEError(f"a line of more than {self._most} characters")
            yield text
