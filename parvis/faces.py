"""Pictures of central's two faces, as its team sees them: the control room, and the web page."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec

from parvis.child import command, order_of
from parvis.console import FAILED, GOOD, Voice, complain, say

ROOM, PAGE = "control-room.png", "web-page.png"
_PATIENCE_S = 60.0
_PAGE_SIZE = (1366, 1400)


class _PageOrder(msgspec.Struct, frozen=True):
    url: str
    token: str
    language: str
    file: str


def write_faces(out: Path, url: str, token: str, select: str, voice: Voice) -> bool:
    """Write both pictures, the control room with a screen chosen; returns whether the first is there."""
    room, page = out / ROOM, out / PAGE
    order = _PageOrder(f"{url}/devices/{select}", token, voice.language, str(page))
    there = _room(room, url, token, select, voice)
    drawn = subprocess.run(  # noqa: S603 - our own command
        command("parvis.faces", order, voice.language),
        stderr=subprocess.DEVNULL,
        timeout=_PATIENCE_S,
        check=False,
    )
    if drawn.returncode != GOOD:
        complain(voice.words("demo.no-page", file=str(page)))
    say(voice.words("demo.faces", room=str(room), page=str(page)))
    return there


def _room(file: Path, url: str, token: str, select: str, voice: Voice) -> bool:
    """A process of its own: widgets and the stage's scenes do not share an application."""
    asked = ["--central", url, "--picture", str(file), "--select", select, "--language", voice.language]
    ended = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "parvis", "control-room", *asked],
        env={**os.environ, "PARVIS_TOKEN": token},
        timeout=_PATIENCE_S,
        check=False,
    )
    return ended.returncode == GOOD


if __name__ == "__main__":
    from central.control_room.browser import Page, photograph_page

    asked = order_of(_PageOrder)
    page = Page(asked.url, asked.token, *_PAGE_SIZE, asked.language, Path(asked.file))
    sys.exit(GOOD if photograph_page(page) else FAILED)
