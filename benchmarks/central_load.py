"""Devices that report as fast as they are answered.

`central_load.py PORT CONNECTIONS SECONDS REPORTS FIRST PATH`.
Every request is signed before the clock starts. Each connection is one device, which sends its next report
when the last one is answered. Tells as JSON how many were answered with what, how long that took, and up to
which record of each device central said that it has them.
"""

from __future__ import annotations

import base64
import json
import re
import select
import socket
import sys
import time
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from device_profiles.heartbeat import (
    CacheBeat,
    ClockBeat,
    FeedBeat,
    Heartbeat,
    MachineBeat,
    NetworkBeat,
    ScreenBeat,
    ZoneBeat,
)
from device_profiles.identity import DeviceKey
from device_profiles.report import FRAMES, Entry, PlayRecord, Report

SPOOL = "0123456789abcdef" * 2
KINDS = 20
PLAYS = 3
"""A report of 30 s with a play every 10 s."""
_CHUNK = 65_536
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_UPTO = re.compile(rb'"upto":(\d+)')


def key_of(number: int) -> DeviceKey:
    """The key of a device of the benchmark: always the same."""
    return DeviceKey(Ed25519PrivateKey.from_private_bytes(sha256(str(number).encode()).digest()))


def name_of(number: int) -> str:
    """The id of a device in the feed of `bench_fleet.py`."""
    copy, kind = divmod(number, KINDS)
    return f"totem-{kind:02}-{copy + 1:04}" if copy else f"totem-{kind:02}"


def heartbeat(number: int, at: datetime) -> Heartbeat:
    """Some 1,000 bytes of a device with one screen."""
    zone = ZoneBeat(
        zone="main",
        item=f"list-{number % KINDS}#1",
        object="ab" * 32,
        looked=at,
        hash="0123456789abcdef",
        colour="a1b2c3",
        luma=120,
        bits=1,
        levels=2,
        alike=True,
    )
    screens = (
        ScreenBeat(
            screen="main",
            at=at,
            alive=True,
            frames=100_000,
            frames_s=30.0,
            starts=3,
            changed=at,
            showing=(zone,),
        ),
    )
    return Heartbeat(
        at=at,
        profile="kiosk",
        screens=screens,
        feed=FeedBeat(wanted=7, complete=7, playing=7, edition="cd" * 32, outcome="unchanged", good=at),
        clock=ClockBeat(trust="ntp", offset_ms=4),
        cache=CacheBeat(objects=120, bytes=900_000_000),
        machine=MachineBeat(cpu=0.2, memory_used=10**9, memory_total=4 * 10**9, disk_free=10**10),
        network=NetworkBeat(address="10.1.2.3", rtt_ms=12.5, rate_bytes_s=10**6),
        versions={"parvis": "0.1.0", "python": "3.11.7", "qt": "6.11.3", "system": "Debian 12"},
    )


def report(number: int, sequence: int, at: datetime, plays: int = PLAYS) -> bytes:
    """The body of a device's report."""
    device, first = name_of(number), (sequence - 1) * plays
    entries = tuple(
        Entry(
            first + place + 1,
            PlayRecord(
                device=device,
                screen="main",
                zone="main",
                item=f"list-{number % KINDS}#{place}",
                object="ab" * 32,
                start=at - timedelta(seconds=10 * (plays - place)),
                duration_ms=10_000,
                frames=300,
                verified=FRAMES,
                edition="cd" * 32,
            ),
        )
        for place in range(plays)
    )
    told = Report(
        device=device, spool=SPOOL, sequence=sequence, heartbeat=heartbeat(number, at), entries=entries
    )
    return msgspec.json.encode(told)


def request(key: DeviceKey, device: str, path: str, body: bytes, at: datetime) -> bytes:
    """A whole request, signed as the device signs it; the library takes four times as long."""
    digest = f"sha-256=:{base64.b64encode(sha256(body).digest()).decode()}:"
    said = (
        f'("@method" "@path" "content-digest");created={int(at.timestamp())};keyid="{device}"'
        ';alg="ed25519";tag="parvis-device"'
    )
    base = f'"@method": POST\n"@path": {path}\n"content-digest": {digest}\n"@signature-params": {said}'
    signature = base64.b64encode(key._private.sign(base.encode())).decode()  # noqa: SLF001
    head = (
        f"POST {path} HTTP/1.1\r\nHost: central\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nContent-Digest: {digest}\r\n"
        f"Signature-Input: parvis={said}\r\nSignature: parvis=:{signature}:\r\n\r\n"
    )
    return head.encode() + body


class Crowd:
    """All connections, in one thread."""

    def __init__(self, port: int, requests: list[list[bytes]]) -> None:
        self._requests = [iter(some) for some in requests]
        self._poll = select.epoll()
        self._sockets: dict[int, tuple[socket.socket, int]] = {}
        self._heard: dict[int, bytes] = {}
        self._sent: dict[int, float] = {}
        self.statuses: dict[str, int] = {}
        self.took: list[float] = []
        self.upto: dict[str, int] = {}
        for number in range(len(requests)):
            line = socket.create_connection(("127.0.0.1", port))
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._sockets[line.fileno()] = line, number
            self._poll.register(line.fileno(), select.EPOLLIN)

    def run(self, seconds: float) -> float:
        """Send until the time is over or all is sent; tells how long that was."""
        begun = time.monotonic()
        for file in list(self._sockets):
            self._send(file)
        while self._sent and (time.monotonic() - begun < seconds):
            for file, _ in self._poll.poll(1.0):
                answered = self._take(file)
                if answered is None:
                    return time.monotonic() - begun
                if answered:
                    self._send(file)
        return time.monotonic() - begun

    def _send(self, file: int) -> None:
        line, number = self._sockets[file]
        given = next(self._requests[number], None)
        if given is None:
            return
        self._sent[file] = time.monotonic()
        line.settimeout(None)
        line.sendall(given)

    def _take(self, file: int) -> bool | None:
        """Whether an answer is there, whole; None where central has gone."""
        line, number = self._sockets[file]
        try:
            said = line.recv(_CHUNK)
        except ConnectionError:
            said = b""
        if not said:
            return None
        said = self._heard.pop(file, b"") + said
        head, end, body = said.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if not end or (length and len(body) < int(length[1])):
            self._heard[file] = said
            return False
        self.took.append(time.monotonic() - self._sent.pop(file))
        status = said[9:12].decode()
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if found := _UPTO.search(said):
            self.upto[name_of(number)] = int(found[1])
        return True


def main() -> None:
    """Report, and tell."""
    port, connections, seconds, reports, first = (int(given) for given in sys.argv[1:6])
    path = sys.argv[6]
    at = datetime.now(UTC)
    requests = [
        [
            request(key, name_of(number), path, report(number, sequence, at), at)
            for sequence in range(first, first + reports)
        ]
        for number, key in ((number, key_of(number)) for number in range(connections))
    ]
    print("ready", flush=True)
    sys.stdin.readline()
    crowd = Crowd(port, requests)
    wall = crowd.run(seconds)
    took = sorted(crowd.took) or [0.0]
    told = {
        "wall_s": wall,
        "statuses": crowd.statuses,
        "p50_ms": took[len(took) // 2] * 1e3,
        "p99_ms": took[len(took) * 99 // 100] * 1e3,
        "upto": crowd.upto,
    }
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
