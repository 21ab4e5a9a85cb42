"""The line to central: one thread listens to the stream, one asks; what they hear is handed over."""

from __future__ import annotations

import socket
import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Final

import httpx
import msgspec

from central.answers import FleetChange
from central.control_room.asking import AskError, Asking
from central.control_room.limits import Limits
from central.control_room.link import Cause
from central.control_room.said import (
    AlarmsHeard,
    ChangeHeard,
    DeniedHeard,
    FailedHeard,
    FleetHeard,
    Heard,
    LostHeard,
    MeHeard,
)
from device_profiles.decoding import JsonDecoder

Question = Callable[[Asking], Heard]
_DENIED: Final = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
_CHANGE: Final = JsonDecoder(FleetChange)
_BROKEN: Final = (httpx.RequestError, httpx.StreamError)


class Talk:
    """Two threads. `tell` takes what was heard, in the thread that heard it."""

    def __init__(self, asking: Asking, tell: Callable[[Heard], None], limits: Limits) -> None:
        self._asking, self._tell, self._limits = asking, tell, limits
        self._ended = threading.Event()
        self._waiting: OrderedDict[str, Question] = OrderedDict()
        self._asked = threading.Condition()
        self._response: httpx.Response | None = None
        self._spoke = False
        self._threads = (
            threading.Thread(target=self._listen, name="stream", daemon=True),
            threading.Thread(target=self._answer, name="questions", daemon=True),
        )
        for thread in self._threads:
            thread.start()

    def ask(self, slot: str, question: Question) -> None:
        """Ask something; of a slot only the newest question waits."""
        with self._asked:
            self._waiting.pop(slot, None)
            self._waiting[slot] = question
            while len(self._waiting) > self._limits.waiting:
                self._waiting.popitem(last=False)
            self._asked.notify()

    def close(self) -> None:
        """End both threads."""
        self._ended.set()
        with self._asked:
            self._waiting.clear()
            self._asked.notify()
        self._hang_up()
        for thread in self._threads:
            thread.join(self._limits.connect_s)
        self._asking.close()

    def _hang_up(self) -> None:
        """Wake the thread that listens to a stream that says nothing."""
        response = self._response
        stream = None if response is None else response.extensions.get("network_stream")
        line = None if stream is None else stream.get_extra_info("socket")
        if isinstance(line, socket.socket):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def _listen(self) -> None:
        tries = 0
        while not self._ended.is_set():
            self._spoke = False
            end: Heard = LostHeard(cause=Cause.REFUSED)
            try:
                self._follow()
            except AskError as error:
                end = _refusal(error)
            except httpx.ReadTimeout:
                end = LostHeard(cause=Cause.QUIET)
            except _BROKEN:
                pass
            if self._ended.is_set():
                return
            self._tell(end)
            tries = 0 if self._spoke else tries + 1
            pauses = self._limits.again_s
            slow = self._limits.denied_s if isinstance(end, DeniedHeard) else 0.0
            self._ended.wait(max(slow, pauses[min(tries, len(pauses) - 1)]))

    def _follow(self) -> None:
        """Say the fleet, then every change, until the stream ends."""
        with self._asking.stream(self._limits.quiet_s) as (response, events):
            self._response = response
            try:
                # The stream stands first, so that nothing falls between the two.
                self._tell(MeHeard(me=self._asking.me()))
                self._tell(FleetHeard(fleet=self._asking.fleet()))
                self._tell(AlarmsHeard(alarms=self._asking.alarms()))
                self._spoke = True
                for event in events:
                    if self._ended.is_set():
                        break
                    if event.event == "change":
                        self._tell(ChangeHeard(change=_read(event.data)))
            finally:
                self._response = None

    def _answer(self) -> None:
        while True:
            with self._asked:
                self._asked.wait_for(lambda: self._waiting or self._ended.is_set())
                if self._ended.is_set():
                    return
                slot, question = self._waiting.popitem(last=False)
            try:
                heard = question(self._asking)
            except AskError as error:
                heard = FailedHeard(slot=slot, why=error.code)
            except (*_BROKEN, OSError) as error:
                heard = FailedHeard(slot=slot, why=str(error))
            if not self._ended.is_set():
                self._tell(heard)


def _read(data: str) -> FleetChange:
    try:
        return _CHANGE.decode(data)
    except msgspec.DecodeError as error:
        raise AskError(0, str(error)) from error


def _refusal(error: AskError) -> Heard:
    if error.status in _DENIED:
        return DeniedHeard()
    return LostHeard(cause=Cause.ANSWER if error.status else Cause.UNREAD)
