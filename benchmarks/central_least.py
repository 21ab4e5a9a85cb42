"""The least that central could do with a report: `python central_least.py FOLDER FILE`.

It verifies, decodes, keeps a row for each play and one for the device, and answers after the commit, with
central's server and settings. It judges nothing, remembers nothing, sums nothing up and refuses nothing: no
central that answers for what is on the glass can be faster.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

import msgspec
from central_empty import live, serve
from central_reports import Crew

from central.store.limits import Limits
from central.taking.asking import Answer, Asked, asked_of, send_answer
from central.taking.short_way import short_way
from device_profiles.identity import public_key
from device_profiles.quick import QuickVerifier
from device_profiles.report import PlayRecord, Report
from parvis.central import TURN_S

Waiting = tuple[Report, bytes, "asyncio.Future[None]"]


class Least:
    """The application: one thread takes in, one writes what waits together."""

    def __init__(self, folder: Path, file: Path) -> None:
        keys = {device: public_key(public) for device, public in Crew(folder).public_keys().items()}
        self._verifier = QuickVerifier(keys.get)
        self._decode: Callable[[bytes], Report] = msgspec.json.Decoder(Report).decode
        self._waiting: list[Waiting] = []
        self._awake = threading.Condition()
        self._pause = threading.Event()
        threading.Thread(target=self._write, args=(file,), daemon=True).start()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Keep one report."""
        if scope["type"] == "lifespan":
            await live(receive, send)
            return
        message = await receive()
        body = message["body"]
        while message.get("more_body"):
            message = await receive()
            body += message["body"]
        await send_answer(send, await self.whole(asked_of(scope), body))

    async def whole(self, asked: Asked, body: bytes) -> Answer:
        """Keep one report that came whole."""
        self._verifier.signer(asked.method, asked.path, asked.headers, body, datetime.now(UTC))
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        with self._awake:
            self._waiting.append((self._decode(body), body, future))
            self._awake.notify()
        await future
        return Answer(HTTPStatus.OK, [(b"content-length", b"2")], b"{}")

    def _write(self, file: Path) -> None:
        base = sqlite3.connect(file, isolation_level=None)
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("PRAGMA synchronous=FULL")
        key = "PRIMARY KEY (device, spool, number)) WITHOUT ROWID"
        base.execute(f"CREATE TABLE plays (device, spool, number, start, duration, item, {key}")
        base.execute("CREATE TABLE states (device PRIMARY KEY, report) WITHOUT ROWID")
        while True:
            with self._awake:
                self._awake.wait_for(lambda: self._waiting)
            self._pause.wait(Limits().linger_s)
            with self._awake:
                jobs, self._waiting = self._waiting, []
            base.execute("BEGIN")
            base.executemany(
                "INSERT INTO plays VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (play.device, report.spool, entry.number, str(play.start), play.duration_ms, play.item)
                    for report, _, _ in jobs
                    for entry in report.entries
                    if isinstance(play := entry.record, PlayRecord)
                ],
            )
            base.executemany(
                "INSERT OR REPLACE INTO states VALUES (?, ?)",
                [(report.device, body) for report, body, _ in jobs],
            )
            base.execute("COMMIT")
            done = [future for _, _, future in jobs]
            done[0].get_loop().call_soon_threadsafe(_settle, done)


def _settle(done: list[asyncio.Future[None]]) -> None:
    for future in done:
        future.set_result(None)


def main() -> None:
    """Serve until killed."""
    sys.setswitchinterval(TURN_S)
    least = Least(Path(sys.argv[1]), Path(sys.argv[2]))
    serve(least, short_way(least))


if __name__ == "__main__":
    main()
