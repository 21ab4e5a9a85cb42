"""A city served by a process of its own, for tests that need a real server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

HERE = Path(__file__).parent


class ServedCity(msgspec.Struct, frozen=True):
    """Where it is, a token of each role, and the process to end."""

    url: str
    tokens: dict[str, str]
    pid: int


@contextmanager
def served(*arguments: str) -> Iterator[ServedCity]:
    """`serve_city.py` with these arguments, until the end."""
    path = os.pathsep.join((str(HERE), str(HERE.parents[1])))
    with subprocess.Popen(
        [sys.executable, str(HERE / "serve_city.py"), *arguments],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
        text=True,
    ) as process:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        try:
            yield ServedCity(said["url"], said["tokens"], process.pid)
        finally:
            process.kill()
