"""A box whose key a stranger has: it fills no disk of central's, and is heard all the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
from store_world import AT, play, report
from test_intake import Door

from central.taking.intake import Limits


def test_a_device_that_tells_of_more_than_screens_can_play_fills_no_disk_and_is_heard_all_the_same(
    tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    door = Door(tmp_path, intake=Limits(records_s=1.0, records_burst=3))
    assert door.send(msgspec.json.encode(report(1, play(1), play(2), play(3)))).status_code == 200
    before = door.stored()
    answer = door.send(msgspec.json.encode(report(2, play(4))))
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many")
    assert door.stored() == before
    assert door.send(msgspec.json.encode(report(3))).status_code == 200
    door.now = AT + timedelta(seconds=2)
    assert door.send(msgspec.json.encode(report(4, play(4), play(5)))).status_code == 200
    assert door.send(msgspec.json.encode(report(5, play(6)))).json()["code"] == "too_many"
    door.store.close()
    expect_log("429 too_many")
