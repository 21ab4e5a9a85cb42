"""Devices that report from threads as fast as they are answered, and remember what central said it has."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

import httpx
import msgspec
from central_process import Sender
from store_world import play

from device_profiles.report import Receipt

RECORDS = 3
_PATIENCE_S, _GLANCE_S = 30.0, 0.02


class Crowd:
    """Some devices; each sends its next report when the last one is answered, and again where it was not.

    Like a device they never give a sequence twice, and send a record until central has it.
    """

    def __init__(self, devices: int) -> None:
        self.senders = [Sender("", f"kiosk-{number:03}") for number in range(devices)]
        self.upto = {sender.device: 0 for sender in self.senders}
        self._sequences = {sender.device: 0 for sender in self.senders}
        self._ending = threading.Event()
        self._threads: list[threading.Thread] = []

    def begin(self, url: str) -> None:
        """Report until told to end; returns when each was answered once, or none will be."""
        self._ending.clear()
        before = dict(self.upto)
        self._threads = [
            threading.Thread(target=self._report, args=(sender, url), daemon=True) for sender in self.senders
        ]
        for thread in self._threads:
            thread.start()
        until = time.monotonic() + _PATIENCE_S
        while any(self.upto[device] == before[device] for device in before) and time.monotonic() < until:
            self._ending.wait(_GLANCE_S)

    def end(self) -> None:
        """Come to an end."""
        self._ending.set()
        for thread in self._threads:
            thread.join()

    def _report(self, sender: Sender, url: str) -> None:
        with sender.at(url):
            while not self._ending.is_set():
                first = self.upto[sender.device]
                start = datetime.now(UTC)
                entries = [
                    play(number, sender.device, start=start)
                    for number in range(first + 1, first + RECORDS + 1)
                ]
                self._sequences[sender.device] += 1
                try:
                    answer = sender.send(self._sequences[sender.device], *entries)
                except (httpx.HTTPError, msgspec.DecodeError):
                    self._ending.wait(0.02)
                    continue
                if isinstance(answer, Receipt):
                    self.upto[sender.device] = answer.upto
