"""A command loads what it does: each begins often, and in these tests thousands of times."""

from __future__ import annotations

import subprocess
import sys

import pytest

_TELL = "import sys, {module}; print(*sorted(set(sys.argv[1:]) & set(sys.modules)))"
COMPILER = ("playlists.compile", "playlists.workspace.load", "av")
PAGES = ("litestar", "jinja2", "central.works")


@pytest.mark.parametrize(
    ("module", "foreign"),
    [
        ("parvis.provision", COMPILER),
        ("parvis.keys", COMPILER),
        ("parvis.approve", COMPILER),
        ("parvis.central_care", COMPILER + PAGES),
        ("parvis.central_tokens", COMPILER + PAGES),
    ],
)
def test_what_a_command_does_not_do_it_does_not_load(module: str, foreign: tuple[str, ...]) -> None:
    command = [sys.executable, "-c", _TELL.format(module=module), *foreign]
    told = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    assert told.stdout.split() == []
