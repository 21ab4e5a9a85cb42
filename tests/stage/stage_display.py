"""A display of its own for processes under test, without a GPU: what emulates one there is llvmpipe."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest


@contextmanager
def display() -> Iterator[Mapping[str, str]]:
    """An X server; gives the environment of a process that opens windows there. Skips without Xvfb."""
    server_path = shutil.which("Xvfb")
    if server_path is None:
        pytest.skip("Xvfb is not installed")
    read, write = os.pipe()
    with subprocess.Popen(  # noqa: S603
        [server_path, "-displayfd", str(write), "-screen", "0", "640x480x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    ) as server:
        os.close(write)
        with os.fdopen(read) as told:
            number = told.readline().strip()
        plain = {name: value for name, value in os.environ.items() if not name.startswith("QT_")}
        yield plain | {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        server.terminate()
