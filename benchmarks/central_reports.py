"""What devices of a feed report as fast as they are answered: true reports, signed before the clock starts.

Each is of an instant soon after the one before, tells what is due then, and brings its last three plays.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import msgspec

from device_profiles.heartbeat import SpoolBeat
from device_profiles.identity import DeviceKey
from device_profiles.report import Entry, Report
from parvis.simulation.device import Simulated
from parvis.simulation.fleet import Fleet
from parvis.simulation.running import key_of
from parvis.simulation.weather import Weather
from player.agent.central import REPORTS
from playlists.feed.publishing.repository import ANCHOR

PLAYS = 3
"""A report of 30 s with a play every 10 s."""
MAKING_S = 0.0005
"""What making and signing a report may take."""
_EVERY = timedelta(seconds=0.2)
"""Sooner than they are answered: a report may be late, and must not come before it was made."""
_PLAYED = timedelta(seconds=45)
_SPOOL = "0123456789abcdef" * 2
_SEED = 0


class Crew:
    """The first so many devices of the feed in a folder, with its keys; None: all."""

    def __init__(self, folder: Path, devices: int | None = None) -> None:
        anchor = (folder / "keys" / ANCHOR).read_bytes()
        self._fleet = Fleet(folder / "feed", anchor)
        self.devices = tuple(self._fleet.members)[:devices]

    def public_keys(self) -> dict[str, str]:
        """The public key of each device."""
        return {device: key_of(_SEED, device).public for device in self.devices}

    def requests(self, begin: datetime, first: int, reports: int) -> Iterator[list[bytes]]:
        """Of each device its requests, from an instant on and from a sequence number on."""
        for device in self.devices:
            lot = Weather([]).lot(self._fleet.members[device].where, begin)
            simulated, key = Simulated(self._fleet, device, lot, begin), key_of(_SEED, device)
            yield [
                _request(key, device, _report(simulated, first + place, begin + place * _EVERY), begin)
                for place in range(reports)
            ]


def _report(device: Simulated, sequence: int, at: datetime) -> bytes:
    """The body of a device's report."""
    heartbeat = device.heartbeat(at, at - timedelta(seconds=30), SpoolBeat(), knows_time=True)
    played = [record for _, record in device.records(at - _PLAYED, at)][-PLAYS:]
    number = 1 + (sequence - 1) * PLAYS
    entries = tuple(Entry(number + place, record) for place, record in enumerate(played))
    assert len(entries) == PLAYS  # noqa: S101
    told = Report(device=device.device, spool=_SPOOL, sequence=sequence, heartbeat=heartbeat, entries=entries)
    return msgspec.json.encode(told)


def _request(key: DeviceKey, device: str, body: bytes, at: datetime) -> bytes:
    """A whole request, signed as the device signs it; the library takes four times as long."""
    digest = f"sha-256=:{base64.b64encode(sha256(body).digest()).decode()}:"
    said = (
        f'("@method" "@path" "content-digest");created={int(at.timestamp())};keyid="{device}"'
        ';alg="ed25519";tag="parvis-device"'
    )
    base = f'"@method": POST\n"@path": {REPORTS}\n"content-digest": {digest}\n"@signature-params": {said}'
    signature = base64.b64encode(key._private.sign(base.encode())).decode()  # noqa: SLF001
    head = (
        f"POST {REPORTS} HTTP/1.1\r\nHost: central\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nContent-Digest: {digest}\r\n"
        f"Signature-Input: parvis={said}\r\nSignature: parvis=:{signature}:\r\n\r\n"
    )
    return head.encode() + body
