"""What waits for a disk that hangs, or for a glass that is off, is bounded."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from player.clock import ClockTrust
from player.stage.presented import Presented
from player.stage.watcher import Eyes, Look, Watcher
from player.state import State

DAY_S = 86_400


def test_a_disk_that_hangs_for_a_day_is_asked_the_same_once(tmp_path: Path) -> None:
    eyes = Eyes(State(tmp_path), b"", "totem-1", lambda: datetime.now(UTC), lambda *_: ClockTrust.UNTRUSTED)
    watcher = Watcher(eyes, Look(choice=None, trust=ClockTrust.UNTRUSTED, barred=frozenset()))
    asked: list[int] = []
    for _ in range(DAY_S):
        watcher.do(asked.clear)
    assert len(watcher._jobs) == 1


def test_pictures_that_come_on_while_the_glass_is_off_are_not_kept_for_its_first_frame() -> None:
    told = Presented(late_ms=50)
    for second in range(0, DAY_S, 8):
        told.begin(second * 1000)
    told.frame(DAY_S * 1000, flowing=False)
    assert told.starts <= 32
    assert told.worst_start_ms < 32 * 8 * 1000 + 8000
