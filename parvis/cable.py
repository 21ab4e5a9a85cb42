"""A network cable between a device and its server on this machine, that can be pulled and put back."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import Self

LOOPBACK = "127.0.0.1"
_PIECE = 64 * 1024


class Cable:
    """Hands every connection on to a port of this machine, as long as it is not `pulled`."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._socket = socket.create_server((LOOPBACK, 0))
        self._ends: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._pulled = False
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """The address at the device's end."""
        return f"http://{LOOPBACK}:{self._socket.getsockname()[1]}"

    def pull(self) -> None:
        """Cut every connection, and let none through from now on."""
        with self._lock:
            self._pulled = True
            for end in self._ends:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def put_back(self) -> None:
        """Let connections through again."""
        self._pulled = False

    def close(self) -> None:
        """Be gone."""
        self.pull()
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._socket.accept()
            except OSError:
                return
            if self._pulled:
                near.close()
                continue
            try:
                far = socket.create_connection((LOOPBACK, self._to))
            except OSError:
                near.close()
                continue
            with self._lock:
                self._ends |= {near, far}
            for pair in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=pair, daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        """Bytes one way, until one end is gone; then both are."""
        with suppress(OSError):
            while piece := source.recv(_PIECE):
                target.sendall(piece)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        with self._lock:
            self._ends.discard(source)
        source.close()


def free_port() -> int:
    """A port of the loopback that nobody uses."""
    with socket.socket() as held:
        held.bind((LOOPBACK, 0))
        return int(held.getsockname()[1])
