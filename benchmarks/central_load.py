"""Devices that report as fast as they are answered.

`central_load.py FOLDER PORT CONNECTIONS SECONDS REPORTS FIRST`; FOLDER has the feed and its keys.
Every request is signed before the clock starts. Each connection is one device, which sends its next report
when the last one is answered. Tells as JSON how many were answered with what, how long that took, and up to
which record of each device central said that it has them.
"""

from __future__ import annotations

import json
import os
import re
import select
import socket
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from central_reports import MAKING_S, Crew

_CHUNK = 65_536
_YIELDS = 10
"""By its priority it yields to central (nice(1)): in the field devices take none of its time."""
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_UPTO = re.compile(rb'"upto":(\d+)')


class Crowd:
    """All connections, in one thread."""

    def __init__(self, port: int, requests: dict[str, list[bytes]]) -> None:
        self._devices = tuple(requests)
        self._requests = [iter(some) for some in requests.values()]
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
            self.upto[self._devices[number]] = int(found[1])
        return True


def main() -> None:
    """Report, and tell."""
    os.nice(_YIELDS)
    folder = Path(sys.argv[1])
    port, connections, seconds, reports, first = (int(given) for given in sys.argv[2:])
    crew = Crew(folder, connections)
    begin = datetime.now(UTC) + timedelta(seconds=MAKING_S * connections * reports)
    requests = dict(zip(crew.devices, crew.requests(begin, first, reports), strict=True))
    time.sleep(max(0.0, (begin - datetime.now(UTC)).total_seconds()))
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
