"""Where alarms arrive in tests: a mail server and a web server on loopback that keep what they are sent."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class MailSink(socketserver.ThreadingTCPServer):
    """Takes every mail. Speaks as little SMTP as that needs."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        super().__init__(("127.0.0.1", 0), _Smtp)

    @property
    def address(self) -> str:
        port = self.server_address[1]
        return f"mailto://127.0.0.1:{port}?smtp=127.0.0.1&mode=insecure&from=central@example.org&to=anne@example.org"


class _Smtp(socketserver.StreamRequestHandler):
    server: MailSink

    def handle(self) -> None:
        self._say("220 sink")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"DATA":
                self._say("354 go on")
                self._take()
            elif word == b"QUIT":
                self._say("221 bye")
                return
            self._say("250 ok")

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        parsed = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.server.mails.append(parsed)

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class HookSink(ThreadingHTTPServer):
    """Takes JSON; answers with `answers` first, one after the other, then 204."""

    daemon_threads = True

    def __init__(self, *answers: int) -> None:
        self.answers = list(answers)
        self.taken: list[tuple[str, Any]] = []
        self.tried = 0
        self.hit = threading.Event()
        super().__init__(("127.0.0.1", 0), _Hook)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/hook"


class _Hook(BaseHTTPRequestHandler):
    server: HookSink

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.tried += 1
        status = self.server.answers.pop(0) if self.server.answers else 204
        if status < 300:
            self.server.taken.append((self.headers["Idempotency-Key"], json.loads(body)))
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()
        self.server.hit.set()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(server: socketserver.TCPServer) -> Iterator[None]:
    """The server in a thread."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
