"""Processes that a supervisor starts: how they are told what to do, and that they end with it."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, TypeVar

import msgspec

Order = TypeVar("Order")


def command(module: str, order: msgspec.Struct, language: str) -> Sequence[str]:
    """The command that runs a module with an order, and lets it speak a language."""
    told = msgspec.json.encode(order, enc_hook=str).decode()
    return [sys.executable, "-m", module, told, language]


def order_of(kind: type[Order]) -> Order:
    """The order that this process was started with."""
    return msgspec.json.decode(sys.argv[1], type=kind, dec_hook=_path)


def end_with_parent() -> None:
    """Let the system end this process when the one that started it dies (prctl(2), PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def leave(code: int) -> NoReturn:
    """End this process; at once where a thread hangs: Qt waits for those of its own, and nobody for Qt."""
    if threading.active_count() > 1:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _path(kind: type, said: object) -> object:
    if kind is Path and isinstance(said, str):
        return Path(said)
    raise NotImplementedError
