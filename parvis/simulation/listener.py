"""Listens to central's stream for one simulated device: what is new is counted, a picture is sent at once."""

from __future__ import annotations

import asyncio

from device_profiles.identity import DeviceKey
from parvis.simulation.line import Line, LostError
from parvis.simulation.sender import Office, Sender
from parvis.simulation.weather import Kind
from player.agent.central import PUSH

_PICTURE = "picture"
_NEWS = ("feed", "orders", _PICTURE)


class Listener:
    """Keeps one stream open; after it broke, again a little later."""

    def __init__(self, device: str, key: DeviceKey, office: Office, sender: Sender) -> None:
        self._device, self._key, self._office, self._sender = device, key, office, sender

    async def run(self) -> None:
        """Listen for ever."""
        dice, pause_s = self._office.dice, self._office.manner.listen_s
        await asyncio.sleep(dice.random() * pause_s)
        while True:
            if not self._is_cut_off():
                await self._listen()
            await asyncio.sleep(pause_s * (0.5 + dice.random()))

    def _is_cut_off(self) -> bool:
        now = self._office.clock()
        return any(self._sender.device.suffers(kind, now) for kind in (Kind.OUTAGE, Kind.BLACKOUT))

    async def _listen(self) -> None:
        tally, line = self._office.tally, Line(self._office.address, self._office.manner.limits.answer_s)
        headers = self._key.sign(self._device, "GET", PUSH, b"", self._office.clock())
        tally.listening += 1
        try:
            async for text in line.listen(PUSH, headers | {"Accept": "text/event-stream"}):
                if self._is_cut_off():
                    return
                event = text[6:].strip() if text.startswith("event:") else ""
                tally.pushes += event in _NEWS
                if event == _PICTURE:
                    self._sender.ask_picture()
        except LostError:
            return
        finally:
            tally.listening -= 1
            line.close()
