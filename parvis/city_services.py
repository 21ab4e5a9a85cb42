"""A city's services on this machine: its samples answer where its sources look for them, and are signed."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from parvis.cable import LOOPBACK
from parvis.console import GOOD
from parvis.keys import PASSPHRASE
from playlists.workspace.model import Workspace

SAMPLES = "samples"
_PATIENCE_S = 180.0


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@contextmanager
def answering(workspace: Workspace) -> Iterator[bool]:
    """Serve its samples where its sources ask this machine; whether any of them does.

    Where somebody listens there already, they answer.
    """
    asked = {urlsplit(str(source.url)) for source in workspace.sources.values()}
    ports = {url.port for url in asked if url.hostname == LOOPBACK and url.port}
    folder, servers = workspace.root / SAMPLES, list[ThreadingHTTPServer]()
    for port in ports if folder.is_dir() else ():
        try:
            servers.append(ThreadingHTTPServer((LOOPBACK, port), partial(_Quiet, directory=str(folder))))
        except OSError:
            continue
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
    try:
        yield bool(ports) and folder.is_dir()
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def sign(workspace: Workspace, feed: Path, keys: Path, log: Path) -> bool:
    """Ask the sources once and sign what they say, as `parvis sources publish` does; whether all was well.

    What it says goes to a log, what it keeps beside that.
    """
    asked = ("--feed", str(feed), "--keys", str(keys), "--loopback")
    with log.open("wb") as told, suppress(subprocess.TimeoutExpired):
        ended = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "parvis", "sources", "publish", str(workspace.root), *asked],
            env={**os.environ, PASSPHRASE: "", "PARVIS_CACHE": str(log.parent / "cache")},
            stdout=told,
            stderr=told,
            timeout=_PATIENCE_S,
            check=False,
        )
        return ended.returncode == GOOD
    return False
