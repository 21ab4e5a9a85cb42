"""The edition of what paints cards: pictures of two editions may differ, so they are not compared."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import layouts
import player

_PAINTERS = ("cards.py", "matrix.py", "paint.py", "paint_led.py")
_LEFT_OUT = {"__pycache__", "catalog", "qml"}
"""Layouts travel in the program; what QML draws lies beside the zones."""


@cache
def painter() -> str:
    """16 hexadecimal digits of the code, type and pictograms that make cards into pictures."""
    folder, stage = Path(layouts.__file__).parent, Path(player.__file__).parent / "stage"
    files = [
        file
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not _LEFT_OUT.intersection(file.relative_to(folder).parts)
    ]
    digest = hashlib.sha256()
    for file in (*files, *(stage / name for name in _PAINTERS)):
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]
