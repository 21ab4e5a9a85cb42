"""The disk of central is told of before it is full, and a large one not too early."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from central.errors import RoomError
from central.room import Room

GB = 10**9


@pytest.mark.parametrize(
    ("total", "free", "little"), [(40, 2.1, False), (40, 1.9, True), (4_000, 6, False), (4_000, 5, True)]
)
def test_a_disk_that_is_nearly_full_is_told(
    total: int, free: float, little: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = type(shutil.disk_usage(tmp_path))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: kind(total * GB, 0, int(free * GB)))
    room = Room(tmp_path)
    if not little:
        asyncio.run(room.look())
        return
    with pytest.raises(RoomError, match=rf"only {free:.1f} of {total} GB are free on the disk of "):
        asyncio.run(room.look())
